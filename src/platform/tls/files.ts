import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '#platform/errors';
import { type CertifiedKey, makeAuthority, makeServerCertificate } from './certificate.ts';

/** Where the files lie that `bin/hitomado tls` makes. */
export interface TlsFiles {
  /** Goes to every machine of the house, which then trusts the server. Not secret. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Writes a file whole or not at all; keys can be read by their owner only. */
function write(path: string, text: string, mode: number): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}

function keep(path: string, { certificate, key }: CertifiedKey): void {
  write(`${path}.key`, key, 0o600);
  write(`${path}.crt`, certificate, 0o644);
}

/**
 * Makes a certificate for `names` in `folder`. The house's authority is made once and stays, so that machines which trust
 * it need nothing new when the certificate is renewed.
 */
export async function makeTlsFiles(
  folder: string,
  { city, names, now }: { city: string; names: readonly string[]; now: Date },
): Promise<TlsFiles> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = join(folder, 'authority');
  const server = join(folder, 'server');
  if (!existsSync(`${authority}.crt`)) keep(authority, await makeAuthority(city, now));
  const signer = {
    certificate: readFileSync(`${authority}.crt`, 'utf8'),
    key: readFileSync(`${authority}.key`, 'utf8'),
  };
  keep(server, await makeServerCertificate(signer, names, now));
  return { authority: `${authority}.crt`, certificate: `${server}.crt`, key: `${server}.key` };
}

/** Reads certificate and key as the settings name them. Throws an OperatorError when one of them cannot be read. */
export function readTlsFiles(files: { certificateFile: string; keyFile: string }): { cert: string; key: string } {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new OperatorError(
        `TLSのファイル ${path} を読めません。場所と持ち主を確かめるか、「bin/hitomado tls 開く名前」で作り直してください。`,
        { cause: error },
      );
    }
  };
  return { cert: read(files.certificateFile), key: read(files.keyFile) };
}
