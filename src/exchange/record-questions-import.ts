import { Injectable } from '@nestjs/common';
import type { Activity } from '../provenance/ledger.js';
import { RecordedExpectedDocumentDto } from '../questions/expected-documents.dto.js';
import { ExpectedDocumentsService } from '../questions/expected-documents.service.js';
import { RaiseQuestionDto } from '../questions/questions.dto.js';
import { QuestionsService } from '../questions/questions.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import { RecordLeadsImport } from './record-leads-import.js';
import type { ExpectedDocumentEntry, HolderEntry, QuestionEntry } from './testimony-record.js';

type Path = (string | number)[];

/** The part of a record that says what is not known, and which documents ought to exist. */
@Injectable()
export class RecordQuestionsImport {
  constructor(
    private readonly questions: QuestionsService,
    private readonly documents: ExpectedDocumentsService,
    private readonly leads: RecordLeadsImport,
  ) {}

  async import(
    activity: Activity,
    entries: QuestionEntry[],
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [n, entry] of entries.entries()) {
      const path = ['questions', n];
      const questionId = await this.importQuestion(activity, entry, path, keys, checker);
      // First what is searched for, then the leads that search for it.
      for (const [m, document] of (entry.expectedDocuments ?? []).entries()) {
        const at = [...path, 'expectedDocuments', m];
        await this.importDocument(activity, questionId, document, at, keys, checker);
      }
      for (const [m, lead] of (entry.leads ?? []).entries()) {
        await this.leads.import(activity, questionId, lead, [...path, 'leads', m], keys, checker);
      }
    }
  }

  private async importQuestion(
    activity: Activity,
    entry: QuestionEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<string> {
    const { raisedBy = [], wouldSettle = [], about = [], ...rest } = entry;
    const question: Partial<typeof rest> = { ...rest };
    for (const below of ['key', 'expectedDocuments', 'leads'] as const) delete question[below];
    const wanted = await checker.check(path, RaiseQuestionDto, {
      ...question,
      raisedBy: raisedBy.map((claim, m) => keys.get('claim', claim, [...path, 'raisedBy', m])),
      wouldSettle: wouldSettle.map((claim, m) => keys.get('claim', claim, [...path, 'wouldSettle', m])),
      about: about.map(({ source, agent }, m) => ({
        sourceId: keys.find('source', source, [...path, 'about', m]),
        agentId: keys.find('agent', agent, [...path, 'about', m]),
      })),
    });
    return checker.within(path, this.questions.write(activity, wanted));
  }

  private async importDocument(
    activity: Activity,
    questionId: string,
    { key, claim, found, holder, ...document }: ExpectedDocumentEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    checker.refuse(path, document, { claimId: 'claim', foundSourceId: 'found' });
    const wanted = await checker.check(path, RecordedExpectedDocumentDto, {
      ...document,
      claimId: keys.find('claim', claim, [...path, 'claim']),
      foundSourceId: keys.find('source', found, [...path, 'found']),
      holder: holder === undefined ? undefined : holderOf(holder, [...path, 'holder'], keys, checker),
    });
    const id = await checker.within(path, this.documents.write(activity, questionId, wanted));
    if (key !== undefined) keys.set('expected document', key, id, path);
  }
}

function holderOf(
  { agent, place, ...holder }: HolderEntry,
  path: Path,
  keys: RecordKeys,
  checker: RecordChecker,
): object {
  checker.refuse(path, holder, { agentId: 'agent', placeId: 'place' });
  return {
    ...holder,
    agentId: keys.find('agent', agent, [...path, 'agent']),
    placeId: keys.find('place', place, [...path, 'place']),
  };
}
