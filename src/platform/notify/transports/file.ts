import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { FileConfig } from '#platform/config';
import type { Channel } from '../notification.ts';
import { mailOf } from './mail.ts';
import type { Parcel, Transport } from './transport.ts';

const lanes = 4;
const sender = { from: 'noreply@hitomado.invalid', fromName: 'ひとまど' };

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

async function contentOf(channel: Channel, parcel: Parcel): Promise<Buffer | string> {
  if (channel === 'mail') return (await composer.sendMail(mailOf(parcel, sender))).message as Buffer;
  if (channel === 'sms') return `${parcel.recipient.reveal()}\n\n${parcel.message.text}\n`;
  return `${JSON.stringify({ ...parcel.message, subscription: parcel.recipient.reveal() }, null, 2)}\n`;
}

const endings: Readonly<Record<Channel, string>> = { mail: 'eml', sms: 'txt', push: 'json' };

/** Writes each message into a file of `folder` that only its owner can read: `<id>.eml`, `.txt`, `.json`. */
export function openFiles(channel: Channel, { folder }: FileConfig): Transport {
  return {
    lanes,
    async send(parcel, begin) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const content = await contentOf(channel, parcel);
      await begin();
      await writeFile(join(folder, `${parcel.id}.${endings[channel]}`), content, { flag: 'wx', mode: 0o600 });
      return {};
    },
    close: async () => undefined,
  };
}
