import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import type { Attribution } from '../common/principal.js';
import { type Fault } from '../common/fault.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { checkReferences } from '../access/readable-references.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { carrySpans } from './carry-spans.js';
import { checkSpan } from './restricted-span.js';
import { RestrictionEndEntity } from './restriction-end.entity.js';
import { RestrictionEntity } from './restriction.entity.js';
import { endOf, faultsOf, levelOf, partOf } from './restriction.rules.js';
import type { EndRestrictionDto, RestrictDto, UntilDto } from './restrictions.dto.js';
import { RestrictionsQueries } from './restrictions.queries.js';
import type { RestrictionEndReason } from './vocabularies.js';

const wanted = statement(
  'restrictions.wanted',
  `SELECT n.access, (SELECT r.code_points FROM revision r WHERE r.id = n.id) AS "codePoints"
   FROM record n WHERE n.kind = $1 AND n.id = $2 AND may_read(n.access, $3::smallint[]) LIMIT 1`,
);

const standing = statement(
  'restrictions.standing',
  `SELECT r.id, EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = r.id) AS ended
   FROM restriction r WHERE r.id = $1 AND may_read(r.access, $2::smallint[])`,
);

const nextCompartment = statement(
  'restrictions.next_compartment',
  `SELECT nextval('compartment')::integer AS next`,
);

/** Restricts records, and ends what restricts them. What that does to all that derives from them the database works out. */
@Injectable()
export class RestrictionsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: RestrictionsQueries,
  ) {}

  restrict(by: Attribution, wish: RestrictDto): Promise<string> {
    return this.ledger.record({ type: 'restriction.impose', by }, (activity) => this.write(activity, wish));
  }

  /** Tries it out. @returns the restriction as it would be, with all that it would close */
  rehearse(by: Attribution, wish: RestrictDto): Promise<JsonDocument> {
    return this.ledger.rehearse({ type: 'restriction.impose', by }, async (activity) =>
      this.queries.restriction(await this.write(activity, wish), by.clearance, activity),
    );
  }

  async write(activity: Activity, wish: RestrictDto): Promise<string> {
    const { kind, recordId, mode, start, end, basis, because, until, replaces } = wish;
    const part = partOf(kind, mode, wish.part);
    const refused = faultsOf({ kind, part, mode, start, end });
    if (refused.length > 0) throw invalid(refused);
    const [record] = await activity.rows<{ codePoints: number | null }>(wanted, [
      kind,
      recordId,
      activity.by.clearance,
    ]);
    if (record === undefined) throw invalid([unknown('/recordId', kind)]);
    if (end !== undefined && record.codePoints !== null && end > record.codePoints) {
      const expected = `a place before the end of the text, at ${record.codePoints}`;
      throw invalid([{ pointer: '/end', code: 'restriction.span_outside', expected, found: String(end) }]);
    }
    if (start !== undefined && end !== undefined) await checkSpan(activity, recordId, { start, end });
    const decidedById = await this.decider(activity, wish.decidedById);
    const ends = await this.until(activity, until);
    if (replaces !== undefined)
      await this.endIt(activity, replaces, 'replaced', because, decidedById, '/replaces');
    const id = randomUUID();
    await activity.manager.insert(RestrictionEntity, {
      id,
      kind,
      recordId,
      part,
      startOffset: start ?? null,
      endOffset: end ?? null,
      mode,
      level: levelOf(mode, mode === 'on_request' ? await compartment(activity) : 0),
      basis,
      because,
      decidedById,
      ...ends,
      replacesId: replaces ?? null,
    });
    await carrySpans(activity, id);
    return id;
  }

  /** Ends a restriction before its time. */
  lift(by: Attribution, id: string, { because, decidedById }: EndRestrictionDto): Promise<void> {
    return this.ledger.record({ type: 'restriction.end', by }, async (activity) =>
      this.endIt(activity, id, 'lifted', because, await this.decider(activity, decidedById)),
    );
  }

  /** @param pointer the field of the request that names it; in the path where left out */
  async endIt(
    activity: Activity,
    id: string,
    reason: RestrictionEndReason,
    because: string,
    decidedById: string,
    pointer?: string,
  ): Promise<void> {
    const [found] = await activity.rows<{ ended: boolean }>(standing, [id, activity.by.clearance]);
    if (found === undefined)
      throw pointer === undefined ? notFound('restriction') : invalid([unknown(pointer, 'restriction')]);
    if (found.ended)
      throw new Problem(409, 'restriction.ended', 'The restriction has ended already; how and why stays.');
    await activity.manager.insert(RestrictionEndEntity, { restrictionId: id, reason, because, decidedById });
  }

  private async decider(activity: Activity, id: string | undefined): Promise<string> {
    if (id === undefined) return activity.by.agentId;
    await checkReferences(activity, [{ table: 'agent', id, pointer: '/decidedById' }]);
    return id;
  }

  private async until(activity: Activity, until: UntilDto | undefined): Promise<Partial<RestrictionEntity>> {
    if (until === undefined) return {};
    const { edtf, deathOf, years } = until;
    if (
      (edtf === undefined) === (deathOf === undefined) ||
      (deathOf === undefined) !== (years === undefined)
    ) {
      const expected = 'either edtf, or deathOf together with years';
      throw invalid([{ pointer: '/until', code: 'restriction.until_unclear', expected }]);
    }
    if (deathOf !== undefined) {
      await checkReferences(activity, [{ table: 'agent', id: deathOf, pointer: '/until/deathOf' }]);
      return { untilAgentId: deathOf, untilYears: years! };
    }
    const ends = endOf(edtf!, new Date().toISOString().slice(0, 10));
    if ('fault' in ends) throw invalid([ends.fault]);
    return { untilEdtf: edtf!, endsOn: ends.endsOn };
  }
}

async function compartment({ rows }: Activity): Promise<number> {
  const [{ next } = { next: 0 }] = await rows<{ next: number }>(nextCompartment, []);
  return next;
}

function unknown(pointer: string, what: string): Fault {
  return {
    pointer,
    code: 'reference.unknown',
    expected: `the id of a ${what} that exists`,
    found: 'an id that names none',
  };
}
