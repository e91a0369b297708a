/**
 * What a node of a flow is: where it begins, where it ends, something that is done, a way that is chosen, or ways that are all
 * taken beside each other (or end there).
 */
export type NodeKind = 'start' | 'end' | 'task' | 'choice' | 'parallel';

/** Whether nothing is done at a node but ways part or meet. */
export const isGateway = ({ kind }: { kind: NodeKind }): boolean => kind === 'choice' || kind === 'parallel';

/** Something that a task looks at or takes over: a paper, or what was entered. */
export interface Thing {
  id: string;
  name: string;
}

export interface FlowNode {
  /** Unique within the flow and usable as an XML name. */
  id: string;
  kind: NodeKind;
  /** The lane it stands in: who does it. */
  lane: string;
  /** What is done; at a choice what is asked. Empty where nothing needs to be said. */
  text: string;
  /** The business system and its screen: 「住民記録/転入異動入力」. */
  system?: string;
  documents?: readonly Thing[];
  data?: readonly Thing[];
}

export interface FlowEdge {
  id: string;
  from: string;
  to: string;
  /** What the choice was: 「はい」. */
  label?: string;
  /** The condition in FEEL, where the inventory can tell by itself. */
  condition?: string;
}

export interface Lane {
  id: string;
  name: string;
}

/** Somebody outside, of whose own work nothing is known: a pool without an inside. */
export interface Partner {
  id: string;
  name: string;
  side: 'left' | 'right';
}

/** What goes between a partner and a node; one of the two ends is the partner. */
export interface Message {
  id: string;
  from: string;
  to: string;
  text: string;
}

/** A flow of work: one pool with its lanes, and those outside it. Nodes stand in the order in which they are read. */
export interface Flow {
  id: string;
  name: string;
  /** Whose pool it is. */
  participant: string;
  lanes: readonly Lane[];
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  partners: readonly Partner[];
  messages: readonly Message[];
}

/** The four scopes of a procedure, with what they are called. */
export const scopeNames = {
  arrival: '来た人の案内',
  counter: '窓口',
  inquiry: '電話・メール・FAX',
  online: 'オンライン申請',
} as const;

export type Scope = keyof typeof scopeNames;

export const scopes = Object.keys(scopeNames) as Scope[];

/** 「住民記録/転入異動入力」 as people say it. */
export const systemName = (system: string): string => system.replace('/', ' の ');
