import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Attribution, STAFF } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { AccessGrantEntity } from './access-grant.entity.js';
import { AccessRequestEntity } from './access-request.entity.js';
import { checkRequestDecision } from './access-request.rules.js';
import { type DecideAccessRequestDto, DEFAULT_DAYS, type RequestAccessDto } from './access-requests.dto.js';

// Asked for is what is listed: the restriction is told with it, to everybody who may see that there is something.
const requestable = statement(
  'access_requests.requestable',
  `SELECT may_read(r.level, $2::smallint[]) AS "isOpen",
     EXISTS (SELECT FROM access_request q WHERE q.restriction_id = r.id AND q.agent_id = $3 AND q.state = 'open') AS "isAsked"
   FROM restriction r JOIN record n ON n.kind = r.kind AND n.id = r.record_id AND may_read(n.access, $2::smallint[])
   WHERE r.id = $1 AND r.mode = 'on_request'
     AND NOT EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = r.id)`,
);

const requested = statement(
  'access_requests.requested',
  'SELECT restriction_id AS "restrictionId", agent_id AS "agentId" FROM access_request WHERE id = $1',
);

const grantOf = statement(
  'access_requests.grant',
  `SELECT g.id, g.version FROM access_grant g WHERE g.request_id = $1 AND g.revoked_because IS NULL`,
);

const DAY = 86_400_000;

/** Whoever is registered asks to read what a restriction closes; somebody else decides. */
@Injectable()
export class AccessRequestsService {
  constructor(private readonly ledger: Ledger) {}

  request(by: Attribution, wanted: RequestAccessDto): Promise<string> {
    return this.ledger.record({ type: 'access_request.make', by }, (activity) =>
      this.write(activity, wanted),
    );
  }

  async write(
    { rows, manager, by }: Activity,
    { restrictionId, purpose }: RequestAccessDto,
  ): Promise<string> {
    const [found] = await rows<{ isOpen: boolean; isAsked: boolean }>(requestable, [
      restrictionId,
      by.clearance,
      by.agentId,
    ]);
    if (found === undefined) {
      const expected = 'the id of a restriction that is opened on request';
      throw invalid([
        { pointer: '/restrictionId', code: 'reference.unknown', expected, found: 'an id that names none' },
      ]);
    }
    if (found.isOpen) throw new Problem(409, 'access_request.needless', 'You may read it already.');
    if (found.isAsked)
      throw new Problem(409, 'access_request.asked', 'You have asked already; nothing is decided yet.');
    const id = randomUUID();
    await manager.insert(AccessRequestEntity, { id, restrictionId, agentId: by.agentId, purpose });
    return id;
  }

  /** @param reviews whether he decides on the requests of others */
  decide(
    by: Attribution,
    reviews: boolean,
    id: string,
    version: number,
    { state, because, days = DEFAULT_DAYS }: DecideAccessRequestDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'access_request.decide', by }, async (activity) => {
      const [request] = await activity.rows<{ restrictionId: string; agentId: string }>(requested, [id]);
      if (request === undefined || (request.agentId !== by.agentId && !reviews)) throw notFound('request');
      const changes = { state, decidedById: by.agentId, decidedBecause: because };
      // Whoever may decide on it sees it, whatever else he reads.
      const seeing = { ...activity, by: { ...by, clearance: STAFF } };
      await reviseRecord(seeing, AccessRequestEntity, 'request', { id, version }, changes, (current) =>
        checkRequestDecision(current, state, { agentId: by.agentId, reviews }),
      );
      if (state !== 'granted') return;
      await activity.manager.insert(AccessGrantEntity, {
        requestId: id,
        ...request,
        expiresAt: new Date(Date.now() + days * DAY),
      });
    });
  }

  /** What was granted is taken back from the next request on. */
  revoke(by: Attribution, id: string, because: string): Promise<void> {
    return this.ledger.record({ type: 'access_grant.revoke', by }, async (activity) => {
      const [grant] = await activity.rows<{ id: string; version: number }>(grantOf, [id]);
      if (grant === undefined)
        throw new Problem(409, 'access_grant.none', 'Nothing is granted on this request.');
      await activity.manager.update(AccessGrantEntity, { id: grant.id }, { revokedBecause: because });
    });
  }
}
