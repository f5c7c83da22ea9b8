import type { Connections } from './connections.js';
import { ownerDataSource } from './data-source.js';

/**
 * What TypeORM would change to make a migrated database look like the entities: empty where they agree. Indexes
 * that entities cannot describe (partial, covering, GIN, GiST) are made by migrations only; a statement that would
 * drop one of those is no drift.
 */
export async function schemaDrift(
  connections: Connections,
  entities: (new () => object)[],
): Promise<string[]> {
  const dataSource = await ownerDataSource(connections, entities).initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries
      .map(({ query }) => query)
      .filter((query) => !MIGRATIONS_ONLY.some((ours) => ours.test(query)));
  } finally {
    await dataSource.destroy();
  }
}

const MIGRATIONS_ONLY = [
  /"ix__claim__date_span"/,
  /"ix__assessment__claim_id"/,
  /"uq__descent__step"/,
  /"ix__source__csl"/,
  /"ix__source__withdrawn"/,
  /"uq__name_form__preferred"/,
  /"uq__identifier__value"/,
  /"uq__same_as__\w+"/,
  /"ix__\w+__restricted"/,
];
