import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance } from 'fastify';
import { openArchive, type TestArchive } from './support/archive.js';

/** Done, or to be gone on with elsewhere */
const SUCCESS = /^2|^303$/;

interface Operation {
  'x-permission'?: string;
  operationId: string;
  summary?: string;
  parameters?: { name: string }[];
  responses: Record<string, { description: string; content?: Record<string, { schema?: unknown }> }>;
  security?: unknown[];
}

describe('the OpenAPI document', () => {
  let archive: TestArchive;
  let document: { openapi: string; paths: Record<string, Record<string, Operation>> };

  beforeAll(async () => {
    archive = await openArchive();
    document = (await archive.as(null).get('/api/openapi.json')).body;
  });
  afterAll(() => archive.close());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );

  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  test('lists just the routes there are', () => {
    const server = archive.app.getHttpAdapter().getInstance();
    const UNDOCUMENTED = ['GET /api/openapi.json', 'GET /api/docs', 'GET /api/docs/:file'];
    for (const [operation] of operations()) {
      const [method, path] = operation.split(' ') as ['GET', string];
      const url = path.replace('{path}', '*').replace(/\{(\w+)\}/g, ':$1');
      expect([operation, server.hasRoute({ method, url })]).toEqual([operation, true]);
    }
    for (const route of UNDOCUMENTED) {
      const [method, url] = route.split(' ') as ['GET', string];
      expect(server.hasRoute({ method, url })).toBe(true);
    }
    // What the server prints of its routes leaves out those that end in anything.
    expect(
      routesOf(server)
        .filter((route) => !UNDOCUMENTED.includes(route))
        .sort(),
    ).toEqual(
      operations()
        .map(([operation]) => operation.replace(/\{(\w+)\}/g, ':$1'))
        .filter((route) => !route.endsWith('/:path'))
        .sort(),
    );
  });

  test('says of every route what it answers: success, and each problem as problem+json', () => {
    for (const [name, { responses, operationId, summary, parameters }] of operations()) {
      const statuses = Object.keys(responses);
      expect([name, operationId !== '', summary]).toEqual([
        name,
        true,
        expect.stringMatching(/^[A-Z].+\.|\?$/),
      ]);
      // Where an act can be tried first, 200 stands for the trial and 201 for the act.
      const successes = statuses.filter((status) => SUCCESS.test(status));
      expect([name, successes]).toEqual([
        name,
        successes.length > 1 && parameters?.some((parameter) => parameter.name === 'dryRun')
          ? ['200', '201']
          : [expect.any(String)],
      ]);
      const needed = name.startsWith('GET')
        ? ['401', '503']
        : ['400', '401', '403', '413', '415', '422', '503'];
      expect([name, needed.filter((status) => !statuses.includes(status))]).toEqual([name, []]);
      if (/\{/.test(name)) expect([name, statuses]).toEqual([name, expect.arrayContaining(['404'])]);
      if (name.startsWith('PATCH'))
        expect([name, statuses]).toEqual([name, expect.arrayContaining(['412', '428'])]);
      for (const [status, response] of Object.entries(responses)) {
        if (!SUCCESS.test(status))
          expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  test('says which routes need a token or a session: all that write, but those by which one signs in', () => {
    for (const [name, { security, 'x-permission': required }] of operations()) {
      if (name.startsWith('GET')) continue;
      const needed =
        required === 'nothing'
          ? undefined
          : required === 'signed_in'
            ? [{ session: [] }]
            : [{ token: [] }, { session: [] }];
      expect([name, security]).toEqual([name, needed]);
    }
    const open = operations().filter(([, operation]) => operation['x-permission'] === 'nothing');
    expect(open.map(([name]) => name)).toEqual(['POST /api/session', 'POST /api/session/invitation']);
  });

  test('has a page for people that loads nothing from elsewhere', async () => {
    const page = await archive.as(null).get('/api/docs').expect(200);
    expect(page.text).not.toMatch(/https?:\/\//);
    await archive.as(null).get('/api/docs/swagger-ui-bundle.js').expect(200);
    await archive
      .as(null)
      .get('/api/docs/swagger-ui.css')
      .expect('content-type', /text\/css/)
      .expect(200);
    await archive.as(null).get('/api/docs/..%2f..%2fpackage.json').expect(404);
  });
});

/** Every route the server knows, as `GET /path/:parameter`; what HEAD answers goes with GET. */
function routesOf(server: FastifyInstance): string[] {
  const lines = server.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n');
  const parents: string[] = [];
  const routes: string[] = [];
  for (const line of lines) {
    const [, indent, node] = /^([│├└─\s]*)(.*)$/.exec(line) ?? [];
    if (!node) continue;
    const depth = Math.floor((indent?.length ?? 0) / 4);
    const [, part, methods] = /^(\S*)(?: \(([^)]+)\))?$/.exec(node) ?? [];
    parents.length = depth;
    parents[depth] = part ?? '';
    for (const method of (methods ?? '').split(', ').filter((name) => name !== '' && name !== 'HEAD')) {
      routes.push(`${method} ${parents.join('')}`);
    }
  }
  return [...new Set(routes.filter((route) => !route.endsWith('*')))];
}
