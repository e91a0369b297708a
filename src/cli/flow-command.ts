import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Inventory, loadInventory, type Procedure } from '#inventory';
import {
  bpmnOf,
  flowOf,
  layoutOf,
  pdfOf,
  pngOf,
  readBpmn,
  type Scope,
  scopeNames,
  scopes,
  scopesOf,
  stepsOfFlow,
  svgOf,
} from '#manual';
import { OperatorError, UserError } from '#platform/errors';
import { type Command, configOf, readArguments, say, wrongUse } from './command.ts';

const usage =
  'bpmn 手続き [--scope arrival|counter|inquiry|online] [--svg|--png|--pdf] [--out ファイル] / bpmn --all フォルダー / bpmn import ファイル [手続き]';

const mostBytes = 2 * 1024 * 1024;
const flag = { type: 'boolean' } as const;
const text = { type: 'string' } as const;

/** `bin/hitomado bpmn`: flows as files, and a drawn flow as steps. */
export const bpmnCommand: Command = {
  usage,
  purpose: '手続きの流れをBPMN・SVG・PNG・PDFで書き出します。import は、BPMNの図から手順を読み取ります。',
  async run(args, context) {
    const options = { scope: text, out: text, all: text, svg: flag, png: flag, pdf: flag };
    const { values, positionals } = readArguments(args, usage, options, 3);
    const cacheFolder = join(configOf(context).dataFolder, 'cache');
    const inventory = await loadInventory(context.contentFolder, { cacheFolder });
    const [first, ...rest] = positionals;
    const kind = values.svg ? 'svg' : values.png ? 'png' : values.pdf ? 'pdf' : 'bpmn';
    if (values.all !== undefined) {
      if (first !== undefined) throw wrongUse(usage);
      return writeAll(inventory, resolve(context.folder, values.all), kind);
    }
    if (first === 'import') return readFlow(inventory, resolve(context.folder, rest[0] ?? ''), rest[1]);
    if (first === undefined || rest.length > 0) throw wrongUse(usage);
    const procedure = procedureOf(inventory, first);
    const scope = scopeOf(values.scope ?? 'counter');
    const content = await contentOf(inventory, procedure, scope, kind);
    if (values.out === undefined) process.stdout.write(content);
    else await writeFile(resolve(context.folder, values.out), content);
    return 0;
  },
};

type Kind = 'svg' | 'png' | 'pdf' | 'bpmn';

async function contentOf(inventory: Inventory, procedure: Procedure, scope: Scope, kind: Kind): Promise<Uint8Array> {
  if (!scopesOf(procedure).includes(scope))
    throw new OperatorError(`「${procedure.name.ja}」には、${scopeNames[scope]}の流れがありません。`);
  const layout = layoutOf(flowOf(inventory, procedure, scope));
  if (kind === 'png') return pngOf(layout);
  if (kind === 'pdf') return pdfOf(layout, `${procedure.name.ja}の流れ(${scopeNames[scope]})`);
  return Buffer.from(kind === 'svg' ? svgOf(layout) : await bpmnOf(layout));
}

async function writeAll(inventory: Inventory, folder: string, kind: Kind): Promise<number> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const procedure of inventory.procedures) {
    for (const scope of scopesOf(procedure)) {
      await writeFile(
        join(folder, `${procedure.id}.${scope}.${kind}`),
        await contentOf(inventory, procedure, scope, kind),
      );
      count += 1;
    }
  }
  say(`${folder} に${count}個の図を書き出しました。`);
  return 0;
}

/** The steps of a drawing as one line of JSON; against a procedure, with what they would change there. */
async function readFlow(inventory: Inventory, path: string, id: string | undefined): Promise<number> {
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined) throw new OperatorError('ファイルを開けません。場所と名前を確かめてください。');
  if (size > mostBytes) throw new OperatorError('ファイルが大きすぎます(2MBまで)。図を分けてください。');
  try {
    const { flow, remarks } = await readBpmn(await readFile(path, 'utf8'));
    const record = inventory.records.procedures.find((procedure) => procedure.id === id);
    if (id !== undefined && record === undefined) procedureOf(inventory, id);
    if (record) {
      const { steps, changes, problems } = stepsOfFlow(flow, record, inventory);
      say(JSON.stringify({ steps, changes, problems, remarks }));
    } else {
      say(JSON.stringify({ ...listed(flow), remarks }));
    }
    return 0;
  } catch (error) {
    if (error instanceof UserError) throw new OperatorError(String(error.sentence), { cause: error });
    throw error;
  }
}

function listed(flow: Awaited<ReturnType<typeof readBpmn>>['flow']) {
  const lanes = new Map(flow.lanes.map(({ id, name }) => [id, name]));
  const steps = flow.nodes
    .filter(({ kind }) => kind === 'task')
    .map(({ id, lane, text: what, system, documents, data }) => ({
      id,
      who: lanes.get(lane) ?? '',
      do: what,
      system,
      documents: documents?.map(({ name }) => name),
      data: data?.map(({ name }) => name),
    }));
  return { name: flow.name, steps };
}

function scopeOf(name: string): Scope {
  const found = scopes.find((scope) => scope === name);
  if (found === undefined) throw new OperatorError(`流れの種類は ${scopes.join('、')} のどれかです。`);
  return found;
}

function procedureOf(inventory: Inventory, id: string): Procedure {
  const found = inventory.procedureById.get(id);
  if (found === undefined)
    throw new OperatorError(`手続き「${id}」はありません。台帳の id を確かめてください(例: tennyu_todoke)。`);
  return found;
}
