import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import { type Attribution, mayRead } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { accessOfSought } from './expected-documents.service.js';
import { refuseContact } from './lead-contact.js';
import { LeadEntity } from './lead.entity.js';
import { asksForContact, checkTransition, isToSomebody, statesOf } from './lead.rules.js';
import type { LeadTransitionDto, NextStepDto, OpenLeadDto, ReviseLeadDto } from './leads.dto.js';
import { QuestionEntity } from './question.entity.js';

/** The people, documents and places that may answer a question. */
@Injectable()
export class LeadsService {
  constructor(private readonly ledger: Ledger) {}

  open(by: Attribution, questionId: string, wanted: OpenLeadDto): Promise<string> {
    return this.ledger.record({ type: 'lead.open', by }, (activity) =>
      this.write(activity, questionId, wanted),
    );
  }

  async write(activity: Activity, questionId: string, wanted: OpenLeadDto): Promise<string> {
    const ofQuestion = await accessOfQuestion(activity, questionId);
    const { nextStep, state = 'not_yet_reached', ...row } = wanted;
    checkState(wanted.kind, state);
    await checkReferences(activity, [...targetOf(wanted), ...ownerOf(nextStep)]);
    if (asksForContact(state) && isToSomebody(wanted.kind)) {
      await refuseContact(activity, [wanted.agentId], { dead: true });
    }
    const access = Math.max(
      ofQuestion,
      await accessOfSought(activity, questionId, wanted.expectedDocumentId),
    );
    const id = randomUUID();
    await activity.manager.insert(LeadEntity, {
      ...row,
      ...(nextStep === undefined ? {} : nextStepColumns(nextStep)),
      id,
      questionId,
      state,
      access,
    });
    return id;
  }

  revise(
    by: Attribution,
    id: string,
    version: number,
    { nextStep, ...changes }: ReviseLeadDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'lead.revise', by }, async (activity) => {
      await checkReferences(activity, ownerOf(nextStep));
      const all = { ...changes, ...(nextStep === undefined ? {} : nextStepColumns(nextStep)) };
      await reviseRecord(activity, LeadEntity, 'lead', { id, version }, all);
    });
  }

  transition(
    by: Attribution,
    id: string,
    version: number,
    { to, because }: LeadTransitionDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'lead.transition', by, note: because }, async (activity) => {
      // Whom a lead is to never changes. People before leads, as where leads are closed: no deadlocks.
      const lead = await activity.manager.findOne(LeadEntity, {
        where: { id },
        select: { id: true, kind: true, agentId: true, access: true },
      });
      if (lead === null || !mayRead(lead.access, by.clearance)) throw notFound('lead');
      if (asksForContact(to) && isToSomebody(lead.kind)) {
        await refuseContact(activity, [lead.agentId], { dead: true });
      }
      const changes = { state: to, stateBecause: because };
      await reviseRecord(activity, LeadEntity, 'lead', { id, version }, changes, (current) =>
        checkTransition(current, to),
      );
    });
  }
}

/** What is written below a question is seen by those who may see the question. */
async function accessOfQuestion({ manager, by }: Activity, id: string): Promise<number> {
  const found = await manager.findOne(QuestionEntity, { where: { id }, select: { id: true, access: true } });
  if (found === null || !mayRead(found.access, by.clearance)) throw notFound('question');
  return found.access;
}

function checkState(kind: OpenLeadDto['kind'], state: NonNullable<OpenLeadDto['state']>): void {
  const possible = statesOf(kind);
  if (possible.includes(state)) return;
  throw invalid([
    { pointer: '/state', code: 'lead.state_of_kind', expected: possible.join(', '), found: state },
  ]);
}

function targetOf({ agentId, sourceId, placeId }: OpenLeadDto): Reference[] {
  const targets: Reference[] = [
    ...(agentId === undefined ? [] : [{ table: 'agent' as const, id: agentId, pointer: '/agentId' }]),
    ...(sourceId === undefined ? [] : [{ table: 'source' as const, id: sourceId, pointer: '/sourceId' }]),
    ...(placeId === undefined ? [] : [{ table: 'place' as const, id: placeId, pointer: '/placeId' }]),
  ];
  if (targets.length <= 1) return targets;
  throw invalid([
    {
      pointer: targets[1]?.pointer ?? '',
      code: 'lead.one_target',
      expected: 'at most one of agentId, sourceId and placeId',
      found: String(targets.length),
    },
  ]);
}

function ownerOf(step: NextStepDto | null | undefined): Reference[] {
  if (step?.ownerId === undefined) return [];
  return [{ table: 'agent', id: step.ownerId, pointer: '/nextStep/ownerId' }];
}

/** All of a next step, in place of the one before; null is none. */
function nextStepColumns(step: NextStepDto | null): Partial<LeadEntity> {
  const { words, edtf, span } = toldDate(step?.due);
  return {
    nextStep: step?.text ?? null,
    nextStepOwnerId: step?.ownerId ?? null,
    nextStepDueWords: words,
    nextStepDueEdtf: edtf,
    nextStepDueSpan: span,
  };
}
