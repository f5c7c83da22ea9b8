/**
 * Which rows say what rests on what: the declaration of the verification, beside that of the migrations, so that a link is looked for
 * by other means than it was made. `test/verified-edges.spec.ts` compares the two.
 */
export interface Edge {
  table: string;
  from: End;
  to: End;
  /** SQL over the row r */
  relation: string;
  /** When the row is an edge: SQL over r */
  holds?: string;
}
/** Kind of record, and the column that names it. */
type End = [kind: string, column: string];

const always = (relation: string): string => `'${relation}'`;
const DERIVED = always('wasDerivedFrom');
const ATTRIBUTED = always('wasAttributedTo');
const INFLUENCED = always('wasInfluencedBy');
const REVISION = always('wasRevisionOf');
const QUOTED = always('wasQuotedFrom');
const STANDS = 'r.withdrawn_because IS NULL';
const MERGED = `r.certainty = 'same' AND ${STANDS}`;

const of = (
  table: string,
  holds: string | undefined,
  ...edges: [from: End, relation: string, to: End, holds?: string][]
): Edge[] => edges.map(([from, relation, to, own]) => ({ table, from, relation, to, holds: own ?? holds }));

const cited = `CASE WHEN r.stance <> 'for' THEN 'wasInfluencedBy'
  WHEN r.information_class = 'primary' THEN 'hadPrimarySource' ELSE 'wasDerivedFrom' END`;
const descended = `CASE WHEN r.kind = 'quotes' THEN 'wasQuotedFrom'
  WHEN r.kind IN ('author', 'informant', 'told') THEN 'wasAttributedTo' ELSE 'wasDerivedFrom' END`;

export const EDGES: Edge[] = [
  ...of('testimony', undefined, [['testimony', 'id'], DERIVED, ['testimony', 'translation_of_id']]),
  ...of('contribution', undefined, [
    ['testimony', 'testimony_id'],
    `CASE r.role WHEN 'narrator' THEN 'wasAttributedTo' ELSE 'wasInfluencedBy' END`,
    ['agent', 'agent_id'],
  ]),
  ...of(
    'revision',
    undefined,
    [['revision', 'id'], always('specializationOf'), ['testimony', 'testimony_id']],
    [['revision', 'id'], REVISION, ['revision', 'previous_id']],
  ),
  ...of(
    'passage',
    undefined,
    [['passage', 'id'], QUOTED, ['revision', 'revision_id']],
    [['passage', 'id'], REVISION, ['passage', 'continues_id']],
  ),
  ...of('anchor', 'r.is_current', [['claim', 'claim_id'], QUOTED, ['passage', 'passage_id']]),
  ...of(
    'teller',
    STANDS,
    [['claim', 'claim_id'], ATTRIBUTED, ['agent', 'agent_id']],
    [['claim', 'claim_id'], DERIVED, ['source', 'source_id']],
  ),
  ...of(
    'citation',
    STANDS,
    [['claim', 'claim_id'], cited, ['source', 'source_id']],
    [['claim', 'claim_id'], cited, ['claim', 'cited_claim_id']],
    [['claim', 'claim_id'], cited, ['passage', 'cited_passage_id']],
  ),
  ...of(
    'assessment',
    undefined,
    [['assessment', 'id'], DERIVED, ['claim', 'claim_id']],
    [['assessment', 'id'], ATTRIBUTED, ['agent', 'agent_id']],
  ),
  ...of('contradiction_claim', undefined, [
    ['contradiction', 'contradiction_id'],
    INFLUENCED,
    ['claim', 'claim_id'],
  ]),
  ...of(
    'question_subject',
    undefined,
    [
      ['question', 'question_id'],
      `CASE r.role WHEN 'raised_by' THEN 'wasDerivedFrom' ELSE 'wasInfluencedBy' END`,
      ['claim', 'claim_id'],
    ],
    [['question', 'question_id'], INFLUENCED, ['source', 'source_id']],
    [['question', 'question_id'], INFLUENCED, ['agent', 'agent_id']],
  ),
  ...of(
    'lead',
    undefined,
    [['lead', 'id'], DERIVED, ['question', 'question_id']],
    [['lead', 'id'], DERIVED, ['expected_document', 'expected_document_id']],
    [['lead', 'id'], INFLUENCED, ['agent', 'agent_id']],
    [['lead', 'id'], INFLUENCED, ['source', 'source_id']],
  ),
  ...of(
    'attempt',
    undefined,
    [['attempt', 'id'], DERIVED, ['lead', 'lead_id']],
    [['attempt', 'id'], ATTRIBUTED, ['agent', 'made_by_id']],
    [['attempt', 'id'], INFLUENCED, ['agent', 'where_agent_id']],
    [['attempt', 'id'], INFLUENCED, ['source', 'where_source_id']],
  ),
  ...of(
    'flag',
    undefined,
    [['flag', 'id'], DERIVED, ['claim', 'claim_id']],
    [['flag', 'id'], ATTRIBUTED, ['agent', 'raised_by_id']],
  ),
  ...(['source', 'testimony'] as const).flatMap((here) =>
    (['source', 'agent', 'testimony', 'claim'] as const).flatMap((origin) =>
      of('descent', STANDS, [[here, `${here}_id`], descended, [origin, `origin_${origin}_id`]]),
    ),
  ),
  ...of(
    'reliability',
    undefined,
    [['reliability', 'id'], DERIVED, ['source', 'source_id']],
    [['reliability', 'id'], ATTRIBUTED, ['agent', 'agent_id']],
  ),
  ...of('name_form', STANDS, [['name_form', 'id'], DERIVED, ['source', 'source_id']]),
  ...of(
    'same_as',
    MERGED,
    [['agent', 'agent_id'], always('alternateOf'), ['agent', 'same_agent_id']],
    [['place', 'place_id'], always('alternateOf'), ['place', 'same_place_id']],
  ),
  ...of(
    'life',
    undefined,
    [['life', 'id'], INFLUENCED, ['agent', 'agent_id']],
    [['life', 'id'], DERIVED, ['source', 'born_source_id']],
    [['life', 'id'], DERIVED, ['claim', 'born_claim_id']],
    [
      ['life', 'id'],
      DERIVED,
      ['source', 'died_source_id'],
      'r.died_source_id IS DISTINCT FROM r.born_source_id',
    ],
    [['life', 'id'], DERIVED, ['claim', 'died_claim_id'], 'r.died_claim_id IS DISTINCT FROM r.born_claim_id'],
  ),
  ...of(
    'office',
    STANDS,
    [['office', 'id'], INFLUENCED, ['agent', 'agent_id']],
    [['office', 'id'], INFLUENCED, ['agent', 'organisation_id']],
    [['office', 'id'], DERIVED, ['source', 'source_id']],
    [['office', 'id'], DERIVED, ['claim', 'claim_id']],
  ),
  ...of(
    'reachability',
    undefined,
    [['reachability', 'id'], INFLUENCED, ['agent', 'agent_id']],
    [['reachability', 'id'], DERIVED, ['source', 'source_id']],
    [['reachability', 'id'], DERIVED, ['claim', 'claim_id']],
  ),
  ...of('answer', undefined, [['answer', 'id'], DERIVED, ['question', 'question_id']]),
  ...of(
    'answer_reference',
    undefined,
    [
      ['answer', 'answer_id'],
      `CASE r.role WHEN 'settles' THEN 'wasInfluencedBy' ELSE 'wasDerivedFrom' END`,
      ['claim', 'claim_id'],
    ],
    [['answer', 'answer_id'], DERIVED, ['source', 'source_id']],
    [['answer', 'answer_id'], DERIVED, ['passage', 'passage_id']],
  ),
  ...of(
    'expected_document',
    STANDS,
    [['expected_document', 'id'], DERIVED, ['question', 'question_id']],
    [['expected_document', 'id'], DERIVED, ['claim', 'claim_id']],
    [['expected_document', 'id'], INFLUENCED, ['agent', 'holder_agent_id']],
    [['expected_document', 'id'], INFLUENCED, ['source', 'found_source_id']],
  ),
  ...of(
    'narrator_review',
    undefined,
    [['narrator_review', 'id'], DERIVED, ['revision', 'revision_id']],
    [['narrator_review', 'id'], DERIVED, ['passage', 'passage_id']],
    [['narrator_review', 'id'], ATTRIBUTED, ['agent', 'agent_id']],
    [['revision', 'carried_out_in_id'], INFLUENCED, ['narrator_review', 'id']],
  ),
  ...of(
    'translation',
    undefined,
    [['translation', 'id'], DERIVED, ['revision', 'revision_id']],
    [['translation', 'id'], ATTRIBUTED, ['agent', 'agent_id']],
    [['translation', 'id'], REVISION, ['translation', 'replaces_id']],
  ),
  ...of(
    'consent',
    undefined,
    [['consent', 'id'], DERIVED, ['testimony', 'testimony_id']],
    [['consent', 'id'], ATTRIBUTED, ['agent', 'signer_id']],
    [['consent', 'id'], REVISION, ['consent', 'supersedes_id']],
  ),
  ...of(
    'consent_revocation',
    undefined,
    [['consent_revocation', 'id'], DERIVED, ['consent', 'consent_id']],
    [['consent_revocation', 'id'], ATTRIBUTED, ['agent', 'revoker_id']],
  ),
  ...of('rights_statement', undefined, [['rights_statement', 'id'], DERIVED, ['testimony', 'testimony_id']]),
  ...of('notice', undefined, [['notice', 'id'], DERIVED, ['testimony', 'testimony_id']]),
];
