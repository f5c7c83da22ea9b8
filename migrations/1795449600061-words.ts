import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where words stand, table by table, what becomes of them when they are erased, and which rows go with which. */
export class Words1795449600061 implements MigrationInterface {
  name = 'Words1795449600061';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- value: what the column of a row r holds once it is erased; NULL where the words of its table are replaced otherwise.
      CREATE TABLE word_column (
        table_name text NOT NULL,
        column_name text NOT NULL,
        value text,
        CONSTRAINT pk__word_column PRIMARY KEY (table_name, column_name)
      );
      -- A row of table_name whose column_name names an erased row of parent_table is erased with it.
      CREATE TABLE erasure_derivation (
        parent_table text NOT NULL,
        table_name text NOT NULL,
        column_name text NOT NULL,
        CONSTRAINT pk__erasure_derivation PRIMARY KEY (parent_table, table_name, column_name)
      );
    `);
    for (const [table, columns] of Object.entries(WORDS)) {
      for (const [column, value] of Object.entries(columns)) {
        await queryRunner.query('INSERT INTO word_column VALUES ($1, $2, $3)', [table, column, value]);
      }
    }
    for (const [parent, children] of Object.entries(GOES_WITH)) {
      for (const [table, column] of children) {
        await queryRunner.query('INSERT INTO erasure_derivation VALUES ($1, $2, $3)', [
          parent,
          table,
          column,
        ]);
      }
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE erasure_derivation, word_column');
  }
}

type Columns = Record<string, string | null>;

/** That something was said stays visible: [erased] stands where there were words. */
const words = (...columns: string[]): Columns =>
  Object.fromEntries(
    columns.map((column) => [column, `CASE WHEN r.${column} IS NOT NULL THEN '[erased]' END`]),
  );

const nothing = (...columns: string[]): Columns =>
  Object.fromEntries(columns.map((column) => [column, 'NULL']));

/** A date as it was told, and what was made of it. */
const date = (column: string): Columns => ({
  ...words(`${column}_words`),
  ...nothing(`${column}_edtf`, `${column}_span`),
});

/** Words that erase_record replaces by rules of their own. */
const apart = (...columns: string[]): Columns => Object.fromEntries(columns.map((column) => [column, null]));

const WORDS: Record<string, Columns> = {
  access_grant: words('revoked_because'),
  access_request: words('purpose', 'decided_because'),
  activity: apart('note'),
  agent: words('name', 'description', 'unnamed_because'),
  anchor: { ...apart('exact', 'prefix', 'suffix'), ...words('because') },
  answer: words('statement', 'withdrawn_because'),
  answer_reference: words('locator_value', 'quotation', 'note'),
  assessment: words('rationale'),
  assignment: words('note', 'released_because'),
  attempt: { ...date('made'), ...words('channel', 'note', 'where_words') },
  citation: words('locator_value', 'quotation', 'note', 'withdrawn_because'),
  claim: { ...words('statement'), ...date('date') },
  consent: {
    ...words('signer_words', 'conditions', 'restriction', 'paper_kept', 'searched', 'note'),
    ...date('signed'),
  },
  consent_in_force: { conditions: `'[]'::jsonb` },
  consent_revocation: { ...words('revoker_words', 'because'), ...date('revoked') },
  contact: { erased_because: `'[erased]'` },
  contradiction: words('statement', 'rationale', 'question'),
  contradiction_position: words('statement'),
  descent: words('note', 'withdrawn_because'),
  event: { ...words('name', 'note'), ...date('date') },
  expected_document: words('description', 'holder_words', 'lost_because', 'note', 'withdrawn_because'),
  flag: words('reason', 'decided_because', 'reopened_because'),
  // Several of one scheme would be one and the same: what is erased does not stand.
  identifier: { ...words('value', 'note'), withdrawn_because: `'[erased]'` },
  lead: {
    ...words('description', 'note', 'state_because', 'next_step'),
    ...date('next_step_due'),
  },
  life: { ...date('born'), ...date('died'), ...words('note') },
  mention: words('words', 'withdrawn_because'),
  name_form: {
    ...words('value', 'reading', 'note', 'withdrawn_because'),
    ...nothing('parts'),
    ...date('valid'),
  },
  narrator_review: { ...words('asked', 'note'), ...date('reviewed') },
  notice: words('community', 'label', 'text', 'note'),
  notice_withdrawal: words('because'),
  office: { ...words('title', 'note', 'withdrawn_because'), ...date('held') },
  passage: words('speaker'),
  place: { ...words('name', 'note'), ...nothing('latitude', 'longitude') },
  question: words('statement', 'why', 'state_because'),
  reachability: { ...date('held'), ...words('because') },
  reliability: words('rationale'),
  release: words('because', 'decided_because'),
  restriction: words('because'),
  restriction_end: words('because'),
  revision: { ...words('because'), ...apart('text') },
  rights_statement: { ...words('because'), ...date('determined') },
  same_as: words('rationale', 'withdrawn_because'),
  sealed_identity: words('identity'),
  source: {
    ...words('description', 'unnamed_because', 'withdrawn_because'),
    csl: `CASE WHEN r.csl IS NOT NULL THEN jsonb_build_object('type', r.csl -> 'type', 'title', '[erased]') END`,
  },
  state_of_health: { state: `'unknown'`, ...date('held'), ...words('note') },
  suggestion_decision: words('because'),
  teller: { ...date('told'), ...words('told_where', 'note', 'withdrawn_because') },
  testimony: {
    ...words('title', 'translation_note', 'recorded_where', 'summary', 'rights'),
    ...date('recorded'),
  },
  translation: { ...words('note'), ...apart('text') },
};

const GOES_WITH: Record<string, [table: string, column: string][]> = {
  testimony: [
    ['revision', 'testimony_id'],
    ['claim', 'testimony_id'],
    ['descent', 'testimony_id'],
  ],
  revision: [
    ['passage', 'revision_id'],
    ['translation', 'revision_id'],
    ['narrator_review', 'revision_id'],
  ],
  // What was said of the words, and what quotes them.
  claim: [
    ['assessment', 'claim_id'],
    ['flag', 'claim_id'],
    ['assignment', 'claim_id'],
    ['teller', 'claim_id'],
    ['mention', 'claim_id'],
    ['anchor', 'claim_id'],
    ['citation', 'claim_id'],
    ['citation', 'cited_claim_id'],
    ['answer_reference', 'claim_id'],
    ['suggestion_decision', 'claim_id'],
    ['suggestion_decision', 'other_claim_id'],
  ],
  agent: [
    ['name_form', 'agent_id'],
    ['identifier', 'agent_id'],
    ['sealed_identity', 'agent_id'],
    ['same_as', 'agent_id'],
    ['same_as', 'same_agent_id'],
    ['life', 'agent_id'],
    ['office', 'agent_id'],
    ['reachability', 'agent_id'],
    ['state_of_health', 'agent_id'],
    ['contact', 'agent_id'],
  ],
  place: [
    ['name_form', 'place_id'],
    ['identifier', 'place_id'],
    ['same_as', 'place_id'],
    ['same_as', 'same_place_id'],
  ],
  source: [
    ['sealed_identity', 'source_id'],
    ['reliability', 'source_id'],
    ['descent', 'source_id'],
    ['citation', 'source_id'],
    ['answer_reference', 'source_id'],
  ],
  question: [
    ['answer', 'question_id'],
    ['lead', 'question_id'],
    ['expected_document', 'question_id'],
  ],
  answer: [['answer_reference', 'answer_id']],
  lead: [['attempt', 'lead_id']],
  contradiction: [['contradiction_position', 'contradiction_id']],
  consent: [['consent_revocation', 'consent_id']],
  notice: [['notice_withdrawal', 'notice_id']],
};
