import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { checkReferences } from '../access/readable-references.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { destroy, type Elsewhere, orderOf } from './destruction.js';
import { ErasureDecisionEntity } from './erasure-decision.entity.js';
import { ErasureEntity } from './erasure.entity.js';
import { checkExecution, checkOpen, faultsOf } from './erasure.rules.js';
import type { Order } from './erasure-list.rules.js';
import { ErasureList } from './erasure-list.js';
import type { DecideErasureDto, RequestErasureDto } from './erasures.dto.js';
import { ErasuresQueries } from './erasures.queries.js';
import { lockErasures } from './locks.js';
import { lockTextsOf, type Place, stretchesOf } from './stretches.js';
import type { ErasureState } from './vocabularies.js';

const wanted = statement(
  'erasures.wanted',
  `SELECT n.access, (SELECT r.code_points FROM revision r WHERE r.id = n.id) AS "codePoints"
   FROM (
     SELECT x.access, x.id FROM record x WHERE x.kind = $1 AND x.id = $2
     UNION ALL SELECT m.access, m.id FROM mention m WHERE $1 = 'mention' AND m.id = $2
     UNION ALL SELECT h.access, h.id FROM state_of_health h WHERE $1 = 'state_of_health' AND h.id = $2) n
   WHERE may_read(n.access, $3::smallint[])`,
);

const standing = statement(
  'erasures.standing',
  `SELECT FROM erasure e LEFT JOIN erasure_decision d ON d.erasure_id = e.id
   WHERE e.record_id = $1 AND e.part = $2 AND e.start_offset IS NOT DISTINCT FROM $3::integer
     AND e.end_offset IS NOT DISTINCT FROM $4::integer AND d.outcome IS DISTINCT FROM 'withdrawn'`,
);

const stateOf = statement(
  'erasures.state',
  `SELECT coalesce(d.outcome, 'requested') AS state FROM erasure e
   LEFT JOIN erasure_decision d ON d.erasure_id = e.id WHERE e.id = $1`,
);

interface Destroyed {
  elsewhere: Elsewhere[];
  unsure: Place[];
}

/** Destroys words, by two persons: one requests it, another carries it out. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: ErasuresQueries,
    private readonly list: ErasureList,
  ) {}

  request(by: Attribution, wish: RequestErasureDto): Promise<string> {
    return this.ledger.record({ type: 'erasure.request', by }, async (activity) => {
      await lockErasures(activity);
      return this.write(activity, wish);
    });
  }

  /** Tries out a request. @returns all that would be destroyed */
  rehearse(by: Attribution, wish: RequestErasureDto): Promise<JsonDocument> {
    return this.ledger.rehearse({ type: 'record.erase', by }, async (activity) => {
      await lockErasures(activity);
      const id = await this.write(activity, wish);
      const destroyed = await this.destroy(activity, await this.erasure(activity, id), wish.because);
      return this.queries.rehearsal(id, destroyed, by.clearance, activity);
    });
  }

  /** Tries out an erasure that was requested. */
  rehearseExecution(by: Attribution, id: string, { because }: DecideErasureDto): Promise<JsonDocument> {
    return this.ledger.rehearse({ type: 'record.erase', by }, async (activity) => {
      await lockErasures(activity);
      const erasure = await this.erasure(activity, id);
      checkOpen(erasure.state);
      const destroyed = await this.destroy(activity, erasure, because);
      return this.queries.rehearsal(id, destroyed, by.clearance, activity);
    });
  }

  /** Carries an erasure out. The list is written first: it is to say more than the database, never less. */
  async execute(by: Attribution, id: string, { because }: DecideErasureDto): Promise<void> {
    if (this.list.path === null) {
      throw new Problem(
        409,
        'erasure.list_missing',
        'Nothing is erased as long as a restored backup would bring it back: set KATARIBE_ERASURE_LIST to a file kept beside the backups.',
      );
    }
    let ordered = false;
    try {
      await this.ledger.record({ type: 'record.erase', by }, async (activity) => {
        await lockErasures(activity);
        const erasure = await this.erasure(activity, id);
        checkExecution(erasure, by.agentId);
        await this.destroy(activity, erasure, because);
        // Whoever repeats this after a conflict orders the same again: the last order counts.
        await this.order(await orderOf(activity, erasure, by.agentId));
        ordered = true;
      });
    } catch (error) {
      // What else goes wrong may have been committed all the same: the next start looks.
      if (ordered && error instanceof Problem) await this.note('abandoned', id);
      throw error;
    }
    // It is committed whatever comes now, and the next start notes it.
    await this.note('done', id).catch(() => undefined);
  }

  async withdraw(by: Attribution, id: string, { because }: DecideErasureDto): Promise<void> {
    await this.ledger.record({ type: 'erasure.withdraw', by }, async (activity) => {
      await lockErasures(activity);
      const { state } = await this.erasure(activity, id);
      checkOpen(state);
      const decision = { erasureId: id, outcome: 'withdrawn' as const, because, decidedById: by.agentId };
      await activity.manager.insert(ErasureDecisionEntity, decision);
    });
    // It may have been ordered, and then not have been committed.
    await this.note('abandoned', id);
  }

  private async write(activity: Activity, wish: RequestErasureDto): Promise<string> {
    const { kind, recordId, part = 'record', start, end, everywhere = false, keepClaimIds = [] } = wish;
    const refused = faultsOf({ kind, part, start, end });
    if (refused.length > 0) throw invalid(refused);
    const values = [kind, recordId, activity.by.clearance];
    const [record] = await activity.rows<{ codePoints: number | null }>(wanted, values);
    if (record === undefined) {
      const expected = `the id of a ${kind} that exists`;
      throw invalid([
        { pointer: '/recordId', code: 'reference.unknown', expected, found: 'an id that names none' },
      ]);
    }
    if (end !== undefined && end > record.codePoints!) {
      const expected = `a place before the end of the text, at ${record.codePoints}`;
      throw invalid([{ pointer: '/end', code: 'erasure.span_outside', expected, found: String(end) }]);
    }
    await checkReferences(
      activity,
      keepClaimIds.map((id, n) => ({ table: 'claim' as const, id, pointer: `/keepClaimIds/${n}` })),
    );
    const same = [recordId, part, start ?? null, end ?? null];
    if ((await activity.rows(standing, same)).length > 0) {
      throw new Problem(409, 'erasure.stands', 'This erasure was requested or carried out already.');
    }
    const id = randomUUID();
    await activity.manager.insert(ErasureEntity, {
      id,
      kind,
      recordId,
      part,
      startOffset: start ?? null,
      endOffset: end ?? null,
      everywhere,
      keepClaimIds,
      basis: wish.basis,
      authority: wish.authority,
      because: wish.because,
      requestedById: activity.by.agentId,
    });
    return id;
  }

  private async destroy(activity: Activity, erasure: ErasureEntity, because: string): Promise<Destroyed> {
    await lockTextsOf(activity, erasure.recordId);
    const { places, unsure } = await stretchesOf(activity, erasure);
    const decision = { because, decidedById: activity.by.agentId, isAnew: false };
    return { elsewhere: await destroy(activity, erasure.id, places, decision), unsure };
  }

  private async erasure(
    { manager, rows }: Activity,
    id: string,
  ): Promise<ErasureEntity & { state: ErasureState }> {
    const found = await manager.findOneBy(ErasureEntity, { id });
    const [row] = await rows<{ state: ErasureState }>(stateOf, [id]);
    if (found === null || row === undefined) throw notFound('erasure');
    return Object.assign(found, row);
  }

  private async order(order: Order): Promise<void> {
    try {
      await this.list.read();
      await this.list.append(order);
    } catch {
      throw new Problem(
        503,
        'erasure.list_unwritable',
        'The list of erasures cannot be read and written, so nothing was erased. Its keeper has to look at it.',
      );
    }
  }

  private note(event: 'done' | 'abandoned', erasure: string): Promise<void> {
    return this.list.append({ event, erasure, at: new Date().toISOString() });
  }
}
