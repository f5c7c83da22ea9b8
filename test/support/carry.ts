import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { passagesOf } from '../../src/testimonies/passage.rules.js';
import type { TestArchive } from './archive.js';
import { amend } from './expectations.js';

/** Where the words of an anchor are in the new text. */
export interface CarriedAnchor {
  state: 'firm' | 'text_changed' | 'needs_review' | 'lost';
  /** The words there, which stand in the new text once; left out where they are the same or lost */
  exact?: string;
}

export interface NextRevision {
  text: string;
  kind?: 'correction' | 'restoration' | 'translation' | 'redaction' | 're-transcription';
  because?: string;
  /** By the words of an anchor; the others have theirs in the new text */
  anchors?: Record<string, CarriedAnchor>;
  /** The numbers of the passages that go on in the new ones, in their order; null: a new one. As they stand if left out. */
  continuing?: (number | null)[];
}

export interface CarriedRevision {
  id: string;
  number: number;
}

const text = (value: string | null): string => (value === null ? 'NULL' : pg.escapeLiteral(value));

/** Another text of a testimony, with passages and anchors carried over to it, as rows: one activity by hand. */
export async function carryTo(
  archive: TestArchive,
  testimonyId: string,
  { text: after, kind = 'correction', because = 'Heard again.', anchors = {}, continuing }: NextRevision,
): Promise<CarriedRevision> {
  const [before] = await archive.sql<CarriedRevision>(
    'SELECT id, number FROM revision WHERE testimony_id = $1 ORDER BY number DESC LIMIT 1',
    [testimonyId],
  );
  const rows = await archive.sql<{
    id: string;
    claim: string;
    exact: string;
    state: string;
    passage: string;
  }>(
    `SELECT a.id, a.claim_id AS claim, a.exact, a.state, a.passage_id AS passage
     FROM anchor a JOIN claim c ON c.id = a.claim_id WHERE c.testimony_id = $1 AND a.is_current ORDER BY a.id`,
    [testimonyId],
  );
  const revision = { id: randomUUID(), number: before!.number + 1 };
  const passages = await newPassages(archive, testimonyId, before!.id, after, continuing);
  const carried = rows.map((row) => {
    const { state, exact = row.exact } = anchors[row.exact] ?? { state: 'firm' };
    const at = after.indexOf(exact);
    if (state !== 'lost' && at === -1) throw new Error(`The new text has no "${exact}".`);
    const start = [...after.slice(0, at)].length;
    const end = start + [...exact].length;
    const isCertain = state === 'firm' || state === 'text_changed';
    const passage = isCertain ? passages.find((one) => one.end > start)!.id : row.passage;
    const place = state === 'lost' ? 'NULL, NULL' : `${start}, ${end}`;
    const method = state === 'firm' ? 'exact_unique' : 'context';
    return {
      ...row,
      after: state,
      values: `${place}, ${text(exact)}, '', '', '${method}', '${state}'`,
      passage,
    };
  });
  const changed = new Set(carried.filter((one) => one.after !== 'firm').map(({ claim }) => claim));
  const bytes = Buffer.byteLength(after);
  await amend(
    archive,
    [
      `INSERT INTO revision (id, testimony_id, number, text, sha256, bytes, code_points, segmentation, kind, previous_id,
          because)
        SELECT '${revision.id}', '${testimonyId}', ${revision.number}, t, encode(sha256(convert_to(t, 'UTF8')), 'hex'),
          ${bytes}, char_length(t), 'paragraph', '${kind}', '${before!.id}', ${text(because)}
        FROM (VALUES (${text(after)})) AS words (t)`,
      ...passages.map(
        ({ id, number, start, end, continues }) =>
          `INSERT INTO passage (id, revision_id, number, start_offset, end_offset, continues_id)
           VALUES ('${id}', '${revision.id}', ${number}, ${start}, ${end}, ${text(continues)})`,
      ),
      ...carried.flatMap(({ id, claim, passage, values }) => [
        `UPDATE anchor SET is_current = false WHERE id = '${id}'`,
        `INSERT INTO anchor (claim_id, passage_id, revision_id, carried_from_id, score, margin, start_offset, end_offset,
           exact, prefix, suffix, method, state)
         VALUES ('${claim}', '${passage}', '${revision.id}', '${id}', 0.75, 0.5, ${values})`,
      ]),
      ...[...changed].map(
        (claim) => `UPDATE claim SET words_changed_in_id = '${revision.id}' WHERE id = '${claim}'`,
      ),
    ].join(';\n'),
    'revision.create',
  );
  return revision;
}

async function newPassages(
  archive: TestArchive,
  testimonyId: string,
  revisionId: string,
  after: string,
  continuing: (number | null)[] | undefined,
) {
  const known = await archive.sql<{ id: string; number: number }>(
    'SELECT id, number FROM passage WHERE revision_id = $1 ORDER BY start_offset',
    [revisionId],
  );
  const [last] = await archive.sql<{ number: number }>(
    `SELECT max(p.number) AS number FROM passage p JOIN revision r ON r.id = p.revision_id WHERE r.testimony_id = $1`,
    [testimonyId],
  );
  let unused = last!.number;
  return passagesOf(after, 'paragraph').map(({ start, end }, n) => {
    const number = continuing === undefined ? (known[n]?.number ?? null) : (continuing[n] ?? null);
    const goesOn = known.find((passage) => passage.number === number);
    return {
      id: randomUUID(),
      start,
      end,
      number: goesOn?.number ?? ++unused,
      continues: goesOn?.id ?? null,
    };
  });
}
