import { widthOf, wrapShort } from '#platform/japanese';
import { type FlowNode, isGateway, type Thing } from '../flow.ts';

/** Lengths are in pixels of the drawing; 14 px is the size of its text. */
export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** A text that is drawn, in the lines it is drawn in. */
export interface Lines {
  box: Box;
  lines: readonly string[];
}

/** Papers, entries or the business system beside a task. */
export interface Artefact extends Lines {
  kind: 'documents' | 'data' | 'system';
}

/** How much room a node takes around the point where its centre stands. */
export interface Shape {
  width: number;
  height: number;
  lines: readonly string[];
  /** The text stands beside it, not in it. */
  labelWidth: number;
  artefacts: readonly Omit<Artefact, 'box'>[];
  /** Room to the right of the shape for what stands beside it. */
  beside: number;
}

export const sizes = {
  task: 184,
  choice: 44,
  event: 34,
  lineHeight: 20,
  small: 16,
  artefact: 148,
  artefactGap: 10,
  icon: 20,
} as const;

/** The size of a node and of what stands beside it. */
export function shapeOf(node: FlowNode, toldRight: boolean): Shape {
  if (node.kind === 'task') return taskShape(node, toldRight);
  if (isGateway(node)) {
    const lines = wrapShort(node.text, 11, 4);
    const height = Math.max(sizes.choice, lines.length * sizes.small * 2 + 4);
    return { width: sizes.choice, height, lines, labelWidth: labelWidth(lines), artefacts: [], beside: beside(lines) };
  }
  const lines = wrapShort(node.text, 11, 2);
  const height = sizes.event;
  return { width: height, height, lines, labelWidth: labelWidth(lines), artefacts: [], beside: beside(lines) };
}

const labelWidth = (lines: readonly string[]): number => Math.ceil(Math.max(0, ...lines.map(widthOf)) * 13);
const beside = (lines: readonly string[]): number => (lines.length === 0 ? 0 : labelWidth(lines) + 8);

function taskShape(node: FlowNode, toldRight: boolean): Shape {
  const lines = wrapShort(node.text, (sizes.task - 18) / 14, 8);
  const artefacts = artefactsOf(node);
  const stack = artefacts.reduce((sum, { lines: own }) => sum + heightOfArtefact(own), 0);
  const height = Math.max(54, lines.length * sizes.lineHeight + 16, stack + (toldRight ? 24 : 4));
  return {
    width: sizes.task,
    height,
    lines,
    labelWidth: 0,
    artefacts,
    beside: artefacts.length === 0 ? 0 : sizes.artefactGap + sizes.artefact,
  };
}

export const heightOfArtefact = (lines: readonly string[]): number => Math.max(28, lines.length * sizes.small + 6);

function artefactsOf({ documents = [], data = [], system }: FlowNode): Omit<Artefact, 'box'>[] {
  const most = (sizes.artefact - sizes.icon - 6) / 12.5;
  const named = (kind: Artefact['kind'], text: string) => ({ kind, lines: wrapShort(text, most, 2) });
  return [
    ...(documents.length > 0 ? [named('documents', summary(documents, '点'))] : []),
    ...(data.length > 0 ? [named('data', summary(data, '項目'))] : []),
    ...(system ? [named('system', system.replace('/', ' '))] : []),
  ];
}

/** 「転出証明書 ほか3点」. */
export function summary(things: readonly Thing[], unit: string): string {
  const first = things[0]?.name ?? '';
  return things.length > 1 ? `${first} ほか${things.length - 1}${unit}` : first;
}
