import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { cslFaults } from './csl.rules.js';
import { SourceEntity } from './source.entity.js';
import type { CreateSourceDto, ReviseSourceDto } from './sources.dto.js';

// Two that cite the same new book at once would each find none.
const lockCsl = statement(
  'sources.lock_csl',
  `SELECT pg_advisory_xact_lock(hashtextextended('source.csl ' || md5($1::jsonb::text), 0))`,
);

const sameCsl = statement(
  'sources.same_csl',
  `SELECT s.id FROM source s
   WHERE md5(s.csl::text) = md5($1::jsonb::text) AND s.csl = $1::jsonb AND s.withdrawn_because IS NULL
     AND may_read(s.access, $2::smallint[])
   ORDER BY s.sequence LIMIT 1`,
);

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

  /**
   * The source that has just this CSL, the oldest where there are several, or a new one: one book recorded twice would
   * pass for two witnesses. Unnamed sources are never taken for each other.
   * @param pointer where in the request the source stands, for the faults found in it
   */
  async findOrWrite(activity: Activity, wanted: CreateSourceDto, pointer = ''): Promise<string> {
    if (wanted.csl === undefined || wanted.unnamedBecause !== undefined) {
      return this.write(activity, wanted, pointer);
    }
    checkCsl(wanted.csl, pointer);
    const csl = JSON.stringify(wanted.csl);
    const [, [known]] = await Promise.all([
      activity.rows(lockCsl, [csl]),
      activity.rows<{ id: string }>(sameCsl, [csl, activity.by.clearance]),
    ]);
    return known?.id ?? this.write(activity, wanted, pointer);
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
