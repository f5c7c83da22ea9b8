import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import { citationReferences, citationRows } from '../claims/citation-rows.js';
import type { CitationDto } from '../claims/citation.dto.js';
import type { Attribution } from '../common/principal.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SourcesService } from '../sources/sources.service.js';
import { AnswerReferenceEntity } from './answer-reference.entity.js';
import { AnswerEntity } from './answer.entity.js';
import { checkAnswer, checkTransition } from './question-transition.rules.js';
import type { QuestionTransitionDto } from './question-transitions.dto.js';
import { QuestionEntity } from './question.entity.js';

/** Who may see something is decided by it and by all that it is about: the strictest of them. */
const strictest = statement(
  'questions.strictest_of_claims',
  `SELECT coalesce(max(access), 0)::smallint AS access FROM claim WHERE id = ANY ($1::uuid[])`,
);

const wouldSettle = statement(
  'questions.would_settle',
  `SELECT c.id FROM question_subject j JOIN claim c ON c.id = j.claim_id AND may_read(c.access, $2::smallint[])
   WHERE j.question_id = $1 AND j.role = 'would_settle' AND may_read(j.access, $2::smallint[])
   ORDER BY c.testimony_id, c.number`,
);

const standing = statement(
  'questions.standing_answer',
  'SELECT id FROM answer WHERE question_id = $1 AND withdrawn_because IS NULL',
);

const accessOfCited = statement(
  'questions.access_of_cited',
  `SELECT id, access FROM claim WHERE id = ANY ($1::uuid[])
   UNION ALL SELECT id, access FROM source WHERE id = ANY ($1::uuid[])
   UNION ALL SELECT id, access FROM passage WHERE id = ANY ($1::uuid[])`,
);

type NewReference = Partial<AnswerReferenceEntity> & Pick<AnswerReferenceEntity, 'role'>;

/** How questions go on: pursued, stuck, answered, asked again. */
@Injectable()
export class QuestionTransitionsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly sources: SourcesService,
  ) {}

  transition(by: Attribution, id: string, version: number, wanted: QuestionTransitionDto): Promise<void> {
    const { to, because } = wanted;
    return this.ledger.record({ type: 'question.transition', by, note: because }, async (activity) => {
      const changes = { state: to, stateBecause: because };
      let access = 0;
      await reviseRecord(activity, QuestionEntity, 'question', { id, version }, changes, (current) => {
        checkTransition(current.state, to);
        checkAnswer(to, wanted);
        access = current.access;
      });
      await withdrawAnswer(activity, id, because);
      if (to === 'answered') await this.writeAnswer(activity, { id, access }, wanted);
    });
  }

  private async writeAnswer(
    activity: Activity,
    question: { id: string; access: number },
    { answer, citations = [], settles }: QuestionTransitionDto,
  ): Promise<void> {
    const claimIds = [...new Set(answer?.claimIds)];
    const cited: CitationDto[] = citations.map((citation) => ({ ...citation, stance: 'for' }));
    const pointer = (n: number): string => `/citations/${n}`;
    await checkReferences(activity, [
      ...claimsAt(answer?.claimIds ?? [], '/answer/claimIds'),
      ...claimsAt(settles ?? [], '/settles'),
      ...citationReferences(cited, pointer),
    ]);
    const cites = (await citationRows(activity, this.sources, cited, pointer)).map(
      ({ stance: _, ...row }): NewReference => ({ ...row, role: 'cites' }),
    );
    const settled = settles ?? (await claimsToSettle(activity, question.id));
    const references: NewReference[] = [
      ...claimIds.map((claimId) => ({ role: 'states' as const, claimId })),
      ...cites,
      ...[...new Set(settled)].map((claimId) => ({ role: 'settles' as const, claimId })),
    ];
    const [{ access: ofClaims } = { access: 0 }] = await activity.rows<{ access: number }>(strictest, [
      claimIds,
    ]);
    const id = randomUUID();
    const access = Math.max(question.access, ofClaims);
    await activity.manager.insert(AnswerEntity, {
      id,
      questionId: question.id,
      statement: answer?.statement,
      access,
    });
    await writeReferences(activity, { id, access }, references);
  }
}

async function withdrawAnswer(
  { rows, manager }: Activity,
  questionId: string,
  because: string,
): Promise<void> {
  for (const { id } of await rows<{ id: string }>(standing, [questionId])) {
    await manager.update(AnswerEntity, { id }, { withdrawnBecause: because });
  }
}

/** Each is for those who may see the answer and what it refers to. */
async function writeReferences(
  { rows, manager }: Activity,
  answer: { id: string; access: number },
  references: NewReference[],
): Promise<void> {
  const referred = ({ claimId, sourceId, passageId }: NewReference): string =>
    claimId ?? sourceId ?? passageId ?? '';
  const known = await rows<{ id: string; access: number }>(accessOfCited, [references.map(referred)]);
  const accessOf = new Map(known.map(({ id, access }) => [id, access]));
  await manager.insert(
    AnswerReferenceEntity,
    references.map((reference) => ({
      ...reference,
      answerId: answer.id,
      access: Math.max(answer.access, accessOf.get(referred(reference)) ?? 0),
    })),
  );
}

async function claimsToSettle({ rows, by }: Activity, questionId: string): Promise<string[]> {
  return (await rows<{ id: string }>(wouldSettle, [questionId, by.clearance])).map(({ id }) => id);
}

function claimsAt(ids: string[], pointer: string): Reference[] {
  return ids.map((id, n) => ({ table: 'claim', id, pointer: `${pointer}/${n}` }));
}
