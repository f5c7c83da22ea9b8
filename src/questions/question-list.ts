import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, tableAsOf } from '../provenance/as-of.js';
import { questionObject } from './question-document.js';
import { dayOf, factsObject, priorityFacts, scoreOf, TODAY } from './question-priority-facts.js';
import type { QuestionSort } from './vocabularies.js';

/** Which list: its order, what it is narrowed to, and whether it is of an earlier moment. */
export interface QuestionList {
  sort: QuestionSort;
  ofTestimony: boolean;
  ofPerson: boolean;
  then: boolean;
}

/** A keyset has one number: the score, and within a score the oldest first. */
const SEQUENCES = '1000000000000';
const priorityPosition = `(score.points::bigint * ${SEQUENCES} + (${SEQUENCES} - 1 - q.sequence))`;

/**
 * $1 the clearance, $2 the position of the last one shown, $3 how many, $4 the states; then, as far as the list has
 * them, the testimony, the person, and the moment. Questions are never removed, so as of a moment each of those there
 * are now is looked up as it was.
 */
function listOf({ sort, ofTestimony, ofPerson, then }: QuestionList): string {
  let last = 4;
  const next = (): string => `$${++last}`;
  const testimony = ofTestimony ? next() : '';
  const person = ofPerson ? next() : '';
  const moment = then ? next() : '';
  const at = then ? tableAsOf(moment) : currentTable;
  const byPriority = sort === 'priority';
  const position = byPriority ? priorityPosition : 'q.sequence';
  const asOf = then ? `${moment}::bigint[]` : NOW;
  const facts = priorityFacts({ at, clearance: '$1', today: then ? dayOf(moment) : TODAY, asOf });
  // Whichever record of a person is asked for.
  const records = `same_records(${person}::uuid, $1::smallint[], ${asOf}) AS one (id)`;
  const areReadable = `is_readable('agent', one.id, $1::smallint[])`;
  const rows = then
    ? `question listed CROSS JOIN LATERAL (SELECT r.* FROM ${at('question', 'id', 'listed.id')} r) q`
    : 'question q';
  return `
    SELECT ${position} AS sequence, ${questionObject(at, '$1')}::text AS body, ${factsObject} AS facts
    FROM ${rows}
    CROSS JOIN LATERAL (${facts}) f
    CROSS JOIN LATERAL (SELECT ${scoreOf} AS points) score
    WHERE may_read(q.access, $1::smallint[]) AND q.state = ANY ($4::text[])
      AND ${byPriority ? `${position} < $2` : `${then ? 'listed' : 'q'}.sequence > $2`}
      ${byPriority && then ? 'AND listed.sequence > 0' : ''}
      ${
        ofTestimony
          ? `AND q.id IN (SELECT j.question_id FROM claim c
              CROSS JOIN LATERAL (SELECT r.* FROM ${at('question_subject', 'claim_id', 'c.id')} r
                WHERE r.claim_id = c.id) j
              WHERE c.testimony_id = ${testimony} AND may_read(c.access, $1::smallint[])
                AND may_read(j.access, $1::smallint[]))`
          : ''
      }
      ${
        ofPerson
          ? `AND q.id = ANY (ARRAY(
              SELECT j.question_id FROM ${records}
              CROSS JOIN LATERAL (SELECT r.* FROM ${at('question_subject', 'agent_id', 'one.id')} r
                WHERE r.agent_id = one.id OFFSET 0) j
              WHERE ${areReadable} AND may_read(j.access, $1::smallint[])
              UNION ALL
              SELECT l.question_id FROM ${records}
              CROSS JOIN LATERAL (SELECT r.* FROM ${at('lead', 'agent_id', 'one.id')} r
                WHERE r.agent_id = one.id OFFSET 0) l
              WHERE ${areReadable} AND may_read(l.access, $1::smallint[])))`
          : ''
      }
    ORDER BY ${byPriority ? 'sequence DESC' : 'q.sequence'}
    LIMIT $3`;
}

const named = (list: QuestionList): string =>
  [
    'questions.list',
    ...(list.ofTestimony ? ['of_testimony'] : []),
    ...(list.ofPerson ? ['of_person'] : []),
    ...(list.sort === 'priority' ? ['by_priority'] : []),
    ...(list.then ? ['as_of'] : []),
  ].join('_');

const BOTH = [false, true];
const LISTS = new Map<string, Statement>(
  (['age', 'priority'] as const).flatMap((sort) =>
    BOTH.flatMap((ofTestimony) =>
      BOTH.flatMap((ofPerson) =>
        BOTH.map((then): [string, Statement] => {
          const list = { sort, ofTestimony, ofPerson, then };
          return [named(list), statement(named(list), listOf(list))];
        }),
      ),
    ),
  ),
);

export function questionList(list: QuestionList): Statement {
  const found = LISTS.get(named(list));
  if (found === undefined) throw new Error(`There is no list ${named(list)}.`);
  return found;
}
