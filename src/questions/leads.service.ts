import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { AttemptEntity } from './attempt.entity.js';
import { accessOfSought } from './expected-documents.service.js';
import { LeadEntity } from './lead.entity.js';
import { QuestionEntity } from './question.entity.js';
import type { OpenLeadDto, RecordAttemptDto, ReviseLeadDto } from './leads.dto.js';

/** The people, documents and places that may answer a question, and every try made. */
@Injectable()
export class LeadsService {
  constructor(private readonly ledger: Ledger) {}

  open(by: Attribution, questionId: string, wanted: OpenLeadDto): Promise<string> {
    return this.ledger.record({ type: 'lead.open', by }, (activity) =>
      this.write(activity, questionId, wanted),
    );
  }

  async write(activity: Activity, questionId: string, wanted: OpenLeadDto): Promise<string> {
    const ofQuestion = await accessOf(activity, QuestionEntity, questionId, 'question');
    const access = Math.max(
      ofQuestion,
      await accessOfSought(activity, questionId, wanted.expectedDocumentId),
    );
    const targets = targetsOf(wanted);
    if (targets.length > 1) {
      throw invalid([
        {
          pointer: targets[1]?.pointer ?? '',
          code: 'lead.one_target',
          expected: 'at most one of agentId, sourceId and placeId',
          found: String(targets.length),
        },
      ]);
    }
    await checkReferences(activity, targets);
    const id = randomUUID();
    await activity.manager.insert(LeadEntity, { ...wanted, id, questionId, access });
    return id;
  }

  revise(by: Attribution, id: string, version: number, wanted: ReviseLeadDto): Promise<void> {
    return this.ledger.record({ type: 'lead.revise', by, note: wanted.note }, (activity) =>
      reviseRecord(activity, LeadEntity, 'lead', { id, version }, wanted),
    );
  }

  /** @returns the lead the attempt belongs to */
  recordAttempt(by: Attribution, leadId: string, wanted: RecordAttemptDto): Promise<string> {
    return this.ledger.record({ type: 'attempt.record', by }, (activity) =>
      this.writeAttempt(activity, leadId, wanted),
    );
  }

  async writeAttempt(
    activity: Activity,
    leadId: string,
    { outcome, when, byId, channel, note }: RecordAttemptDto,
  ): Promise<string> {
    const access = await accessOf(activity, LeadEntity, leadId, 'lead');
    await checkReferences(
      activity,
      byId === undefined ? [] : [{ table: 'agent', id: byId, pointer: '/byId' }],
    );
    const { words, edtf, span } = toldDate(when);
    await activity.manager.insert(AttemptEntity, {
      leadId,
      outcome,
      madeWords: words,
      madeEdtf: edtf,
      madeSpan: span,
      madeById: byId,
      channel,
      note,
      access,
    });
    return leadId;
  }
}

/** What is written below a record is seen by those who may see the record. */
async function accessOf(
  { manager, by }: Activity,
  entity: typeof QuestionEntity | typeof LeadEntity,
  id: string,
  what: string,
): Promise<number> {
  const found = await manager.findOne<{ id: string; access: number }>(entity, {
    where: { id },
    select: { id: true, access: true },
  });
  if (found === null || found.access > by.clearance) throw notFound(what);
  return found.access;
}

function targetsOf({ agentId, sourceId, placeId }: OpenLeadDto): Reference[] {
  return [
    ...(agentId === undefined ? [] : [{ table: 'agent' as const, id: agentId, pointer: '/agentId' }]),
    ...(sourceId === undefined ? [] : [{ table: 'source' as const, id: sourceId, pointer: '/sourceId' }]),
    ...(placeId === undefined ? [] : [{ table: 'place' as const, id: placeId, pointer: '/placeId' }]),
  ];
}
