import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** From left to right: a folder imports only from those left of it; those in one row do not know each other. */
const LAYERS = [
  ['embedded', 'verification', 'common'],
  ['merkle-log', 'bibliography', 'documents'],
  ['witness', 'time-stamps'],
  ['collation'],
  ['database'],
  ['provenance'],
  ['access'],
  ['transparency-log'],
  ['agents'],
  ['accounts'],
  ['sources'],
  ['authorities'],
  ['testimonies'],
  ['restrictions'],
  ['consents'],
  ['claims'],
  ['revisions'],
  ['translations', 'pointers'],
  ['lives'],
  ['descent'],
  ['support'],
  ['evidence'],
  ['contradictions', 'questions', 'flags'],
  ['queue', 'people'],
  ['erasures'],
  ['reports', 'exchange', 'prov', 'annotations'],
  ['http'],
  ['.'],
  ['commands'],
];
// The program that starts everything stands at the top level, beside the parts it puts together.
const ENTRY = 'main.ts';

const SOURCE = 'src';
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .sort();
const product = files.filter((file) => !file.endsWith('.spec.ts'));
const read = (file: string): string => readFileSync(join(SOURCE, file), 'utf8');
const folderOf = (file: string): string => (file.includes('/') ? dirname(file).split('/')[0]! : '.');
const layerOf = (folder: string): number => LAYERS.findIndex((row) => row.includes(folder));

/** What a file imports of ours, as paths below src/. */
function importsOf(file: string, text = read(file)): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
    .map(([, specifier]) => normalize(join(dirname(file), specifier!)))
    .map((path) => path.replace(/\.js$/, '.ts'));
}

describe('the layout of src/', () => {
  test('there is something to look at', () => {
    expect(product.length).toBeGreaterThan(80);
  });

  test('every folder has its place', () => {
    for (const file of product) expect([file, layerOf(folderOf(file))]).not.toEqual([file, -1]);
  });

  test('imports point to the left', () => {
    const wrong = product
      .filter((file) => file !== ENTRY)
      .flatMap((file) =>
        importsOf(file)
          .filter((path) => !path.startsWith('..'))
          .filter((path) => folderOf(path) !== folderOf(file))
          .filter((path) => layerOf(folderOf(path)) >= layerOf(folderOf(file)))
          .map((path) => `${file} imports ${path}`),
      );
    expect(wrong).toEqual([]);
  });

  test('nothing outside src/ is imported but the migrations, by the one list of them', () => {
    const outside = product.flatMap((file) =>
      importsOf(file)
        .filter((path) => path.startsWith('..'))
        .map((path) => `${file} imports ${path}`),
    );
    expect(
      outside.filter((line) => !line.startsWith('database/migrations.ts imports ../migrations/')),
    ).toEqual([]);
  });

  test('no file imports itself by a detour', () => {
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file)) return;
      // What only a type needs is gone when the program runs.
      const atRunTime = importsOf(file, read(file).replace(/^import type .*$/gm, ''));
      for (const next of atRunTime) if (product.includes(next)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of product) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('no forwardRef, no barrels, no names that say nothing', () => {
    expect(product.filter((file) => read(file).includes('forwardRef'))).toEqual([]);
    expect(
      product.filter((file) => /(^|\/)(index|utils?|helpers?|manager|data|misc)\.ts$/.test(file)),
    ).toEqual([]);
    expect(product.filter((file) => /^export \* from/m.test(read(file)))).toEqual([]);
  });

  test('files stay small and classes need little', () => {
    expect(product.filter((file) => read(file).split('\n').length > 300)).toEqual([]);
    const greedy = product.filter((file) =>
      [...read(file).matchAll(/constructor\(([^)]*)\)/g)].some(
        ([, parameters]) => parameters!.split(',').filter((part) => part.trim() !== '').length > 4,
      ),
    );
    expect(greedy).toEqual([]);
  });

  test('one door for writing: only the ledger opens a transaction', () => {
    const doors = product.filter((file) =>
      /'BEGIN'|\.transaction\(|startTransaction|'COMMIT'/.test(read(file)),
    );
    // The embedded server makes roles before there is a ledger; it knows no record. The reader's transactions cannot write.
    const reader = read('database/reader.ts');
    expect([...reader.matchAll(/query\('BEGIN[^']*'/g)].map(([begun]) => begun)).toEqual([
      "query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'",
    ]);
    expect(doors.filter((file) => folderOf(file) !== 'embedded' && file !== 'database/reader.ts')).toEqual([
      'provenance/ledger.ts',
      // The tree grows after the writing, in a role that can write nothing else.
      'transparency-log/log-pool.ts',
      'transparency-log/sequencer.ts',
    ]);
  });

  test('controllers hold no SQL, queries do not write, services do not read the pool', () => {
    const sql = /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s/;
    expect(product.filter((file) => file.endsWith('.controller.ts') && sql.test(read(file)))).toEqual([]);
    expect(
      product.filter(
        (file) =>
          file.endsWith('.queries.ts') && /INSERT INTO|UPDATE \w+ SET|DELETE FROM|manager/.test(read(file)),
      ),
    ).toEqual([]);
    expect(product.filter((file) => file.endsWith('.service.ts') && /\bReader\b/.test(read(file)))).toEqual(
      [],
    );
  });

  test('every query on records asks the one rule of reading', () => {
    // Statements that read no record one could be refused.
    const exempt = new Set([
      'http/health.queries.ts',
      // Hashes, and what receipt_entries shows to whoever asks.
      'transparency-log/tree.queries.ts',
      'transparency-log/receipts.queries.ts',
      // For whoever holds the permission, whatever the access level.
      'access/audit.queries.ts',
      'access/tokens.queries.ts',
      'access/sessions.queries.ts',
      'accounts/accounts.queries.ts',
      'accounts/asker.queries.ts',
      // Asked by the archive itself, of all there is.
      'restrictions/embargoes.queries.ts',
      // Put together what the queries beside them have asked for.
      'support/impact.queries.ts',
      'support/support-summaries.queries.ts',
    ]);
    const without = product.filter(
      (file) =>
        file.endsWith('.queries.ts') &&
        !exempt.has(file) &&
        !/may_read\(|claimDocument|publishedClaim|questionObject|personSql/.test(read(file)),
    );
    expect(without).toEqual([]);
    const own = product.filter((file) => /\baccess\s*(<=|<|=)\s*\$/.test(read(file)));
    expect(own).toEqual([]);
  });

  test('each folder with decisions has a README', () => {
    const readme = new Set(
      readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('README.md'))
        .map((file) => relative('.', dirname(file))),
    );
    expect(LAYERS.flat().filter((folder) => folder !== '.' && !readme.has(folder))).toEqual([]);
  });
});
