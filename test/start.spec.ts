import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The archive as a person starts it: the built program, in a process of its own. */
interface Started {
  child: ChildProcess;
  base: string;
  output: () => string;
}

describe('starting the archive', () => {
  let directory: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kataribe-start-'));
  });
  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    }
    await rm(directory, { recursive: true, force: true });
  });

  function run(
    environment: Record<string, string>,
    ...args: string[]
  ): { child: ChildProcess; output: () => string } {
    const child = spawn(process.execPath, ['dist/src/main.js', ...args], {
      env: {
        ...process.env,
        DATABASE_URL: '',
        PORT: '0',
        KATARIBE_DATA_DIR: join(directory, 'data'),
        ...environment,
      },
    });
    children.push(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }

  async function start(environment: Record<string, string> = {}): Promise<Started> {
    const { child, output } = run(environment);
    const base = await new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const [, address] = /Kataribe is serving at (\S+)/.exec(output()) ?? [];
        // The token is said below the address: all of it has been said when the last line is empty.
        if (address !== undefined && output().endsWith('\n\n')) resolve(address);
      };
      child.stderr?.on('data', look);
      child.once('exit', () => reject(new Error(output())));
    });
    return { child, base, output };
  }

  async function finish(run: {
    child: ChildProcess;
    output: () => string;
  }): Promise<{ code: number | null; text: string }> {
    if (run.child.exitCode === null) await once(run.child, 'exit');
    return { code: run.child.exitCode, text: run.output() };
  }

  const get = async (url: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(url);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('the first start seeds the chapter and shows a token once; nothing acknowledged is lost by kill -9', async () => {
    const first = await start();
    const tokenFile = join(directory, 'data', 'administrator-token');
    const token = (await readFile(tokenFile, 'utf8')).trim();
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
    expect(first.output().split(token).length - 1).toBe(1);
    expect((await get(`${first.base}/readyz`)).body).toEqual({ status: 'ok' });
    expect((await get(`${first.base}/api/testimonies/KTB-0001`)).body.title).toBe(
      'Japan-Soviet Relationship During This Time',
    );

    // A second start on the same data says so and harms nothing.
    const second = await finish(run({}));
    expect(second.code).toBe(1);
    expect(second.text.trim().split('\n')).toHaveLength(1);
    expect(second.text).toMatch(/Another archive \(process \d+\) already runs/);

    // Commands work beside the archive that runs.
    const report = await finish(run({}, 'report', 'KTB-0001'));
    expect(report.text).toContain('# Citation report: Japan-Soviet Relationship During This Time');

    const written = await fetch(`${first.base}/api/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'person', name: '吉野 愛子' }),
    });
    expect(written.status).toBe(201);
    const { id } = (await written.json()) as { id: string };
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const again = await start();
    expect(again.output()).not.toContain(token);
    expect((await get(`${again.base}/api/agents/${id}`)).body.name).toBe('吉野 愛子');
    again.child.kill('SIGTERM');
    expect(await finish(again)).toMatchObject({ code: 0 });
  }, 120_000);

  test('KATARIBE_BOOTSTRAP_TOKEN is the first token, and is not shown', async () => {
    const token = 'a-token-chosen-by-the-archive';
    const started = await start({
      KATARIBE_DATA_DIR: join(directory, 'chosen'),
      KATARIBE_BOOTSTRAP_TOKEN: token,
    });
    expect(started.output()).not.toContain(token);
    const tokens = await fetch(`${started.base}/api/tokens`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(tokens.status).toBe(200);
    started.child.kill('SIGTERM');
    await finish(started);
  }, 120_000);

  test('a port in use is told in one sentence', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    const refused = await finish(run({ PORT: String(port), KATARIBE_DATA_DIR: join(directory, 'chosen') }));
    holder.close();
    expect(refused.code).toBe(1);
    expect(refused.text.trim().split('\n').at(-1)).toBe(
      `Port ${port} is in use by another program. Choose another: PORT=${port + 1} npm start`,
    );
  }, 60_000);

  test('an unusable PORT, host or command is told without a stack', async () => {
    for (const environment of [{ PORT: 'abc' }, { PORT: '70000' }]) {
      const refused = await finish(run(environment));
      expect(refused).toMatchObject({
        code: 1,
        text: expect.stringMatching(/^PORT must be a number from 0 to 65535/),
      });
      expect(refused.text).not.toContain('    at ');
    }
  });
});
