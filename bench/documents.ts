import type { Block, PrintedDocument } from '../src/documents/document.js';
import type { DocumentFormat } from '../src/documents/formats.js';
import { writeDocument } from '../src/documents/write-document.js';
import { busyness } from './machine.js';

type Say = (line: string) => void;

const LIMITS: { format: DocumentFormat; claims: number; seconds?: number; megabytes?: number }[] = [
  { format: 'html', claims: 10_000, megabytes: 512 },
  { format: 'pdf', claims: 1000, seconds: 10 },
  { format: 'docx', claims: 1000 },
];

/** Documents of many blocks such as claims are, written and thrown away. */
export async function benchDocuments(say: Say): Promise<void> {
  for (const { format, claims, seconds: limit, megabytes: most } of LIMITS) {
    const started = performance.now();
    let highest = 0;
    const { stream, written } = writeDocument(claimsDocument(claims), format);
    for await (const _ of stream) highest = Math.max(highest, process.memoryUsage.rss());
    const { bytes, warnings } = await written;
    const seconds = (performance.now() - started) / 1000;
    const megabytes = highest / 2 ** 20;
    const limits = [
      ...(limit === undefined ? [] : [`at most ${limit} s: ${seconds <= limit ? 'met' : 'MISSED'}`]),
      ...(most === undefined ? [] : [`at most ${most} MB: ${megabytes <= most ? 'met' : 'MISSED'}`]),
    ];
    say(
      `${format}: ${claims} claims, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB of memory, ` +
        `${warnings.length} warnings, load ${busyness()}${limits.map((text) => `; ${text}`).join('')}`,
    );
  }
}

function claimsDocument(claims: number): PrintedDocument {
  return {
    language: 'en',
    metadata: { title: 'A long report', author: 'Kataribe', subject: '', identifier: 'KTB-0001 r1' },
    title: { words: ['A long report'], particulars: [] },
    header: 'KTB-0001 r1',
    footer: '',
    blocks: {
      *[Symbol.iterator]() {
        for (let number = 1; number <= claims; number++) yield* claimBlocks(number);
      },
    },
  };
}

function claimBlocks(number: number): Block[] {
  return [
    {
      kind: 'heading',
      level: 2,
      words: [`#${number} The army crossed the river at night in the year ${number}`],
      anchor: `claim-${number}`,
    },
    {
      kind: 'quotation',
      original: {
        language: 'ja',
        words: [`「その夜、第${number}連隊は川を渡った。私は瀬島中佐と司令部にいた。」と彼は言った。`],
      },
      translation: {
        language: 'en',
        words: [
          `“That night regiment ${number} crossed the river. I was at headquarters with Colonel Sejima,” he said.`,
        ],
      },
    },
    {
      kind: 'definitions',
      items: [
        { name: 'How it was told', values: [['event, took part; the narrator, in his own words']] },
        {
          name: 'Confidence',
          values: [
            [
              `probable, by the archivist, ${number} days after it was recorded`,
              {
                kind: 'note',
                words: [
                  `Author ${number % 2000}, `,
                  { kind: 'run', text: 'Memoirs of the north', weight: 'emphasis' },
                  `, ${number}.`,
                ],
              },
              { kind: 'note', words: [`Second ${number % 1500}, „Воспоминания“, 1956, ${number}.`] },
            ],
            [
              'Two accounts that do not know of each other agree on the night and on the place; the number of the regiment stands in one of them alone.',
            ],
          ],
        },
        { name: 'Independent lines', values: [['for: 2, against: 0']] },
      ],
    },
  ];
}
