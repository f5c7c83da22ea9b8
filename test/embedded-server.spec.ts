import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import ts from 'typescript';
import { lockArchive } from '../src/embedded/archive-lock.js';
import { findBinaries, prepareBinaries } from '../src/embedded/binaries.js';
import { type EmbeddedServer, startEmbeddedServer } from '../src/embedded/embedded-server.js';
import { tellsOfFullDisk } from '../src/embedded/server-log.js';
import { StartupError } from '../src/embedded/startup-error.js';

// A real server and no shortcuts. The first test makes the cluster; those that change or damage it take a copy.

const root = process.geteuid?.() === 0;
const linux = process.platform === 'linux';
const sources = resolve(__dirname, '../src/embedded');

let temporary: string;
let template: string;
const running = new Set<EmbeddedServer>();
const children = new Set<ChildProcess>();
const mounts: string[] = [];

beforeAll(async () => {
  // As root it is of mode 0700 and root's, so that no other user can walk to anything below.
  temporary = await mkdtemp(join(tmpdir(), 'kataribe-embedded-'));
  template = join(temporary, 'template');
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running.clear();
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

afterAll(async () => {
  for (const path of await readdir(temporary)) await endServerOf(join(temporary, path));
  for (const mount of mounts) await run('umount', [mount]);
  await rm(temporary, { recursive: true, force: true });
});

describe('the first start', () => {
  it('makes a durable PostgreSQL 18 and takes the directory for itself', async () => {
    const lines: string[] = [];
    const server = await start(template, {}, lines);

    expect(server).toMatchObject({ created: true, dataDirectory: template });
    expect(lines).toEqual([expect.stringContaining('Making the database')]);
    const [settings] = await query(
      server.superuserUrl(),
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('fsync') AS fsync,
              current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commit,
              current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS listen,
              current_setting('unix_socket_directories') AS sockets, current_database() AS database,
              (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale,
              (SELECT datlocprovider FROM pg_database WHERE datname = current_database()) AS provider`,
    );
    expect(settings).toEqual({
      version: 18,
      fsync: 'on',
      pages: 'on',
      commit: 'on',
      checksums: 'on',
      listen: '127.0.0.1',
      sockets: '',
      database: 'kataribe',
      locale: 'C.UTF-8',
      provider: 'b',
    });
    await query(server.ownerUrl(), `CREATE TABLE words (word text NOT NULL, page int)`);
    await query(server.ownerUrl(), `INSERT INTO words VALUES ('語り部', 1)`);
    await query(server.ownerUrl(), `GRANT SELECT, INSERT ON words TO kataribe_app, kataribe_reader`);
    // What the archive's migrations want of an owner who is no superuser.
    await query(
      server.ownerUrl(),
      `CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist; CREATE EXTENSION unaccent`,
    );

    await server.stop();
    await server.stop();
    expect((await readdir(template)).sort()).toEqual([
      'kataribe.json',
      'log',
      'postgres',
      'postgres-passwords.json',
    ]);
    expect(JSON.parse(await readFile(join(template, 'kataribe.json'), 'utf8'))).toMatchObject({ format: 1 });
  });

  it('keeps strangers out', async () => {
    const data = template;
    const server = await start(data);
    const secrets = Object.values(
      JSON.parse(await readFile(join(data, 'postgres-passwords.json'), 'utf8')) as Record<string, string>,
    );
    expect(new Set(secrets).size).toBe(4);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(secrets).toContain(new URL(server.appUrl()).password);
    for (const [path, mode] of [
      ['.', 0o700],
      ['postgres-passwords.json', 0o600],
      ['postgres', 0o700],
      ['log', 0o700],
    ] as const) {
      expect([path, (await stat(join(data, path))).mode & 0o777]).toEqual([path, mode]);
    }

    for (const password of ['password', 'postgres', '']) {
      const url = new URL(server.superuserUrl());
      url.password = password;
      await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password/);
    }
    const verifiers = await query(
      server.superuserUrl(),
      `SELECT rolpassword FROM pg_authid WHERE rolcanlogin`,
    );
    expect(verifiers).toHaveLength(4);
    for (const { rolpassword } of verifiers) expect(rolpassword).toMatch(/^SCRAM-SHA-256\$/);
    await expect(query(server.appUrl('postgres'), 'SELECT 1')).rejects.toThrow(/permission denied/);
  });

  it('gives each role what it needs and no more', async () => {
    const server = await start(await copyOfTemplate());
    const roles = await query(
      server.appUrl(),
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'kataribe%'
          AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)`,
    );
    expect(roles).toEqual([{ rolname: 'kataribe_superuser' }]);

    await query(server.appUrl(), `INSERT INTO words VALUES ('𠮷', 2)`);
    await expect(query(server.appUrl(), 'CREATE TABLE own (a int)')).rejects.toThrow(/permission denied/);
    await expect(query(server.appUrl(), 'DELETE FROM words')).rejects.toThrow(/permission denied/);
    await expect(query(server.readerUrl(), `INSERT INTO words VALUES ('x', 3)`)).rejects.toThrow(/read-only/);
    expect(await query(server.readerUrl(), 'SELECT word FROM words ORDER BY page')).toEqual([
      { word: '語り部' },
      { word: '𠮷' },
    ]);
  });

  it('keeps what is written in the archive out of the log', async () => {
    const data = template;
    const server = await start(data);
    const text = 'She told it to nobody but us';
    for (const url of [server.ownerUrl(), server.appUrl()]) {
      await expect(query(url, `INSERT INTO words (page) VALUES ('${text}')`)).rejects.toThrow(text);
      await expect(query(url, `INSERT INTO words VALUES (NULL, $1)`, [text])).rejects.toThrow(text);
      await expect(query(url, `INSERT INTO words VALUES (NULL, length($1))`, [text])).rejects.toThrow(/null/);
    }
    // The control: something does get into it.
    await expect(query(server.superuserUrl(), `SELECT 1 / 0 AS "${text}"`)).rejects.toThrow(/zero/);
    await server.stop();
    const log = await logOf(data);
    expect(log).toContain('ERROR:  division by zero');
    expect(log).not.toContain('nobody but us');
  });
});

describe('a later start', () => {
  it('finds the rows of the first', async () => {
    const server = await start(template);
    expect(server.created).toBe(false);
    expect(await query(server.appUrl(), 'SELECT word FROM words')).toEqual([{ word: '語り部' }]);
  });

  it('is refused while another archive lives, which does not notice', async () => {
    const data = template;
    const first = await start(data);
    const client = new Client({ connectionString: first.appUrl() });
    client.on('error', () => undefined);
    await client.connect();
    const refused = new RegExp(`^Another archive \\(process ${process.pid}\\) already runs on ${data};`);
    await expectRefusal(data, refused);
    const child = await startChild(data);
    expect(await child.says(/StartupError.*/)).toMatch(`Another archive (process ${process.pid})`);

    expect((await client.query('SELECT word FROM words')).rows).toHaveLength(1);
    await client.end();
    await first.stop();
    await start(data);
  });

  it('ends the server of an archive killed with -9 and keeps what was committed', async () => {
    const data = await copyOfTemplate();
    const child = await startChild(data);
    const url = (await child.says(/READY (.*)/)).slice('READY '.length);
    const client = new Client({ connectionString: url });
    const lost = new Promise<void>((done) => client.on('error', () => done()));
    await client.connect();
    await client.query(`INSERT INTO words VALUES ('committed', 2)`);
    await client.query(`BEGIN; INSERT INTO words VALUES ('not committed', 3)`);
    const orphan = await postmasterOf(data);
    await child.kill();
    expect(isAlive(orphan)).toBe(true);

    const lines: string[] = [];
    const server = await start(data, {}, lines);
    await lost;
    expect(lines).toEqual([
      `Stopping the PostgreSQL (process ${orphan}) that an archive killed earlier left running`,
    ]);
    expect(await postmasterOf(data)).not.toBe(orphan);
    expect(await query(server.appUrl(), 'SELECT word FROM words ORDER BY page')).toEqual([
      { word: '語り部' },
      { word: 'committed' },
    ]);
  });

  it('recovers when server and archive were killed together', async () => {
    const data = await copyOfTemplate();
    const child = await startChild(data);
    await child.says(/READY/);
    const orphan = await postmasterOf(data);
    await child.kill();
    process.kill(orphan, 'SIGKILL');
    const server = await start(data);
    expect(await query(server.appUrl(), 'SELECT word FROM words')).toEqual([{ word: '語り部' }]);
  });

  it('is not held up by locks of the dead', async () => {
    const data = join(temporary, 'locked');
    await mkdir(data);
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => dead.on('exit', done));
    const locks = ['', 'nonsense', JSON.stringify({ pid: dead.pid, processStart: '1', boot: 'b' })];
    // Our own number, given to another process before.
    if (linux) locks.push(JSON.stringify({ pid: process.pid, processStart: '1', boot: 'b' }));
    for (const lock of locks) {
      await writeFile(join(data, 'kataribe.lock'), lock);
      const taken = await lockArchive(data);
      await expect(lockArchive(data)).rejects.toThrow(/^Another archive/);
      await taken.release();
    }
    expect(await readdir(data)).toEqual([]);
  });

  it('does not mistake another process for the server that had its number', async () => {
    if (!linux) return skipped('needs /proc');
    const data = template;
    await (await start(data)).stop();
    // Of the user of the server: PostgreSQL itself sees through the numbers of other users.
    const { uid, gid } = await stat(join(data, 'postgres'));
    const bystander = spawn('sleep', ['1000'], { cwd: '/', ...(root && { uid, gid }) });
    children.add(bystander);
    const pidFile = join(data, 'postgres', 'postmaster.pid');
    await writeFile(
      pidFile,
      `${bystander.pid}\n${join(data, 'postgres')}\n1\n5432\n\n127.0.0.1\n\nready   \n`,
    );
    const server = await start(data);
    await server.stop();
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
  });
});

describe('a first start that was killed', () => {
  it('while initdb was at work leaves nothing half-made', async () => {
    const data = join(temporary, 'killed');
    const child = await startChild(data);
    await until(async () => (await list(data)).some((name) => /^postgres\..*\.tmp$/.test(name)));
    await child.kill();
    expect(await list(data)).toContain('kataribe.lock');
    expect(await list(data)).not.toContain('postgres');

    const server = await start(data);
    expect(server.created).toBe(true);
    expect(await query(server.appUrl(), 'SELECT current_user')).toEqual([{ current_user: 'kataribe_app' }]);
    await until(async () => !(await list(data)).some((name) => name.endsWith('.tmp')));
  });

  it('between roles and database is taken up where it was', async () => {
    const data = await copyOfTemplate();
    const before = await start(data);
    await query(before.superuserUrl('postgres'), 'DROP DATABASE kataribe');
    await query(before.superuserUrl('postgres'), 'DROP ROLE kataribe_reader');
    await before.stop();
    await writeFile(join(data, 'kataribe.json'), JSON.stringify({ format: 1, createdAt: '2026-11-23' }));

    const server = await start(data);
    expect(server.created).toBe(true);
    expect(await query(server.readerUrl(), 'SHOW default_transaction_read_only')).toEqual([
      { default_transaction_read_only: 'on' },
    ]);
    expect(JSON.parse(await readFile(join(data, 'kataribe.json'), 'utf8'))).toMatchObject({
      createdAt: '2026-11-23',
    });
  });
});

describe('a data directory that cannot be used', () => {
  it('because it belongs to something else is left as it is', async () => {
    const data = join(temporary, 'foreign');
    await mkdir(data);
    await writeFile(join(data, 'thesis.txt'), 'years of work');
    await expectRefusal(data, /holds files of something else \(thesis.txt\)/);
    expect(await readdir(data)).toEqual(['thesis.txt']);
  });

  it('because it is a file, or below one', async () => {
    const file = join(temporary, 'file');
    await writeFile(file, 'text');
    await expectRefusal(file, /is or lies below a file/);
    await expectRefusal(join(file, 'below'), /is or lies below a file/);
    expect(await readFile(file, 'utf8')).toBe('text');
  });

  it('because of another version', async () => {
    const data = await copyOfTemplate();
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '17\n');
    await expectRefusal(data, /was made by PostgreSQL 17, .* brings PostgreSQL 18/);
    await writeFile(join(data, 'kataribe.json'), '{"format":2}');
    await expectRefusal(data, /has format 2, .* knows only format 1/);
    await writeFile(join(data, 'kataribe.json'), '{"for');
    await expectRefusal(data, /kataribe.json is damaged/);
  });

  it('because a part of it is gone', async () => {
    const data = await copyOfTemplate();
    await rename(join(data, 'postgres'), join(data, 'elsewhere'));
    await expectRefusal(data, /no longer holds the database/);
    await rename(join(data, 'elsewhere'), join(data, 'postgres'));
    await rm(join(data, 'postgres-passwords.json'));
    await expectRefusal(data, /passwords .* missing or damaged/);
    const other = { superuser: 'a', owner: 'b', app: 'c', reader: 'd' };
    await writeFile(join(data, 'postgres-passwords.json'), JSON.stringify(other));
    await expectRefusal(data, /are not those of the database beside it/);
  });

  it('because the server does not start, with its reason and without a trace of the attempt', async () => {
    const data = await copyOfTemplate();
    await rm(join(data, 'postgres', 'global', 'pg_control'));
    await expectRefusal(
      data,
      /could not be started: .*could not .*pg_control.* \(the full log is in .*log\)$/,
    );
    await expect(start(data, { 'bad name': 'x' })).rejects.toThrow(StartupError);
    expect(await readdir(data)).not.toContain('kataribe.lock');
  });

  it('because its disk is full', async () => {
    if (!root || !linux) return skipped('only root can mount a small disk');
    const disk = join(temporary, 'disk');
    await mkdir(disk);
    if (!(await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])))
      return skipped('may not mount');
    mounts.push(disk);
    const data = join(disk, 'data');
    const full = /^The disk that holds .*\/disk\/data is full; make room on it/;
    await expectRefusal(data, full);
    // Room for the cluster, and then none for its server.
    await run('mount', ['-o', 'remount,size=80m', disk]);
    await (await start(data)).stop();
    await writeFile(join(disk, 'filler'), Buffer.alloc(80 << 20)).catch(() => undefined);
    await expectRefusal(data, full);
    // Also when the message about it found no room in the log; but the shared memory is not the disk.
    expect(await tellsOfFullDisk('', disk)).toBe(true);
    const shared = 'could not resize shared memory segment: No space left on device';
    expect(await tellsOfFullDisk(shared, temporary)).toBe(false);
    await rm(join(disk, 'filler'));
    await start(data);
  });
});

describe('the programs of PostgreSQL', () => {
  it('run although npm was kept from making their symlinks', async () => {
    const checkout = await ownBinaries('unlinked');
    for (const name of await readdir(join(checkout.native, 'lib'), { withFileTypes: true })) {
      if (name.isSymbolicLink()) await unlink(join(checkout.native, 'lib', name.name));
    }
    await chmod(join(checkout.native, 'bin', 'postgres'), 0o644);
    const before = await run(join(checkout.native, 'bin', 'initdb'), ['--version']);
    expect(before).toBe(false);
    await prepareBinaries(checkout, undefined, temporary, () => undefined);
    expect(await run(join(checkout.native, 'bin', 'initdb'), ['--version'])).toBe(true);
  });

  it('are copied when root keeps them where nobody else can walk', async () => {
    if (!root || !linux) return skipped('only root runs the server as somebody else');
    const place = '/var/lib/kataribe';
    const existed = (await list('/var/lib')).includes('kataribe');
    const checkout = { ...(await ownBinaries('below-root')), version: `test-${process.pid}` };
    const lines: string[] = [];
    const user = { name: 'nobody', uid: 65534, gid: 65534 };
    const prepare = () => prepareBinaries(checkout, user, temporary, (line) => lines.push(line));
    try {
      const copy = await prepare();
      expect(copy.native).toBe(join(place, `postgresql-test-${process.pid}`, 'native'));
      expect(lines).toHaveLength(1);
      await prepare();
      expect(lines).toHaveLength(1); // complete, and used again
      const needed = join(copy.native, 'share', 'postgresql', 'postgres.bki');
      await rm(needed);
      await prepare();
      expect(lines).toHaveLength(2);
      expect((await stat(needed)).mode & 0o777).toBe(0o644);
      expect((await list(place)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    } finally {
      await rm(existed ? join(place, `postgresql-test-${process.pid}`) : place, { recursive: true });
    }
  });

  it('are missed by name where there are none', async () => {
    await expect(findBinaries('sunos', 'sparc')).rejects.toThrow(
      /PostgreSQL for sunos on sparc .* set DATABASE_URL/,
    );
    await expect(findBinaries('sunos', 'sparc')).rejects.toBeInstanceOf(StartupError);
  });
});

async function start(
  dataDirectory: string,
  settings: Record<string, string> = { fsync: 'off' },
  lines: string[] = [],
): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({
    dataDirectory,
    settings,
    onProgress: (line) => lines.push(line),
  });
  running.add(server);
  return server;
}

async function expectRefusal(data: string, message: RegExp): Promise<void> {
  const error: unknown = await start(data).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartupError);
  expect((error as StartupError).message).toMatch(message);
  expect((error as StartupError).message).not.toMatch(/\n/);
}

/** As root everything in the copy is root's, like what a restore leaves. */
async function copyOfTemplate(): Promise<string> {
  const data = await mkdtemp(join(temporary, 'copy-'));
  // Three times as fast as fs.cp.
  if (!(await run('cp', ['-R', `${template}/.`, data]))) throw new Error('could not copy the template');
  await chmod(join(data, 'postgres'), 0o755);
  return data;
}

async function ownBinaries(name: string): Promise<{ native: string; version: string }> {
  const { native, version } = await findBinaries();
  const copy = join(temporary, name, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return { native: copy, version };
}

async function query(
  connectionString: string,
  text: string,
  values?: unknown[],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function logOf(data: string): Promise<string> {
  const names = await readdir(join(data, 'log'));
  return (await Promise.all(names.map((name) => readFile(join(data, 'log', name), 'utf8')))).join('');
}

interface Child {
  says(pattern: RegExp): Promise<string>;
  kill(): Promise<void>;
}

let built: Promise<string> | undefined;

/** An archive in a process of its own, which can be killed. Its modules are ours, compiled as the product is. */
async function startChild(data: string): Promise<Child> {
  const directory = await (built ??= buildSources());
  const child = spawn(process.execPath, [join(directory, 'start.js'), data]);
  children.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  return {
    says: async (pattern) => {
      await until(() => pattern.test(output) || child.exitCode !== null);
      const found = pattern.exec(output);
      if (!found) throw new Error(`the other archive said: ${output}`);
      return found[0];
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function buildSources(): Promise<string> {
  const directory = join(temporary, 'built');
  await mkdir(directory);
  await symlink(resolve(__dirname, '../node_modules'), join(directory, 'node_modules'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  for (const name of await readdir(sources)) {
    if (!name.endsWith('.ts')) continue;
    const { outputText } = ts.transpileModule(await readFile(join(sources, name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(join(directory, name.replace(/\.ts$/, '.js')), outputText);
  }
  await writeFile(
    join(directory, 'start.js'),
    `import { startEmbeddedServer } from './embedded-server.js';
     try {
       const server = await startEmbeddedServer({ dataDirectory: process.argv[2], settings: { fsync: 'off' } });
       console.log('READY ' + server.ownerUrl());
       setInterval(() => {}, 1000);
     } catch (error) {
       console.log(error.name + ': ' + error.message);
     }`,
  );
  return directory;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await condition());) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${condition.toString()}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

async function list(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

async function postmasterOf(data: string): Promise<number> {
  return Number.parseInt(await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** Should a test have failed half-way. */
async function endServerOf(data: string): Promise<void> {
  const pid = await postmasterOf(data).catch(() => 0);
  if (pid > 0 && isAlive(pid)) {
    process.kill(pid, 'SIGQUIT');
    await until(() => !isAlive(pid));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function run(program: string, args: string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: 'ignore' });
  return new Promise((done) => child.on('error', () => done(false)).on('exit', (code) => done(code === 0)));
}

function skipped(reason: string): void {
  console.warn(`skipped: ${reason}`);
}
