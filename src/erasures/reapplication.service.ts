import { Injectable } from '@nestjs/common';
import { type Attribution, STAFF } from '../common/principal.js';
import { statement } from '../database/statement.js';
import { StartupError } from '../embedded/startup-error.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { destroy, orderOf } from './destruction.js';
import { ErasureEntity } from './erasure.entity.js';
import type { Order, ReadList } from './erasure-list.rules.js';
import { ErasureList } from './erasure-list.js';
import { lockErasures } from './locks.js';

const known = statement(
  'reapplication.known',
  `SELECT e.id, d.outcome, d.decided_by_id AS "decidedBy" FROM erasure e
   JOIN erasure_decision d ON d.erasure_id = e.id ORDER BY e.sequence`,
);

const decided = statement('reapplication.decided', 'SELECT FROM erasure_decision WHERE erasure_id = $1');

// Of the texts and the record that an order names: which there are, and with what hash.
const present = statement(
  'reapplication.present',
  `SELECT r.id, v.sha256 FROM record r LEFT JOIN revision v ON v.id = r.id WHERE r.id = ANY ($1::uuid[])
   UNION ALL SELECT id, NULL FROM mention WHERE id = ANY ($1::uuid[])
   UNION ALL SELECT id, NULL FROM state_of_health WHERE id = ANY ($1::uuid[])`,
);

const agent = statement('reapplication.agent', 'SELECT FROM agent WHERE id = $1');

const BY: Attribution = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
const ANEW = 'Erased anew: the list of erasures says that it was erased, and the database did not know.';

/** What came of comparing the list with the database. */
export interface Reapplication {
  /** Erasures carried out anew */
  applied: string[];
  /** Erasures of what this database has never had */
  unknown: string[];
  /** Erasures that the list did not have, and has now */
  added: number;
}

interface Comparison {
  /** Ordered, and not known to the database */
  missing: Order[];
  /** Carried out, and not marked so in the list */
  unmarked: string[];
  /** Carried out, and not in the list */
  unlisted: Order[];
  /** What the list says was done */
  done: ReadonlySet<string>;
}

interface Known {
  id: string;
  outcome: string;
  decidedBy: string;
}

/** Erases again what a restored backup has brought back, before anybody is served. */
@Injectable()
export class ReapplicationService {
  constructor(
    private readonly ledger: Ledger,
    readonly list: ErasureList,
  ) {}

  /** @param onProgress told of each erasure before it is carried out anew */
  async reapply(onProgress: (done: number, of: number) => void = () => undefined): Promise<Reapplication> {
    const result: Reapplication = { applied: [], unknown: [], added: 0 };
    if (this.list.path === null) return result;
    const { missing, unmarked, unlisted, done: marked } = await this.compare();
    for (const [n, order] of missing.entries()) {
      onProgress(n, missing.length);
      const done = await this.ledger.record({ type: 'record.erase', by: BY }, (activity) =>
        eraseAnew(activity, order),
      );
      if (done === 'unknown') result.unknown.push(order.erasure);
      else if (!marked.has(order.erasure)) await this.done(order.erasure);
      if (done === 'applied') result.applied.push(order.erasure);
    }
    for (const order of unlisted) await this.list.append(order);
    for (const id of [...unmarked, ...unlisted.map(({ erasure }) => erasure)]) await this.done(id);
    return { ...result, added: unlisted.length };
  }

  /** What list and database do not agree on. Under the lock, and without leaving an activity behind. */
  private compare(): Promise<Comparison> {
    return this.ledger.rehearse({ type: 'record.erase', by: BY }, async (activity) => {
      await lockErasures(activity);
      const list: ReadList = await this.list.read();
      const decisions = await activity.rows<Known>(known, []);
      const ids = new Set(decisions.map(({ id }) => id));
      const executed = decisions.filter(({ outcome }) => outcome === 'executed');
      const unlisted: Order[] = [];
      for (const { id, decidedBy } of executed.filter(({ id }) => !list.orders.has(id))) {
        const erasure = await activity.manager.findOneByOrFail(ErasureEntity, { id });
        unlisted.push(await orderOf(activity, erasure, decidedBy));
      }
      return {
        missing: [...list.orders.values()].filter(({ erasure }) => !ids.has(erasure)),
        unmarked: executed.map(({ id }) => id).filter((id) => list.orders.has(id) && !list.done.has(id)),
        unlisted,
        done: list.done,
      };
    });
  }

  private done(erasure: string): Promise<void> {
    return this.list.append({ event: 'done', erasure, at: new Date().toISOString() });
  }
}

async function eraseAnew(activity: Activity, order: Order): Promise<'applied' | 'known' | 'unknown'> {
  await lockErasures(activity);
  // Another instance may have been faster.
  if ((await activity.rows(decided, [order.erasure])).length > 0) return 'known';
  const ids = [order.recordId, ...order.texts.map(({ revisionId }) => revisionId)];
  const there = await activity.rows<{ id: string; sha256: string | null }>(present, [ids]);
  if (there.length === 0) return 'unknown';
  checkHashes(order, new Map(there.map(({ id, sha256 }) => [id, sha256])));
  const isRequested = await activity.manager.existsBy(ErasureEntity, { id: order.erasure });
  if (!isRequested) await insertErasure(activity, order);
  const places = order.texts.flatMap(({ revisionId, spans }) =>
    spans.map(([start, end]) => ({ revisionId, start, end })),
  );
  await destroy(activity, order.erasure, places, {
    because: ANEW,
    decidedById: ARCHIVE_AGENT_ID,
    isAnew: true,
  });
  return 'applied';
}

/** Places in another text would be other words. */
function checkHashes(order: Order, there: ReadonlyMap<string, string | null>): void {
  const other = order.texts.find(
    ({ revisionId, sha256 }) => there.has(revisionId) && there.get(revisionId) !== sha256,
  );
  if (other !== undefined) {
    throw new StartupError(
      `The list of erasures names revision ${other.revisionId} with another text than this archive has: it is the list of ` +
        'another archive, or was damaged. Nothing of it is applied.',
    );
  }
}

async function insertErasure({ rows, manager }: Activity, order: Order): Promise<void> {
  const isThere = (await rows(agent, [order.requestedBy])).length > 0;
  await manager.insert(ErasureEntity, {
    id: order.erasure,
    kind: order.kind,
    recordId: order.recordId,
    part: order.part,
    startOffset: order.start,
    endOffset: order.end,
    everywhere: order.everywhere,
    keepClaimIds: order.keepClaimIds,
    basis: order.basis,
    authority: order.authority,
    because: ANEW,
    requestedById: isThere ? order.requestedBy : ARCHIVE_AGENT_ID,
  });
}
