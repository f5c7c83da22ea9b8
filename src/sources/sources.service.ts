import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { cslFaults } from './csl.rules.js';
import { SourceEntity } from './source.entity.js';
import type { CreateSourceDto, ReviseSourceDto } from './sources.dto.js';

@Injectable()
export class SourcesService {
  constructor(private readonly ledger: Ledger) {}

  create(by: Attribution, wanted: CreateSourceDto): Promise<string> {
    return this.ledger.record({ type: 'source.create', by }, (activity) => this.write(activity, wanted));
  }

  /** @param pointer where in the request the source stands, for the faults found in it */
  async write(activity: Activity, wanted: CreateSourceDto, pointer = ''): Promise<string> {
    const { csl, description, unnamedBecause } = wanted;
    checkNamedOrUnnamed(wanted, pointer);
    if (csl !== undefined) checkCsl(csl, pointer);
    const id = randomUUID();
    await activity.manager.insert(SourceEntity, { id, csl, description, unnamedBecause } as object);
    return id;
  }

  /** A source that was unnamed and has been identified gets its `csl`: the reason for being unnamed ends with it. */
  revise(by: Attribution, id: string, version: number, { note, ...changes }: ReviseSourceDto): Promise<void> {
    if (changes.csl !== undefined) checkCsl(changes.csl, '');
    return this.ledger.record({ type: 'source.revise', by, note }, (activity) =>
      reviseRecord(
        activity,
        SourceEntity,
        'source',
        { id, version },
        { ...changes, ...(changes.csl === undefined ? {} : { unnamedBecause: null }) },
      ),
    );
  }
}

function checkCsl(csl: Record<string, unknown>, pointer: string): void {
  const faults = cslFaults(csl);
  if (faults.length > 0) {
    throw invalid(faults.map((fault) => ({ ...fault, pointer: `${pointer}/csl${fault.pointer}` })));
  }
}

function checkNamedOrUnnamed({ csl, description, unnamedBecause }: CreateSourceDto, pointer: string): void {
  const isNamed = csl !== undefined && unnamedBecause === undefined;
  const isUnnamed = csl === undefined && description !== undefined && unnamedBecause !== undefined;
  if (isNamed || isUnnamed) return;
  throw invalid([
    {
      pointer: `${pointer}${csl === undefined ? (description === undefined ? '/csl' : '/unnamedBecause') : '/unnamedBecause'}`,
      code: 'source.named_or_unnamed',
      expected: 'either csl, for a named source, or description and unnamedBecause, for an unnamed one',
      found: csl === undefined ? 'neither whole' : 'both',
    },
  ]);
}
