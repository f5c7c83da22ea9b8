import type { Fault } from '../common/fault.js';
import { Problem } from '../common/problem.js';
import type { DescentKind } from './vocabularies.js';

export type OriginKind = 'source' | 'agent' | 'testimony' | 'claim';

/** What a descent leads to, as it was asked for. */
export interface WantedOrigin {
  kind: DescentKind;
  sourceId?: string | undefined;
  agentId?: string | undefined;
  testimonyId?: string | undefined;
  claimId?: string | undefined;
}

export interface Origin {
  kind: OriginKind;
  id: string;
  /** Where it stands in the request */
  pointer: string;
}

const RECORDS: OriginKind[] = ['source', 'testimony', 'claim'];

/** What each kind of descent may lead to. */
const LEADS_TO: Record<DescentKind, OriginKind[]> = {
  copies: RECORDS,
  translates: RECORDS,
  quotes: RECORDS,
  summarises: RECORDS,
  derives_from: RECORDS,
  author: ['agent'],
  informant: ['agent'],
  read: ['source', 'testimony'],
  told: ['agent'],
};

/** The one thing a descent leads to, or what is wrong with what was given. */
export function originOf(wanted: WantedOrigin): Origin | Fault {
  const { kind, sourceId, agentId, testimonyId, claimId } = wanted;
  const ids: Record<OriginKind, string | undefined> = {
    source: sourceId,
    agent: agentId,
    testimony: testimonyId,
    claim: claimId,
  };
  const given = (Object.keys(ids) as OriginKind[]).filter((candidate) => ids[candidate] !== undefined);
  const allowed = LEADS_TO[kind];
  const fields = allowed.map((candidate) => `${candidate}Id`);
  const stranger = given.find((candidate) => !allowed.includes(candidate));
  const [only] = given;
  if (only === undefined || given.length > 1 || stranger !== undefined) {
    return {
      pointer: `/${stranger ?? given[1] ?? allowed[0]!}Id`,
      code: 'descent.one_origin',
      expected: `with ${kind} ${fields.length === 1 ? fields[0]! : `exactly one of ${fields.join(', ')}`} and nothing else`,
      found: given.length === 0 ? 'none' : given.map((candidate) => `${candidate}Id`).join(', '),
    };
  }
  return { kind: only, id: ids[only]!, pointer: `/${only}Id` };
}

export function checkStanding({ withdrawnBecause }: { withdrawnBecause: string | null }): void {
  if (withdrawnBecause === null) return;
  throw new Problem(409, 'descent.withdrawn', 'The step was withdrawn already; the first reason stays.');
}
