import type { ErasableKind, ErasureBasis, ErasurePart } from './vocabularies.js';

/** Places in a text, and the hash of the text as it was received: never words, and no hash of so few that they could be guessed. */
export interface ListedText {
  revisionId: string;
  sha256: string;
  spans: [start: number, end: number][];
}

/** An erasure about to be carried out: all that is needed to do it anew on a database that knows nothing of it. */
export interface Order {
  event: 'ordered';
  erasure: string;
  at: string;
  kind: ErasableKind;
  recordId: string;
  part: ErasurePart;
  start: number | null;
  end: number | null;
  everywhere: boolean;
  keepClaimIds: string[];
  basis: ErasureBasis;
  authority: string;
  requestedBy: string;
  executedBy: string;
  texts: ListedText[];
}

/** What became of an order: it was committed, or it will not be. */
export interface Outcome {
  event: 'done' | 'abandoned';
  erasure: string;
  at: string;
}

export type Entry = Order | Outcome;

export interface ReadList {
  /** By erasure; the last one where it was ordered again. Those that were abandoned are not among them. */
  orders: Map<string, Order>;
  done: Set<string>;
  /** So many bytes at the beginning are whole lines: what follows was cut off, and says nothing */
  wholeBytes: number;
}

/** A line that is neither whole nor the last one: the list was damaged, and nobody knows what it said. */
export class DamagedList extends Error {
  constructor(readonly line: number) {
    super(`line ${line} is damaged`);
  }
}

/** Reads the list. A last line without its end is what a power failure left: nothing was erased on its account. */
export function readList(text: string): ReadList {
  const list: ReadList = { orders: new Map(), done: new Set(), wholeBytes: 0 };
  const end = text.lastIndexOf('\n') + 1;
  list.wholeBytes = Buffer.byteLength(text.slice(0, end));
  const lines = text.slice(0, end).split('\n').slice(0, -1);
  for (const [n, line] of lines.entries()) {
    const entry = entryOf(line);
    if (entry === null) throw new DamagedList(n + 1);
    if (entry.event === 'ordered') list.orders.set(entry.erasure, entry);
    else if (entry.event === 'done') list.done.add(entry.erasure);
    else list.orders.delete(entry.erasure);
  }
  return list;
}

const STRINGS = [
  'erasure',
  'at',
  'kind',
  'recordId',
  'part',
  'basis',
  'authority',
  'requestedBy',
  'executedBy',
];

function entryOf(line: string): Entry | null {
  let entry: Record<string, unknown> | null;
  try {
    entry = JSON.parse(line) as Record<string, unknown> | null;
  } catch {
    return null;
  }
  const isString = (member: string): boolean => typeof entry?.[member] === 'string';
  if (entry?.event === 'ordered') {
    const isWhole = STRINGS.every(isString) && [entry.texts, entry.keepClaimIds].every(Array.isArray);
    return isWhole ? (entry as unknown as Order) : null;
  }
  const isOutcome = (entry?.event === 'done' || entry?.event === 'abandoned') && isString('erasure');
  return isOutcome ? (entry as unknown as Outcome) : null;
}
