import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import pino from 'pino';
import supertest from 'supertest';
import { TokensService } from '../../src/access/tokens.service.js';
import type { OpenIdSettings } from '../../src/accounts/openid-settings.js';
import { AppModule } from '../../src/app.module.js';
import { type Role, ROLES, STAFF } from '../../src/common/principal.js';
import type { Connections } from '../../src/database/connections.js';
import type { LogSettings } from '../../src/transparency-log/log-settings.js';
import { createApp } from '../../src/http/create-app.js';
import { ARCHIVE_AGENT_ID } from '../../src/provenance/agent.entity.js';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

/** A whole archive of a test file's own: a clone of the template, served in this process. */
export interface TestArchive {
  app: NestFastifyApplication;
  connections: Connections;
  /** The file beside the backups that says what was erased */
  erasureList: string;
  /** A request as somebody in a role, or as nobody in particular. */
  as(role: Role | null): Record<Method, (path: string) => supertest.Test>;
  tokens: Record<Role, string>;
  /** SQL as the owner of the tables: for looking at rows, and for trying what nobody should be able to do. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** SQL as the application's role. */
  asApp<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface TestDatabase {
  connections: Connections;
  name: string;
  drop(): Promise<void>;
}

/** Clones a template, which takes about 50 ms. */
export function cloneDatabase(template: 'empty' | 'chapter'): Promise<TestDatabase> {
  return copyDatabase(`template_${template}`);
}

/** Copies a database as a backup would; whoever is connected to it is disconnected for that, and may come back. */
export async function copyDatabase(original: string): Promise<TestDatabase> {
  const urls = JSON.parse(process.env.KATARIBE_TEST_SERVER ?? '{}') as Record<string, string>;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const asSuperuser = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: urls.superuser });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  if (!original.startsWith('template_')) {
    await asSuperuser(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${original}'`,
    );
  }
  await asSuperuser(`CREATE DATABASE ${name} TEMPLATE ${original} OWNER kataribe_owner`);
  const url = (capacity: string): string => (urls[capacity] ?? '').replace('/DATABASE', `/${name}`);
  return {
    name,
    connections: { owner: url('owner'), app: url('app'), reader: url('reader'), stepIntoRoles: false },
    drop: () => asSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

export async function openArchive(
  template: 'empty' | 'chapter' = 'empty',
  { openId = null, log = null }: { openId?: OpenIdSettings | null; log?: LogSettings | null } = {},
): Promise<TestArchive> {
  const { connections, drop } = await cloneDatabase(template);
  const erasureList = join(tmpdir(), `erasures-${randomUUID()}.jsonl`);
  const app = await createApp(
    AppModule.on(connections, { openId, erasureList, log }),
    pino({ level: 'silent' }),
  );
  const tokens = {} as Record<Role, string>;
  const issuer = app.get(TokensService, { strict: false });
  for (const role of ROLES) {
    const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
    tokens[role] = (await issuer.issue(by, { role, label: `Test ${role}` })).token;
  }
  const owner = new pg.Pool({ connectionString: connections.owner, max: 2 });
  const application = new pg.Pool({ connectionString: connections.app, max: 2 });
  // Dropping the database ends what is still connected to it.
  for (const pool of [owner, application]) pool.on('error', () => undefined);
  const server = app.getHttpServer();
  return {
    app,
    connections,
    erasureList,
    tokens,
    as: (role) => {
      const ask = (method: Method) => (path: string) => {
        const test = supertest(server)[method](path);
        return role === null ? test : test.set('authorization', `Bearer ${tokens[role]}`);
      };
      return {
        get: ask('get'),
        post: ask('post'),
        patch: ask('patch'),
        put: ask('put'),
        delete: ask('delete'),
      };
    },
    sql: async (text, values) => (await owner.query(text, values)).rows,
    asApp: async (text, values) => (await application.query(text, values)).rows,
    close: async () => {
      await app.close();
      await Promise.all([owner.end(), application.end()]);
      await drop();
      await rm(erasureList, { force: true });
    },
  };
}
