import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cite, CitedItem, Note } from '../src/bibliography/citation-style.js';
import { inlineHtml } from '../src/bibliography/inline-writers.js';
import { RecentForms } from '../src/bibliography/kept-forms.js';
import { StyleShelf } from '../src/bibliography/style-shelf.js';
import { Random } from './random.js';

/*
 * 10,000 cites over 2,000 sources as notes and bibliography, against `pandoc --citeproc` with the same style. Pandoc reads
 * Markdown and writes HTML of its own; ours writes the notes and the bibliography as HTML, and nothing around them.
 */

const SOURCES = 2_000;
const CITES = 10_000;

export function benchCitations(say: (line: string) => void): void {
  const items = Array.from({ length: SOURCES }, (_, n) => source(n));
  const random = new Random(2026);
  let pick = 0;
  const notes = Array.from({ length: CITES }, (_, n): Note => {
    // Now and then the same source again, with which "ibid." comes in.
    if (n % 4 !== 1) pick = Math.floor(random.fraction() * SOURCES);
    return { number: n + 1, cites: [cite(items[pick]!.id, n)] };
  });

  const forms = new RecentForms();
  for (const round of ['cold', 'warm', 'warm again']) {
    const before = process.cpuUsage();
    const start = performance.now();
    const written = new StyleShelf('styles', null, forms)
      .open('kataribe-notes')
      .write({ language: 'en', items, notes });
    const html = [...written.notes, ...written.bibliography]
      .map(({ content }) => inlineHtml(content))
      .join('\n');
    const { user, system } = process.cpuUsage(before);
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    const cpu = ((user + system) / 1e6).toFixed(2);
    const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
    say(
      `ours, ${round}: ${seconds} s (${cpu} s of CPU), at most ${memory} MB so far, ${html.length} characters`,
    );
  }
  benchPandoc(items, notes, say);
}

function cite(item: string, n: number): Cite {
  return n % 3 === 0 ? { item } : { item, locator: { label: 'page', value: String(1 + (n % 400)) } };
}

function source(n: number): CitedItem {
  const person = (seed: number) => ({ family: `Family${seed % 997}`, given: `Given${seed % 89}` });
  const common = {
    title: `Title number ${n} of the war`,
    author: [person(n)],
    issued: { 'date-parts': [[1900 + (n % 99)]] },
  };
  const kinds = [
    { type: 'book', publisher: 'Nauka', 'publisher-place': 'Moscow' },
    {
      type: 'article-journal',
      'container-title': 'Slavic Review',
      volume: n % 60,
      issue: '2',
      page: '101-124',
    },
    {
      type: 'chapter',
      'container-title': 'The Camps',
      editor: [person(n + 1)],
      publisher: 'Iwanami',
      page: '3-9',
    },
    { type: 'interview', interviewer: [person(n + 2)], archive: 'Kataribe', archive_location: `KTB-${n}` },
    {
      type: 'book',
      title: `橋の記憶 ${n}`,
      author: [{ family: '吉野', given: '愛子' }],
      publisher: '新潮社',
      language: 'ja',
    },
  ];
  return { id: `s${n}`, csl: { ...common, ...kinds[n % kinds.length] } };
}

function benchPandoc(items: readonly CitedItem[], notes: readonly Note[], say: (line: string) => void): void {
  if (spawnSync('pandoc', ['--version']).status !== 0) {
    say('pandoc is not there: nothing to compare with (apt-get install pandoc)');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kataribe-citations-'));
  try {
    const [bibliography, text] = [join(folder, 'items.json'), join(folder, 'text.md')];
    writeFileSync(bibliography, JSON.stringify(items.map(({ id, csl }) => ({ ...csl, id }))));
    const cites = notes.map(
      ({ cites: [one] }) => `Claim [@${one!.item}${one!.locator ? `, p. ${one!.locator.value}` : ''}].`,
    );
    writeFileSync(text, cites.join('\n\n'));
    const times = join(folder, 'times');
    const program = [
      'pandoc',
      '--citeproc',
      '--csl',
      'styles/kataribe-notes.csl',
      '--bibliography',
      bibliography,
      text,
      '-o',
      join(folder, 'out.html'),
    ];
    const hasTime = spawnSync('/usr/bin/time', ['--version']).status === 0;
    const start = performance.now();
    if (hasTime)
      execFileSync('/usr/bin/time', ['-f', '%U+%S s of CPU, at most %M kB', '-o', times, ...program], {
        stdio: 'inherit',
      });
    else execFileSync(program[0]!, program.slice(1), { stdio: 'inherit' });
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    say(`pandoc --citeproc: ${seconds} s${hasTime ? ` (${readFileSync(times, 'utf8').trim()})` : ''}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
