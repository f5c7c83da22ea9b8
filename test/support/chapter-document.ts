import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Block, Definition, PrintedDocument, Words } from '../../src/documents/document.js';

/** What is used of the record of the first testimony. */
interface ChapterRecord {
  testimony: { title: string; language: string; summary: string };
  sources: Record<string, { csl?: { title?: string; publisher?: string }; description?: string }>;
  claims: {
    key: string;
    statement: string;
    kind: string;
    basis: string;
    anchors?: (string | { words?: string; text?: string })[];
    citations?: { source: string; stance: string; note?: string }[];
    assessment?: { confidence: string; rationale: string };
  }[];
  contradictions?: {
    statement: string;
    question?: string;
    preferred?: number;
    positions?: { statement: string; claims: string[] }[];
    rationale?: string;
  }[];
}

/** The first testimony as a document: enough of a report to look at its pages. It is no report; those are made elsewhere. */
export function chapterDocument(): PrintedDocument {
  const file = readFileSync('seeds/japan-soviet-relationship/record.yaml', 'utf8');
  const { testimony, claims, contradictions = [] } = parse(file) as ChapterRecord;
  const numbers = new Map(claims.map(({ key }, index) => [key, index + 1]));
  return {
    language: 'en',
    metadata: {
      title: `Citation report: ${testimony.title}`,
      author: 'Kataribe',
      subject: testimony.title,
      identifier: 'KTB-0001 r1',
      moment: '2026-11-23T00:00:00Z',
    },
    title: {
      words: [`Citation report: ${testimony.title}`],
      particulars: [
        { name: 'Testimony', values: [['KTB-0001 r1']] },
        { name: 'Summary', values: [[testimony.summary.trim()]] },
      ],
    },
    header: 'KTB-0001 r1',
    footer: 'Kataribe 語り部, tree of 1,024 entries',
    blocks: [
      { kind: 'heading', level: 1, words: ['Overview'], anchor: 'overview' },
      countsOf(claims),
      { kind: 'heading', level: 1, words: ['Claims'], anchor: 'claims' },
      ...claims.flatMap((claim, index) => claimBlocks(claim, index + 1)),
      { kind: 'heading', level: 1, words: ['Claims that cannot all be true'], anchor: 'contradictions' },
      ...contradictions.flatMap(({ statement, question, positions = [], preferred, rationale }): Block[] => [
        { kind: 'heading', level: 2, words: [statement] },
        ...(question === undefined ? [] : [{ kind: 'paragraph', words: [question] } as const]),
        {
          kind: 'positions',
          positions: positions.map((position, at) => ({
            title: [position.statement],
            preferred: preferred === at + 1,
            blocks: [
              {
                kind: 'list',
                items: position.claims.map((key) => [
                  {
                    kind: 'paragraph',
                    words: [
                      { kind: 'link', text: `#${numbers.get(key)}`, to: `#claim-${numbers.get(key)}` },
                      ` ${claims[numbers.get(key)! - 1]!.statement}`,
                    ],
                  },
                ]),
              },
            ],
          })),
        },
        { kind: 'paragraph', words: [rationale?.trim() ?? ''] },
      ]),
    ],
  };
}

type Claim = ChapterRecord['claims'][number];

function countsOf(claims: Claim[]): Block {
  const counts = new Map<string, number>();
  for (const { assessment } of claims) {
    const confidence = assessment?.confidence ?? 'not assessed';
    counts.set(confidence, (counts.get(confidence) ?? 0) + 1);
  }
  return {
    kind: 'table',
    anchor: 'counts',
    caption: ['By confidence'],
    head: ['Confidence', 'Claims'],
    rows: [...counts].map(([confidence, many]) => [[confidence], many]),
  };
}

function claimBlocks(
  { statement, kind, basis, anchors = [], citations = [], assessment }: Claim,
  number: number,
): Block[] {
  const notes = citations.map(({ source, stance, note }): Words[number] => ({
    kind: 'note',
    words: [`${stance}: ${source}`, ...(note === undefined ? [] : [`. ${note.trim()}`])],
  }));
  const items: Definition[] = [
    { name: 'How it was told', values: [[`${kind}, ${basis}`]] },
    ...(assessment === undefined
      ? []
      : [{ name: 'Confidence', values: [[assessment.confidence, ...notes], [assessment.rationale.trim()]] }]),
  ];
  const mark: Words = notes.length === 0 ? [{ kind: 'mark', text: 'unverified' }] : [];
  return [
    { kind: 'heading', level: 2, words: [`#${number} ${statement}`, ...mark], anchor: `claim-${number}` },
    ...anchors.map((anchor): Block => ({
      kind: 'quotation',
      original: {
        language: 'en',
        words: [`“${typeof anchor === 'string' ? anchor : (anchor.words ?? anchor.text ?? '')}”`],
      },
    })),
    { kind: 'definitions', items },
  ];
}
