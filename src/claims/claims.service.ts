import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AgentsService } from '../agents/agents.service.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SourcesService } from '../sources/sources.service.js';
import { checkRestsOnEvidence } from './assessment.rules.js';
import { citationReferences, citedSources, rowsOfCitations } from './citation-rows.js';
import { refuseClaimCycles } from './claim-cycle.js';
import { placeAnchors } from './claim-anchors.js';
import { ClaimEntity } from './claim.entity.js';
import { insertClaim, insertPlainClaim } from './claim-insert.js';
import type { RecordClaimDto, ReviseClaimDto } from './claims.dto.js';
import type { MentionDto } from './mention.dto.js';
import { mentionFault, mentionReferences } from './mention.rules.js';
import { checkTellers, tellerReferences, tellerRows } from './teller-rows.js';

const citationPointer = (n: number): string => `/citations/${n}`;

@Injectable()
export class ClaimsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly sources: SourcesService,
    private readonly agents: AgentsService,
  ) {}

  /** Records a statement of a testimony, anchored to its exact words, with whatever is known of it already. */
  record(by: Attribution, testimonyId: string, wanted: RecordClaimDto): Promise<string> {
    return this.ledger.record({ type: 'claim.record', by }, (activity) =>
      this.write(activity, testimonyId, wanted),
    );
  }

  async write(activity: Activity, testimonyId: string, wanted: RecordClaimDto): Promise<string> {
    checkFirstAssessment(wanted);
    const { citations = [], tellers = [], mentions = [] } = wanted;
    checkTellers(tellers);
    checkMentions(mentions);
    const references = [
      ...tellerReferences(tellers),
      ...mentions.flatMap((mention, n) => mentionReferences(mention, `/mentions/${n}`)),
      ...citationReferences(citations, citationPointer),
    ];
    const cited = citedSources(citations, citationPointer);
    const place = () => placeAnchors(activity, testimonyId, wanted.anchors, references, cited);
    let opened = await place();
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
      tellers: await tellerRows(activity, this.agents, tellers),
      mentions: mentions.map((mention, n) => ({ ...mention, position: n + 1 })),
      citations: await rowsOfCitations(activity, this.sources, citations, citationPointer),
      assessment: wanted.assessment ?? {},
    };
    // Nothing leans on a new claim yet, but what it leans on may be as deep as it gets.
    await refuseClaimCycles(activity, id, citations, citationPointer);
    const insert = tellers.length + mentions.length > 0 ? insertClaim : insertPlainClaim;
    const written = ({ revisionId, access, placed }: typeof opened) =>
      activity.rows<{ id: string }>(insert, [
        testimonyId,
        revisionId,
        access,
        activity.by.agentId,
        JSON.stringify({ ...rows, anchors: placed }),
        activity.id,
      ]);
    if ((await written(opened)).length > 0) return id;
    // Who waited for the lock while the text was revised has still seen the old one; with the lock he sees the new one.
    opened = await place();
    if ((await written(opened)).length === 0) throw notFound('testimony');
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

/** A judgement made together with the claim rests on all that is cited with it. */
function checkFirstAssessment({ assessment, citations = [] }: RecordClaimDto): void {
  if (assessment === undefined) return;
  const restsOn = citations.map(({ stance }) => stance);
  checkRestsOnEvidence({ confidence: assessment.confidence, restsOn, before: [] }, '/citations');
}

function checkMentions(mentions: MentionDto[]): void {
  const faults = mentions.map((mention, n) => mentionFault(mention, `/mentions/${n}`));
  const found = faults.filter((fault) => fault !== null);
  if (found.length > 0) throw invalid(found);
}
