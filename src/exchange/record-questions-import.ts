import { Injectable } from '@nestjs/common';
import type { Activity } from '../provenance/ledger.js';
import { RecordAttemptDto } from '../questions/attempts.dto.js';
import { AttemptsService } from '../questions/attempts.service.js';
import { OpenLeadDto } from '../questions/leads.dto.js';
import { LeadsService } from '../questions/leads.service.js';
import { RaiseQuestionDto } from '../questions/questions.dto.js';
import { QuestionsService } from '../questions/questions.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { LeadEntry, QuestionEntry } from './testimony-record.js';

/** The part of a record that says what is not known. */
@Injectable()
export class RecordQuestionsImport {
  constructor(
    private readonly questions: QuestionsService,
    private readonly leads: LeadsService,
    private readonly attempts: AttemptsService,
  ) {}

  async import(
    activity: Activity,
    entries: QuestionEntry[],
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [n, entry] of entries.entries()) {
      const path = ['questions', n];
      const { key: _, raisedBy = [], wouldSettle = [], about = [], leads = [], ...question } = entry;
      const wanted = await checker.check(path, RaiseQuestionDto, {
        ...question,
        raisedBy: raisedBy.map((claim, m) => keys.get('claim', claim, [...path, 'raisedBy', m])),
        wouldSettle: wouldSettle.map((claim, m) => keys.get('claim', claim, [...path, 'wouldSettle', m])),
        about: about.map(({ source, agent }, m) => ({
          sourceId: keys.find('source', source, [...path, 'about', m]),
          agentId: keys.find('agent', agent, [...path, 'about', m]),
        })),
      });
      const questionId = await checker.within(path, this.questions.write(activity, wanted));
      for (const [m, lead] of leads.entries()) {
        await this.importLead(activity, questionId, lead, [...path, 'leads', m], keys, checker);
      }
    }
  }

  private async importLead(
    activity: Activity,
    questionId: string,
    { agent, source, place, attempts = [], ...lead }: LeadEntry,
    path: (string | number)[],
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    const wanted = await checker.check(path, OpenLeadDto, {
      ...lead,
      agentId: keys.find('agent', agent, path),
      sourceId: keys.find('source', source, path),
      placeId: keys.find('place', place, path),
    });
    const leadId = await checker.within(path, this.leads.write(activity, questionId, wanted));
    for (const [n, { by, ...attempt }] of attempts.entries()) {
      const attemptPath = [...path, 'attempts', n];
      const made = await checker.check(attemptPath, RecordAttemptDto, {
        ...attempt,
        byId: keys.find('agent', by, attemptPath),
      });
      await checker.within(attemptPath, this.attempts.write(activity, leadId, made));
    }
  }
}
