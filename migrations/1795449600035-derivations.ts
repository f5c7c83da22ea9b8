import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What rests on what, table by table, and the triggers that keep access in line with it. */
export class Derivations1795449600035 implements MigrationInterface {
  name = 'Derivations1795449600035';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, rules] of Object.entries(DERIVATIONS)) {
      await queryRunner.query('SELECT declare_derivations($1::regclass, $2)', [table, JSON.stringify(rules)]);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of Object.keys(DERIVATIONS).reverse()) {
      await queryRunner.query('SELECT revoke_derivations($1::regclass)', [table]);
    }
  }
}

interface Rule {
  /** The column that names what the row rests on */
  on?: string;
  /** Only a part of it */
  part?: string;
  /** Whose access follows, where it is not the row itself: table and the column of the row that names it */
  child?: [string, string];
  /** A condition over the row r */
  if?: string;
  /** A condition over the row r and a restricted span s: whether the closed words are among those of the row */
  spans?: string;
  /** What of the row r decides that, as text */
  place?: string;
}

const on = (...columns: string[]): Rule[] => columns.map((column) => ({ on: column }));

/**
 * The record made with these associations was drawn from what they name: it is as closed as the strictest of it. What is
 * associated later does not close it, or its vanishing would tell that there was something to hide.
 */
const madeOf = (table: string, by: string, columns: string[], and = 'true'): Rule[] =>
  columns.map((column) => ({
    on: column,
    child: [table, by],
    if: `${and} AND first_activity(r.id, r.activity_id) =
      (SELECT first_activity(p.id, p.activity_id) FROM public.${table} p WHERE p.id = r.${by})`,
  }));

const withinPassage: Rule = {
  spans: `EXISTS (SELECT FROM public.passage p WHERE p.id = r.passage_id AND p.revision_id = s.revision_id
    AND p.start_offset < s.end_offset AND p.end_offset > s.start_offset)`,
  place: 'r.passage_id::text',
};

const DERIVATIONS: Record<string, Rule[]> = {
  agent: [],
  place: [],
  source: [],
  event: [],
  api_token: [],
  sealed_identity: on('agent_id', 'source_id'),
  testimony: on('translation_of_id'),
  contribution: on('testimony_id', 'agent_id'),
  revision: [...on('testimony_id'), { on: 'testimony_id', part: 'content' }],
  passage: on('revision_id'),
  narrator_review: [...on('revision_id', 'passage_id'), withinPassage],
  translation: on('revision_id'),
  translation_passage: [...on('translation_id', 'passage_id'), withinPassage],
  claim: [...on('testimony_id'), { on: 'testimony_id', part: 'content' }],
  anchor: [
    ...on('claim_id', 'passage_id', 'revision_id'),
    // What is lost or in doubt is shown by the words of before.
    { on: 'carried_from_id', if: "r.state IN ('lost', 'needs_review')" },
    // A claim is as closed as the words it stands on now.
    { on: 'id', child: ['claim', 'claim_id'], if: 'r.is_current' },
    {
      spans: `s.revision_id = r.revision_id AND r.start_offset < s.end_offset AND r.end_offset > s.start_offset`,
      place: `r.revision_id || ' ' || r.start_offset || ' ' || r.end_offset`,
    },
  ],
  teller: on('claim_id', 'agent_id', 'source_id'),
  mention: [...on('claim_id', 'passage_id', 'agent_id', 'place_id', 'event_id'), withinPassage],
  citation: [
    ...on('claim_id', 'source_id', 'cited_claim_id', 'cited_passage_id'),
    {
      ...withinPassage,
      spans: withinPassage.spans!.replace('r.passage_id', 'r.cited_passage_id'),
      place: 'r.cited_passage_id::text',
    },
  ],
  assessment: on('claim_id'),
  assessment_citation: [
    ...on('assessment_id', 'citation_id'),
    ...madeOf('assessment', 'assessment_id', ['citation_id']),
  ],
  flag: on('claim_id'),
  assignment: on('claim_id'),
  contradiction: [],
  contradiction_position: on('contradiction_id'),
  contradiction_claim: [
    ...on('contradiction_id', 'claim_id', 'position_id'),
    ...madeOf('contradiction', 'contradiction_id', ['claim_id']),
  ],
  suggestion_decision: on('claim_id', 'other_claim_id', 'contradiction_id'),
  question: [],
  question_subject: [
    ...on('question_id', 'claim_id', 'source_id', 'agent_id'),
    // A question tells of what raised it and of what it is about, not of what its answer would settle.
    ...madeOf('question', 'question_id', ['claim_id', 'source_id', 'agent_id'], "r.role <> 'would_settle'"),
  ],
  // Who holds it, and where it was found, is left out where one may not see it: it is looked for all the same.
  expected_document: on('question_id', 'claim_id'),
  lead: on('question_id', 'agent_id', 'source_id', 'place_id', 'expected_document_id'),
  attempt: on('lead_id', 'where_agent_id', 'where_place_id', 'where_source_id'),
  answer: on('question_id'),
  answer_reference: [
    ...on('answer_id', 'claim_id', 'source_id', 'passage_id'),
    ...madeOf('answer', 'answer_id', ['claim_id', 'source_id', 'passage_id']),
    withinPassage,
  ],
  descent: on(
    'source_id',
    'testimony_id',
    'origin_source_id',
    'origin_agent_id',
    'origin_testimony_id',
    'origin_claim_id',
  ),
  reliability: on('source_id'),
  name_form: on('agent_id', 'place_id', 'source_id'),
  identifier: on('agent_id', 'place_id'),
  same_as: on('agent_id', 'same_agent_id', 'place_id', 'same_place_id'),
  // One row for birth and death: each is hidden by itself with what it rests on, by whatever reads the row.
  life: on('agent_id'),
  office: on('agent_id', 'source_id', 'claim_id'),
  reachability: on('agent_id', 'source_id', 'claim_id'),
  state_of_health: on('agent_id', 'source_id', 'claim_id'),
  contact: on('agent_id'),
  consent: on('testimony_id'),
  consent_revocation: on('consent_id'),
  consent_in_force: on('testimony_id'),
  rights_statement: on('testimony_id'),
  notice: on('testimony_id'),
  notice_withdrawal: on('notice_id'),
  restriction: [],
  restriction_end: [],
  release: [],
};
