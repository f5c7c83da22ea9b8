import { Injectable } from '@nestjs/common';
import type { Activity } from '../provenance/ledger.js';
import { RecordAttemptDto } from '../questions/attempts.dto.js';
import { AttemptsService } from '../questions/attempts.service.js';
import { OpenLeadDto } from '../questions/leads.dto.js';
import { LeadsService } from '../questions/leads.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { AttemptEntry, LeadEntry, WhereEntry } from './testimony-record.js';

type Path = (string | number)[];

/** Who and what may answer a question of a record, and the tries made so far. */
@Injectable()
export class RecordLeadsImport {
  constructor(
    private readonly leads: LeadsService,
    private readonly attempts: AttemptsService,
  ) {}

  async import(
    activity: Activity,
    questionId: string,
    { agent, source, place, searchesFor, attempts = [], ...lead }: LeadEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    checker.refuse(path, lead, {
      agentId: 'agent',
      sourceId: 'source',
      placeId: 'place',
      expectedDocumentId: 'searchesFor',
    });
    const wanted = await checker.check(path, OpenLeadDto, {
      ...lead,
      agentId: keys.find('agent', agent, path),
      sourceId: keys.find('source', source, path),
      placeId: keys.find('place', place, path),
      expectedDocumentId: keys.find('expected document', searchesFor, [...path, 'searchesFor']),
    });
    const leadId = await checker.within(path, this.leads.write(activity, questionId, wanted));
    for (const [n, attempt] of attempts.entries()) {
      await this.importAttempt(activity, leadId, attempt, [...path, 'attempts', n], keys, checker);
    }
  }

  private async importAttempt(
    activity: Activity,
    leadId: string,
    { by, where, ...attempt }: AttemptEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    checker.refuse(path, attempt, { byId: 'by' });
    const wanted = await checker.check(path, RecordAttemptDto, {
      ...attempt,
      byId: keys.find('agent', by, path),
      where: where === undefined ? undefined : whereOf(where, [...path, 'where'], keys, checker),
    });
    await checker.within(path, this.attempts.write(activity, leadId, wanted));
  }
}

function whereOf(
  { place, agent, source, ...where }: WhereEntry,
  path: Path,
  keys: RecordKeys,
  checker: RecordChecker,
): object {
  checker.refuse(path, where, { placeId: 'place', agentId: 'agent', sourceId: 'source' });
  return {
    ...where,
    placeId: keys.find('place', place, [...path, 'place']),
    agentId: keys.find('agent', agent, [...path, 'agent']),
    sourceId: keys.find('source', source, [...path, 'source']),
  };
}
