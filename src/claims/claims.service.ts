import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Reference } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SourcesService } from '../sources/sources.service.js';
import { citationReferences, citationRows } from './citation-rows.js';
import { refuseClaimCycles } from './claim-cycle.js';
import { placeAnchors } from './claim-anchors.js';
import { ClaimEntity } from './claim.entity.js';
import { insertClaim, insertPlainClaim } from './claim-insert.js';
import type { RecordClaimDto, ReviseClaimDto } from './claims.dto.js';

const citationPointer = (n: number): string => `/citations/${n}`;

@Injectable()
export class ClaimsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly sources: SourcesService,
  ) {}

  /** Records a statement of a testimony, anchored to its exact words, with whatever is known of it already. */
  record(by: Attribution, testimonyId: string, wanted: RecordClaimDto): Promise<string> {
    return this.ledger.record({ type: 'claim.record', by }, (activity) =>
      this.write(activity, testimonyId, wanted),
    );
  }

  async write(activity: Activity, testimonyId: string, wanted: RecordClaimDto): Promise<string> {
    checkParties(wanted);
    const { citations = [], tellers = [], mentions = [] } = wanted;
    const references = [...partyReferences(wanted), ...citationReferences(citations, citationPointer)];
    const { revisionId, access, placed } = await placeAnchors(
      activity,
      testimonyId,
      wanted.anchors,
      references,
    );
    const date = toldDate(wanted.date);
    const id = randomUUID();
    const rows = {
      claim: {
        id,
        statement: wanted.statement,
        kind: wanted.kind ?? 'event',
        basis: wanted.basis ?? 'unknown',
        dateWords: date.words,
        dateEdtf: date.edtf,
        dateSpan: date.span,
      },
      anchors: placed,
      tellers: tellers.map(({ when, ...teller }, n) => ({ ...teller, ...toldDate(when), position: n + 1 })),
      mentions: mentions.map((mention, n) => ({ ...mention, position: n + 1 })),
      citations: await citationRows(activity, this.sources, citations, citationPointer),
      assessment: wanted.assessment ?? {},
    };
    // Nothing leans on a new claim yet, but what it leans on may be as deep as it gets.
    await refuseClaimCycles(activity, id, citations, citationPointer);
    await activity.rows(tellers.length + mentions.length > 0 ? insertClaim : insertPlainClaim, [
      testimonyId,
      revisionId,
      access,
      activity.by.agentId,
      JSON.stringify(rows),
      activity.id,
    ]);
    return id;
  }

  /** Puts a claim better. Assessments stay with the wording they were made on. */
  revise(by: Attribution, id: string, version: number, wanted: ReviseClaimDto): Promise<void> {
    const { note, statement, kind, basis } = wanted;
    const date = toldDate(wanted.date);
    return this.ledger.record({ type: 'claim.revise', by, note }, (activity) =>
      reviseRecord(
        activity,
        ClaimEntity,
        'claim',
        { id, version },
        {
          statement,
          kind,
          basis,
          ...(wanted.date === undefined
            ? {}
            : { dateWords: date.words, dateEdtf: date.edtf, dateSpan: date.span }),
        },
      ),
    );
  }
}

function partyReferences({ tellers = [], mentions = [] }: RecordClaimDto): Reference[] {
  const parties = [
    ...tellers.map(({ agentId, sourceId }, n) => ({
      agentId,
      sourceId,
      placeId: undefined,
      at: `/tellers/${n}`,
    })),
    ...mentions.map(({ agentId, placeId }, n) => ({
      agentId,
      sourceId: undefined,
      placeId,
      at: `/mentions/${n}`,
    })),
  ];
  return parties.flatMap(({ agentId, sourceId, placeId, at }): Reference[] => [
    ...(agentId === undefined ? [] : [{ table: 'agent' as const, id: agentId, pointer: `${at}/agentId` }]),
    ...(sourceId === undefined
      ? []
      : [{ table: 'source' as const, id: sourceId, pointer: `${at}/sourceId` }]),
    ...(placeId === undefined ? [] : [{ table: 'place' as const, id: placeId, pointer: `${at}/placeId` }]),
  ]);
}

/** A hop has at most one teller; a mention names exactly one. */
function checkParties({ tellers = [], mentions = [] }: RecordClaimDto): void {
  const both = tellers.findIndex(({ agentId, sourceId }) => agentId !== undefined && sourceId !== undefined);
  if (both >= 0) {
    throw invalid([
      {
        pointer: `/tellers/${both}`,
        code: 'claim.one_teller',
        expected: 'an agentId or a sourceId, or neither where the teller is unknown',
        found: 'both',
      },
    ]);
  }
  const wrong = mentions.findIndex(
    ({ agentId, placeId }) => (agentId === undefined) === (placeId === undefined),
  );
  if (wrong >= 0) {
    throw invalid([
      {
        pointer: `/mentions/${wrong}`,
        code: 'claim.one_mentioned',
        expected: 'exactly one of agentId and placeId',
        found: mentions[wrong]?.agentId === undefined ? 'neither' : 'both',
      },
    ]);
  }
}
