import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { QuestionSubjectEntity } from './question-subject.entity.js';
import { QuestionEntity } from './question.entity.js';
import type { QuestionAboutDto, RaiseQuestionDto, ReviseQuestionDto } from './questions.dto.js';

@Injectable()
export class QuestionsService {
  constructor(private readonly ledger: Ledger) {}

  raise(by: Attribution, wanted: RaiseQuestionDto): Promise<string> {
    return this.ledger.record({ type: 'question.raise', by }, (activity) => this.write(activity, wanted));
  }

  async write(activity: Activity, wanted: RaiseQuestionDto): Promise<string> {
    const { kind, statement, why, raisedBy = [], wouldSettle = [], about = [] } = wanted;
    checkAbout(wanted);
    await checkReferences(activity, references(wanted));
    const id = randomUUID();
    await activity.manager.insert(QuestionEntity, { id, kind, statement, why });
    const subjects: Partial<QuestionSubjectEntity>[] = [
      ...[...new Set(raisedBy)].map((claimId) => ({ role: 'raised_by' as const, claimId })),
      ...[...new Set(wouldSettle)].map((claimId) => ({ role: 'would_settle' as const, claimId })),
      ...distinct(about).map(({ sourceId, agentId }) => ({ role: 'about' as const, sourceId, agentId })),
    ];
    await activity.manager.insert(
      QuestionSubjectEntity,
      subjects.map((subject) => ({ ...subject, questionId: id })),
    );
    return id;
  }

  revise(by: Attribution, id: string, version: number, wanted: ReviseQuestionDto): Promise<void> {
    return this.ledger.record({ type: 'question.revise', by }, (activity) =>
      reviseRecord(activity, QuestionEntity, 'question', { id, version }, wanted),
    );
  }
}

function references({ raisedBy = [], wouldSettle = [], about = [] }: RaiseQuestionDto): Reference[] {
  const claims = (ids: string[], field: string): Reference[] =>
    ids.map((id, n) => ({ table: 'claim', id, pointer: `/${field}/${n}` }));
  return [
    ...claims(raisedBy, 'raisedBy'),
    ...claims(wouldSettle, 'wouldSettle'),
    ...about.map(({ sourceId, agentId }, n): Reference =>
      sourceId === undefined
        ? { table: 'agent', id: agentId ?? '', pointer: `/about/${n}/agentId` }
        : { table: 'source', id: sourceId, pointer: `/about/${n}/sourceId` },
    ),
  ];
}

function distinct(about: QuestionAboutDto[]): QuestionAboutDto[] {
  return [...new Map(about.map((subject) => [subject.sourceId ?? subject.agentId, subject])).values()];
}

function checkAbout({ about = [] }: RaiseQuestionDto): void {
  const wrong = about.findIndex(
    ({ sourceId, agentId }) => (sourceId === undefined) === (agentId === undefined),
  );
  if (wrong < 0) return;
  throw invalid([
    {
      pointer: `/about/${wrong}`,
      code: 'question.one_subject',
      expected: 'exactly one of sourceId and agentId',
      found: about[wrong]?.sourceId === undefined ? 'neither' : 'both',
    },
  ]);
}
