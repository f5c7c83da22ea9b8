import { Injectable } from '@nestjs/common';
import { versionOf } from '../common/if-match.js';
import type { Attribution } from '../common/principal.js';
import { notFound, Problem } from '../common/problem.js';
import { statement, type Statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SealedIdentityEntity } from './sealed-identity.entity.js';

/** Whom a sealed identity is of. */
export interface Unnamed {
  kind: 'agent' | 'source';
  id: string;
}

// The lock lets one after the other seal, and nobody name it meanwhile.
const OWNERS: Record<Unnamed['kind'], Statement> = {
  agent: statement(
    'identity.agent',
    `SELECT g.name IS NOT NULL AS "isNamed" FROM agent g
     WHERE g.id = $1 AND may_read(g.access, $2::smallint[]) FOR NO KEY UPDATE`,
  ),
  source: statement(
    'identity.source',
    `SELECT s.csl IS NOT NULL AS "isNamed" FROM source s
     WHERE s.id = $1 AND may_read(s.access, $2::smallint[]) FOR NO KEY UPDATE`,
  ),
};

const sealed = statement(
  'identity.sealed',
  `SELECT i.id, i.version FROM sealed_identity i
   WHERE (i.agent_id = $1 OR i.source_id = $1) AND may_read(i.access, $2::smallint[])`,
);

/** Who the unnamed really are, for those who may know. What is written here goes into no other table. */
@Injectable()
export class SealedIdentityService {
  constructor(private readonly ledger: Ledger) {}

  /** @param ifMatch the header: left out the first time, required from then on */
  seal(by: Attribution, of: Unnamed, ifMatch: string | undefined, identity: string): Promise<void> {
    if (by.idempotency !== undefined) {
      throw new Problem(
        422,
        'request.idempotency_key_refused',
        'An identity is sealed without an Idempotency-Key: what is kept with it would be a digest of the body, ' +
          'and a name can be guessed from its digest. Send If-Match when repeating.',
      );
    }
    return this.ledger.record({ type: 'identity.seal', by }, (activity) =>
      this.write(activity, of, ifMatch, identity),
    );
  }

  private async write(
    activity: Activity,
    { kind, id }: Unnamed,
    ifMatch: string | undefined,
    identity: string,
  ): Promise<void> {
    const { rows, by, manager } = activity;
    const [owner] = await rows<{ isNamed: boolean }>(OWNERS[kind], [id, by.clearance]);
    if (owner === undefined) throw notFound(kind);
    if (owner.isNamed) {
      throw new Problem(409, 'identity.named', `The ${kind} has a name: there is nothing to seal.`);
    }
    const [before] = await rows<{ id: string; version: number }>(sealed, [id, by.clearance]);
    if (before !== undefined) {
      const version = versionOf(ifMatch);
      return reviseRecord(
        activity,
        SealedIdentityEntity,
        'identity',
        { id: before.id, version },
        { identity },
      );
    }
    if (ifMatch !== undefined) {
      throw new Problem(412, 'request.if_match_failed', 'Nothing is sealed yet: leave If-Match out.');
    }
    await manager.insert(SealedIdentityEntity, { [`${kind}Id`]: id, identity });
  }
}
