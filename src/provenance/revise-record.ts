import { mayRead } from '../common/principal.js';
import type { EntityTarget, FindOptionsWhere } from 'typeorm';
import { staleVersion } from '../common/if-match.js';
import { invalid, notFound } from '../common/problem.js';
import type { Activity } from './ledger.js';
import { refuseErased } from './tombstone.js';

interface Versioned {
  id: string;
  version: number;
  access: number;
}

/**
 * Changes a record by compare-and-swap: only if it is still the version the change was made from. The trigger
 * counts the version up and keeps what was replaced. (TypeORM's save() would write the old version back.)
 * @param check throws where the record as it is may not be changed so
 */
export async function reviseRecord<Entity extends Versioned>(
  activity: Activity,
  entity: EntityTarget<Entity>,
  what: string,
  { id, version }: { id: string; version: number },
  changes: Partial<Omit<Entity, 'id' | 'version'>>,
  check: (current: Entity) => void = () => undefined,
): Promise<void> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) {
    throw invalid([
      { pointer: '', code: 'request.nothing_changed', expected: 'at least one field to change' },
    ]);
  }
  const { manager, by } = activity;
  const where = { id } as FindOptionsWhere<Entity>;
  const current = await manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } });
  if (current === null || !mayRead(current.access, by.clearance)) throw notFound(what);
  await refuseErased(activity, id);
  if (current.version !== version) throw staleVersion(current.version);
  check(current);
  await manager
    .createQueryBuilder()
    .update(entity)
    .set(given as never)
    .where(where)
    .execute();
}
