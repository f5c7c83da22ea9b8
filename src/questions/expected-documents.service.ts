import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import { type Attribution, mayRead } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { refuseWithdrawnSources } from '../sources/withdrawn-sources.js';
import { ExpectedDocumentEntity } from './expected-document.entity.js';
import { checkHolder, checkStillExpected } from './expected-document.rules.js';
import type {
  ExpectDocumentDto,
  HolderDto,
  RecordedExpectedDocumentDto,
  ReviseExpectedDocumentDto,
} from './expected-documents.dto.js';
import { QuestionEntity } from './question.entity.js';

type Holder = Pick<ExpectedDocumentEntity, 'holderAgentId' | 'holderPlaceId' | 'holderWords'>;

/** Documents, recordings and things that ought to exist and would answer a question. */
@Injectable()
export class ExpectedDocumentsService {
  constructor(private readonly ledger: Ledger) {}

  expect(by: Attribution, questionId: string, wanted: ExpectDocumentDto): Promise<string> {
    return this.ledger.record({ type: 'document.expect', by }, (activity) =>
      this.write(activity, questionId, wanted),
    );
  }

  async write(
    activity: Activity,
    questionId: string,
    { kind, description, claimId, holder, note, foundSourceId }: RecordedExpectedDocumentDto,
  ): Promise<string> {
    const { manager, by } = activity;
    const question = await manager.findOneBy(QuestionEntity, { id: questionId });
    if (question === null || !mayRead(question.access, by.clearance)) throw notFound('question');
    checkHolder(holder);
    await checkReferences(activity, references({ claimId, holder, foundSourceId }));
    await refuseWithdrawn(activity, foundSourceId);
    const id = randomUUID();
    await manager.insert(ExpectedDocumentEntity, {
      id,
      questionId,
      kind,
      description,
      claimId,
      ...holderColumns(holder ?? null),
      note,
      foundSourceId,
      access: Math.max(question.access, await accessOfClaim(activity, claimId)),
    });
    return id;
  }

  revise(
    by: Attribution,
    id: string,
    version: number,
    { holder, ...changes }: ReviseExpectedDocumentDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'document.revise', by }, async (activity) => {
      const { claimId, foundSourceId } = changes;
      checkHolder(holder);
      await checkReferences(activity, references({ claimId, holder, foundSourceId }));
      await refuseWithdrawn(activity, foundSourceId);
      const given = {
        ...changes,
        ...(holder === undefined ? {} : holderColumns(holder)),
      };
      await reviseRecord(
        activity,
        ExpectedDocumentEntity,
        'expected document',
        { id, version },
        given,
        checkStillExpected,
      );
    });
  }

  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    return this.ledger.record({ type: 'document.withdraw', by, note: because }, (activity) =>
      reviseRecord(
        activity,
        ExpectedDocumentEntity,
        'expected document',
        { id, version },
        { withdrawnBecause: because },
        checkStillExpected,
      ),
    );
  }
}

/**
 * Refuses a lead that searches for what is not expected by its question, or not any more.
 * @returns who may see the lead on account of what it searches for
 */
export async function accessOfSought(
  { manager, by }: Activity,
  questionId: string,
  id: string | undefined,
): Promise<number> {
  if (id === undefined) return 0;
  const sought = await manager.findOne(ExpectedDocumentEntity, {
    where: { id, questionId },
    // Not to be withdrawn while it comes to be searched for.
    lock: { mode: 'pessimistic_read' },
  });
  if (sought === null || !mayRead(sought.access, by.clearance)) {
    throw invalid([
      {
        pointer: '/expectedDocumentId',
        code: 'reference.unknown',
        expected: 'the id of a document that the question expects',
        found: 'an id that names none',
      },
    ]);
  }
  checkStillExpected(sought);
  return sought.access;
}

async function refuseWithdrawn(activity: Activity, foundSourceId: string | null | undefined): Promise<void> {
  if (typeof foundSourceId !== 'string') return;
  await refuseWithdrawnSources(activity, [{ id: foundSourceId, pointer: '/foundSourceId' }]);
}

/** What is said of a claim is for those who may see it. */
async function accessOfClaim({ manager }: Activity, claimId: string | null | undefined): Promise<number> {
  if (typeof claimId !== 'string') return 0;
  return (await manager.findOneBy(ClaimEntity, { id: claimId }))?.access ?? 0;
}

function holderColumns(holder: HolderDto | null): Holder {
  return {
    holderAgentId: holder?.agentId ?? null,
    holderPlaceId: holder?.placeId ?? null,
    holderWords: holder?.words ?? null,
  };
}

function references({
  claimId,
  holder,
  foundSourceId,
}: {
  claimId?: string | null | undefined;
  holder?: HolderDto | null | undefined;
  foundSourceId?: string | null | undefined;
}): Reference[] {
  const reference = (
    table: Reference['table'],
    id: string | null | undefined,
    pointer: string,
  ): Reference[] => (typeof id === 'string' ? [{ table, id, pointer }] : []);
  return [
    ...reference('claim', claimId, '/claimId'),
    ...reference('agent', holder?.agentId, '/holder/agentId'),
    ...reference('place', holder?.placeId, '/holder/placeId'),
    ...reference('source', foundSourceId, '/foundSourceId'),
  ];
}
