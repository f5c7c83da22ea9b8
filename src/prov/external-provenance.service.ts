import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import type { Fault } from '../common/fault.js';
import { JsonDocument } from '../common/json-document.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import type { Received } from '../common/received.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { checkProv } from './constraints.rules.js';
import { ExternalProvenanceEntity } from './external-provenance.entity.js';
import type { ReceiveExternalQuery } from './external-provenance.dto.js';
import { ExternalSubjectEntity } from './external-subject.entity.js';
import { readProvJson, unwritable } from './prov-json-document.rules.js';

const MOST_FAULTS = 50;

/** Takes in provenance that others wrote: checked, kept as it came, and never made a part of our own. */
@Injectable()
export class ExternalProvenanceService {
  constructor(private readonly ledger: Ledger) {}

  async receive(by: Attribution, said: ReceiveExternalQuery, received: Received): Promise<string> {
    refuseFaulty(received.document);
    return this.ledger.record({ type: 'external_provenance.receive', by }, (activity) =>
      this.write(activity, said, received.text),
    );
  }

  /** Stores nothing. @returns what would be stored, and what its times say */
  async rehearse(by: Attribution, said: ReceiveExternalQuery, received: Received): Promise<JsonDocument> {
    refuseFaulty(received.document);
    await this.ledger.rehearse({ type: 'external_provenance.receive', by }, (activity) =>
      this.write(activity, said, received.text),
    );
    const bundles = readProvJson(received.text, 'urn:here#', {});
    return new JsonDocument(
      JSON.stringify({
        sha256: sha256(received.text),
        bytes: Buffer.byteLength(received.text),
        statements: bundles.reduce((sum, { statements }) => sum + statements.length, 0),
        clock: checkProv(received.document)
          .filter(({ code }) => code.startsWith('prov.time'))
          .slice(0, MOST_FAULTS)
          .map(({ code, message, pointers }) => ({ code, message, pointers })),
      }),
    );
  }

  private async write(activity: Activity, said: ReceiveExternalQuery, text: string): Promise<string> {
    const { attributedTo, agentId = null, note = null } = said;
    const subjects: { testimonyId?: string; claimId?: string; sourceId?: string }[] = [
      ...(said.testimonyId ?? []).map((testimonyId) => ({ testimonyId })),
      ...(said.claimId ?? []).map((claimId) => ({ claimId })),
      ...(said.sourceId ?? []).map((sourceId) => ({ sourceId })),
    ];
    await checkReferences(activity, references(said));
    const id = randomUUID();
    const row = { id, attributedTo, agentId, note, document: text, sha256: sha256(text) };
    await activity.manager.insert(ExternalProvenanceEntity, row);
    if (subjects.length > 0) {
      const rows = subjects.map((subject) => ({ ...subject, externalId: id }));
      await activity.manager.insert(ExternalSubjectEntity, rows);
    }
    return id;
  }
}

function references({ agentId, testimonyId, claimId, sourceId }: ReceiveExternalQuery): Reference[] {
  const several = (table: 'testimony' | 'claim' | 'source', ids: string[] = []): Reference[] =>
    ids.map((id) => ({ table, id, pointer: `/${table}Id` }));
  return [
    ...(agentId === undefined ? [] : [{ table: 'agent' as const, id: agentId, pointer: '/agentId' }]),
    ...several('testimony', testimonyId),
    ...several('claim', claimId),
    ...several('source', sourceId),
  ];
}

/** What is no PROV-JSON, what cannot be true under PROV-CONSTRAINTS, and what could not be written again. */
function refuseFaulty(document: unknown): void {
  const found = checkProv(document).filter(({ code }) => !code.startsWith('prov.time'));
  const isReadable = found.every(({ code }) => !code.startsWith('prov.json'));
  const faults = [
    ...found.map(({ code, message, pointers }): Fault => ({
      pointer: pointers[0] ?? '',
      code: code.replace('prov.json.', 'prov.json_'),
      expected: 'a valid document of PROV-JSON',
      found: message,
    })),
    ...(isReadable ? unwritable(document) : []),
  ];
  if (faults.length > 0) throw invalid(faults.slice(0, MOST_FAULTS));
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
