import { hash } from 'node:crypto';
import type { Finding, Report } from './finding.js';
import { type IdRange, within } from './id-range.js';
import { CodePoints, type Place, untiled } from './passages.js';
import type { Session, Value } from './session.js';

/** Anchors and passages against the words of the texts of these ids; hashes and counts against the texts. */
export async function checkWords(session: Session, range: IdRange, report: Report): Promise<void> {
  for (const kind of ['revision', 'translation'] as const) {
    const passages =
      kind === 'revision'
        ? 'SELECT * FROM public.passage p WHERE p.revision_id = t.id'
        : 'SELECT * FROM public.translation_passage p WHERE p.translation_id = t.id';
    const texts = `SELECT t.id, t.sha256, t.bytes, t.code_points, t.erased_by, t.text,
        (SELECT json_agg(json_build_array(p.id, p.number, p.start_offset, p.end_offset) ORDER BY p.number)
          FROM (${passages}) p),
        ${
          kind === 'translation'
            ? 'NULL'
            : `(SELECT json_agg(json_build_array(
                a.id, a.version, a.start_offset, a.end_offset, a.exact, a.prefix, a.suffix, a.first, a.last))
              FROM (
                SELECT a.*, p.start_offset AS first, p.end_offset AS last
                FROM (${passages}) p JOIN public.anchor a ON a.passage_id = p.id
                WHERE a.revision_id = t.id AND a.state = 'firm'
                -- Where nobody has confirmed yet where the words are, the passage is that where they last were.
                UNION ALL SELECT a.*, NULL, NULL FROM public.anchor a
                WHERE a.revision_id = t.id AND a.state <> 'firm' AND a.state <> 'lost') a)`
        }
      FROM public.${kind} t WHERE ${within('t.id', range)}`;
    for await (const batch of session.batches(texts, 20)) {
      for (const row of batch) checkText(kind, row, report);
      report.count('texts', batch.length);
    }
  }
}

type PassageRow = [id: string, number: number, start: number, end: number];
type AnchorRow = [
  id: string,
  version: number,
  start: number | null,
  end: number | null,
  exact: string,
  prefix: string,
  suffix: string,
  passageStart: number | null,
  passageEnd: number | null,
];

function checkText(kind: string, row: Value[], report: Report): void {
  const [id, sha256, bytes, codePoints, erasedBy, whole, passages, anchors] = row as string[];
  const text = new CodePoints(whole!);
  // What was erased keeps its hash and counts: they are what was received.
  if (erasedBy === null) {
    const is: Record<string, string> = {
      sha256: hash('sha256', whole!, 'hex'),
      bytes: String(Buffer.byteLength(whole!)),
      code_points: String(text.length),
    };
    for (const [column, said] of Object.entries({ sha256, bytes, code_points: codePoints })) {
      if (said === is[column]) continue;
      report.find({
        code: `text.${column}_differs`,
        table: kind,
        id: id!,
        column,
        message: `${column} of this ${kind} is ${said}; that of its text is ${is[column]}.`,
      });
    }
  }
  const places = (JSON.parse(passages ?? '[]') as PassageRow[]).map(
    ([passage, number, start, end]): Place & { id: string; number: number } => ({
      id: passage,
      number,
      start,
      end,
    }),
  );
  // A translation may leave out parts, and follow another order.
  const wrong = kind === 'revision' ? untiled(text, places) : overlapping(text, places);
  if (wrong !== null || places.some(({ number }, index) => number !== index + 1)) {
    report.find({
      code: 'passage.does_not_fit',
      table: kind,
      id: id!,
      message: `The passages of this ${kind} do not fall into its text: ${wrong ?? 'their numbers have gaps'}.`,
    });
  }
  const quoted = JSON.parse(anchors ?? '[]') as AnchorRow[];
  for (const anchor of quoted) for (const found of misplaced(anchor, text)) report.find(found);
  report.count('anchors', quoted.length);
}

function overlapping(text: CodePoints, places: readonly Place[]): string | null {
  let end = 0;
  for (const place of [...places].sort((a, b) => a.start - b.start)) {
    if (place.start < end || place.end > text.length)
      return `${place.start} to ${place.end} overlaps or is outside`;
    end = place.end;
  }
  return null;
}

function misplaced(anchor: AnchorRow, text: CodePoints): Finding[] {
  const [id, version, start, end, exact, prefix, suffix, passageStart, passageEnd] = anchor;
  const about = { table: 'anchor', id, version };
  if (start === null || end === null) {
    return [
      {
        ...about,
        column: 'start_offset',
        code: 'anchor.without_place',
        message: 'This anchor is not lost, and says no place in the text.',
      },
    ];
  }
  const found: Finding[] = [];
  const standing = {
    exact: text.cut(start, end),
    prefix: text.cut(start - lengthOf(prefix), start),
    suffix: text.cut(end, end + lengthOf(suffix)),
  };
  for (const [column, said] of Object.entries({ exact, prefix, suffix })) {
    if (standing[column as keyof typeof standing] === said) continue;
    found.push({
      ...about,
      column,
      code: `anchor.${column}_differs`,
      message: `${column} of this anchor is not what stands in its text ${column === 'exact' ? `from ${start} to ${end}` : `beside ${start} to ${end}`}.`,
    });
  }
  if (passageStart !== null && passageEnd !== null && (start < passageStart || start >= passageEnd)) {
    found.push({
      ...about,
      column: 'passage_id',
      code: 'anchor.passage_differs',
      message: 'This anchor does not begin in the passage that it names.',
    });
  }
  return found;
}

function lengthOf(text: string): number {
  return new CodePoints(text).length;
}

/** What can be told of anchors without their words. */
export async function checkAnchors(session: Session, report: Report): Promise<void> {
  const rows = session.batches(`SELECT a.id, a.version, a.state, CASE
      WHEN (a.state = 'lost') <> (a.start_offset IS NULL) THEN 'start_offset'
      WHEN (a.state = 'lost') <> (a.end_offset IS NULL) THEN 'end_offset'
      ELSE 'passage_id' END
    FROM public.anchor a LEFT JOIN public.passage p ON p.id = a.passage_id
    WHERE (a.state = 'lost') <> (a.start_offset IS NULL) OR (a.state = 'lost') <> (a.end_offset IS NULL)
      OR p.id IS NULL OR a.state = 'firm' AND p.revision_id <> a.revision_id`);
  for await (const batch of rows) {
    for (const [id, version, state, column] of batch as string[][]) {
      report.find({
        code: 'anchor.state_differs',
        table: 'anchor',
        id,
        version: Number(version),
        column,
        message: `${column} of this anchor does not go with its state, ${state}, and its text.`,
      });
    }
  }
}
