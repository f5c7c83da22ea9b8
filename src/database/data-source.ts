import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';
import { migrations } from './migrations.js';
import { type Connections, sessionOptions } from './connections.js';

type Entities = MixedList<new () => object>;

/** The writing side, as the application's role. Schema changes are none of its business. */
export function appDataSourceOptions(connections: Connections, entities: Entities): DataSourceOptions {
  return {
    type: 'postgres',
    url: connections.app,
    entities: entities as never,
    synchronize: false,
    logging: false,
    applicationName: 'kataribe app',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    poolErrorHandler: () => undefined,
    // Pipelined: what does not wait for one another is sent together.
    extra: {
      options: sessionOptions(connections, 'app'),
      max: 16,
      connectionTimeoutMillis: 10_000,
      pipeline: true,
    },
  };
}

/** The owner's side: migrations and the check for drift. */
export function ownerDataSource(connections: Connections, entities: Entities = []): DataSource {
  return new DataSource({
    type: 'postgres',
    url: connections.owner,
    entities: entities as never,
    migrations,
    // Ids come from gen_random_uuid(), which has needed no extension since PostgreSQL 13.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    applicationName: 'kataribe owner',
  });
}
