import type { TestArchive } from './archive.js';
import { amend } from './expectations.js';

/**
 * Raises the access of rows, within an activity. Rows of append-only tables never change but for who may read them: the restrictions to
 * come will do it inside the wall.
 */
export async function restrict(
  archive: TestArchive,
  rows: { table: string; where: string }[],
  access = 3,
): Promise<void> {
  const walls = await archive.sql<{ name: string }>(
    `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'refuse_change'`,
  );
  const appendOnly = new Set(walls.map(({ name }) => name));
  const statements = rows.map(({ table, where }) => {
    const update = `UPDATE ${table} SET access = ${access} WHERE ${where};`;
    if (!appendOnly.has(table)) return update;
    return `ALTER TABLE ${table} DISABLE TRIGGER refuse_change; ${update} ALTER TABLE ${table} ENABLE TRIGGER refuse_change;`;
  });
  await amend(archive, statements.join('\n'));
}

/** The rows of a claim and of all that derives from it. */
export function claimRows(claims: string): { table: string; where: string }[] {
  return [
    { table: 'claim', where: `id IN (${claims})` },
    ...[
      'anchor',
      'teller',
      'mention',
      'citation',
      'assessment',
      'flag',
      'assignment',
      'contradiction_claim',
      'question_subject',
      'answer_reference',
      'expected_document',
    ].map((table) => ({ table, where: `claim_id IN (${claims})` })),
    {
      table: 'assessment_citation',
      where: `assessment_id IN (SELECT id FROM assessment WHERE claim_id IN (${claims}))`,
    },
  ];
}

/** The rows of a testimony and of all that derives from it. */
export function testimonyRows(id: string): { table: string; where: string }[] {
  return [
    { table: 'testimony', where: `id = '${id}'` },
    { table: 'contribution', where: `testimony_id = '${id}'` },
    { table: 'revision', where: `testimony_id = '${id}'` },
    { table: 'passage', where: `revision_id IN (SELECT id FROM revision WHERE testimony_id = '${id}')` },
    {
      table: 'narrator_review',
      where: `revision_id IN (SELECT id FROM revision WHERE testimony_id = '${id}')`,
    },
    { table: 'translation', where: `revision_id IN (SELECT id FROM revision WHERE testimony_id = '${id}')` },
    {
      table: 'translation_passage',
      where: `translation_id IN (SELECT t.id FROM translation t JOIN revision r ON r.id = t.revision_id
        WHERE r.testimony_id = '${id}')`,
    },
    ...claimRows(`SELECT id FROM claim WHERE testimony_id = '${id}'`),
  ];
}
