import { Problem } from '../common/problem.js';
import type { Attribution } from '../common/principal.js';
import type { Queryable } from '../database/reader.js';
import { statement } from '../database/statement.js';

const find = statement(
  'idempotency.find',
  'SELECT request_sha256, result, activity_id FROM idempotency_key WHERE agent_id = $1 AND route = $2 AND key = $3',
);

// The lock makes a second request with the same key wait until the first has committed or failed.
const lock = statement(
  'idempotency.lock',
  'SELECT pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2 || chr(10) || $3, 0))',
);

const remember = statement(
  'idempotency.remember',
  `INSERT INTO idempotency_key (agent_id, route, key, request_sha256, result)
   VALUES ($1, $2, $3, $4, $5)`,
);

/** What the same request led to before, if it was sent under the same key (draft-ietf-httpapi-idempotency-key). */
export async function earlierResult<Result>(
  transaction: Queryable,
  { agentId, idempotency }: Attribution,
): Promise<{ result: Result; activityId: string } | null> {
  if (idempotency === undefined) return null;
  const key = [agentId, idempotency.route, idempotency.key];
  await transaction.rows(lock, key);
  const [earlier] = await transaction.rows<{ request_sha256: string; result: Result; activity_id: string }>(
    find,
    key,
  );
  if (earlier === undefined) return null;
  if (earlier.request_sha256 !== idempotency.requestSha256) {
    throw new Problem(
      422,
      'request.idempotency_key_reused',
      'This Idempotency-Key was used before for another request. A new request needs a new key.',
      {
        faults: [
          {
            pointer: '',
            code: 'request.idempotency_key_reused',
            expected: 'the body that was first sent under this key',
            found: 'another body',
          },
        ],
      },
    );
  }
  return { result: earlier.result, activityId: earlier.activity_id };
}

/** Keeps the result in the same transaction as the rows, so that neither exists without the other. */
export async function rememberResult(
  transaction: Queryable,
  { agentId, idempotency }: Attribution,
  result: unknown,
): Promise<void> {
  if (idempotency === undefined) return;
  await transaction.rows(remember, [
    agentId,
    idempotency.route,
    idempotency.key,
    idempotency.requestSha256,
    JSON.stringify(result ?? null),
  ]);
}
