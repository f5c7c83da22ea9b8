import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { lockTestimony } from '../testimonies/lock-testimony.js';
import { faultsOfConsent, faultsOfRevocation } from './consent-faults.rules.js';
import { ConsentRevocationEntity } from './consent-revocation.entity.js';
import { ConsentEntity } from './consent.entity.js';
import { scopeOf } from './consent.rules.js';
import type { RecordConsentDto, RevokeConsentDto } from './consents.dto.js';
import { stateInForce } from './state-in-force.js';

// By whichever record of one person somebody is named.
const narrators = statement(
  'consents.narrators',
  `SELECT b.agent_id AS id, b.agent_id IN (SELECT same_person($2)) AS "isNamed"
   FROM contribution b WHERE b.testimony_id = $1 AND b.role = 'narrator' ORDER BY b.position`,
);

const superseded = statement(
  'consents.superseded',
  `SELECT EXISTS (SELECT FROM consent l WHERE l.supersedes_id = c.id) AS "isSuperseded"
   FROM consent c WHERE c.id = $1 AND c.testimony_id = $2 AND may_read(c.access, $3::smallint[])`,
);

interface StandingRow {
  testimonyId: string;
  isNone: boolean;
  /** The first day on which it can have been signed */
  signed: string | null;
  isSuperseded: boolean;
  isRevoked: boolean;
}

const standing = statement(
  'consents.standing',
  `SELECT c.testimony_id AS "testimonyId", c.instrument = 'none_found' AS "isNone",
     CASE WHEN isfinite(lower(c.signed_span)) AND lower(c.signed_span) > '0001-01-01' THEN
       to_char(lower(c.signed_span), 'YYYY-MM-DD') END AS signed,
     EXISTS (SELECT FROM consent l WHERE l.supersedes_id = c.id) AS "isSuperseded",
     EXISTS (SELECT FROM consent_revocation x WHERE x.consent_id = c.id) AS "isRevoked"
   FROM consent c WHERE c.id = $1 AND may_read(c.access, $2::smallint[])`,
);

/** Consent and its revocation, as events that never change: a mistake is put right by an event that supersedes it. */
@Injectable()
export class ConsentsService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, testimonyId: string, wanted: RecordConsentDto): Promise<string> {
    return this.ledger.record({ type: 'consent.record', by }, (activity) =>
      this.write(activity, testimonyId, wanted),
    );
  }

  async write(activity: Activity, testimonyId: string, wanted: RecordConsentDto): Promise<string> {
    await lockTestimony(activity, testimonyId);
    const faults = faultsOfConsent(wanted, new Date());
    if (faults.length > 0) throw invalid(faults);
    const { instrument, signerId, narratorId, signerWords, role, supersedes, conditions, restriction } =
      wanted;
    await checkReferences(activity, [
      ...agentReference(signerId, '/signerId'),
      ...agentReference(narratorId, '/narratorId'),
    ]);
    const forNarrator = await narratorOf(activity, testimonyId, wanted);
    if (supersedes !== undefined) await checkSuperseded(activity, testimonyId, supersedes);
    const { words, edtf, span } = toldDate(wanted.signed);
    const id = randomUUID();
    await activity.manager.insert(ConsentEntity, {
      ...{ id, testimonyId, instrument, signerId, signerWords, role, narratorId: forNarrator },
      ...{ signedWords: words, signedEdtf: edtf, signedSpan: span },
      ...scopeOf((act) => wanted.scope?.[act] ?? 'not_mentioned'),
      ...{ conditions: conditions?.text, conditionsLanguage: conditions?.language },
      conditionsShown: conditions?.shown ?? false,
      ...{ restriction: restriction?.text, restrictionLanguage: restriction?.language },
      ...{ paperSha256: wanted.paper?.sha256, paperKept: wanted.paper?.kept },
      ...{ searched: wanted.searched, note: wanted.note, supersedesId: supersedes },
    });
    await stateInForce(activity, testimonyId);
    return id;
  }

  /** Takes a consent back. What follows for what is published is somebody's decision: the answer says what would. */
  revoke(by: Attribution, id: string, wanted: RevokeConsentDto): Promise<void> {
    return this.ledger.record({ type: 'consent.revoke', by }, async (activity) => {
      const { testimonyId } = await this.find(activity, id);
      await lockTestimony(activity, testimonyId);
      const consent = await this.find(activity, id);
      checkRevocable(consent);
      const { revokerId, revokerWords, role, because, revoked } = wanted;
      const faults = faultsOfRevocation(wanted, consent.signed, new Date());
      if (faults.length > 0) throw invalid(faults);
      await checkReferences(activity, agentReference(revokerId, '/revokerId'));
      const { words, edtf, span } = toldDate(revoked);
      await activity.manager.insert(ConsentRevocationEntity, {
        ...{ consentId: id, revokerId, revokerWords, role, because },
        ...{ revokedWords: words, revokedEdtf: edtf, revokedSpan: span },
      });
      await stateInForce(activity, testimonyId);
    });
  }

  private async find({ rows, by }: Activity, id: string): Promise<StandingRow> {
    const [row] = await rows<StandingRow>(standing, [id, by.clearance]);
    if (row === undefined) throw notFound('consent');
    return row;
  }
}

const agentReference = (id: string | undefined, pointer: string): Reference[] =>
  id === undefined ? [] : [{ table: 'agent', id, pointer }];

/**
 * Whose words a paper is about: a narrator signs for himself, an heir or a guardian for one of them.
 * @returns null where it speaks for none of them, or for all
 */
async function narratorOf(
  { rows }: Activity,
  testimonyId: string,
  { role, signerId, narratorId }: RecordConsentDto,
): Promise<string | null> {
  if (role === undefined) return null;
  const wanted = role === 'narrator' ? signerId : narratorId;
  const all = await rows<{ id: string; isNamed: boolean }>(narrators, [testimonyId, wanted ?? null]);
  const named = all.find(({ isNamed }) => isNamed);
  if (wanted !== undefined) {
    if (named !== undefined) return named.id;
    const pointer = role === 'narrator' ? '/signerId' : '/narratorId';
    const expected = 'a narrator of this testimony';
    throw invalid([{ pointer, code: 'consent.not_a_narrator', expected, found: 'somebody else' }]);
  }
  if (role !== 'heir' && role !== 'guardian') return null;
  if (all.length === 1) return all[0]!.id;
  const expected = `for which of the ${all.length} narrators the ${role} signed`;
  throw invalid([{ pointer: '/narratorId', code: 'consent.narrator_required', expected, found: 'nothing' }]);
}

async function checkSuperseded({ rows, by }: Activity, testimonyId: string, id: string): Promise<void> {
  const [found] = await rows<{ isSuperseded: boolean }>(superseded, [id, testimonyId, by.clearance]);
  if (found === undefined) {
    const expected = 'the id of an event of consent of this testimony';
    const fault = {
      pointer: '/supersedes',
      code: 'reference.unknown',
      expected,
      found: 'an id that names none',
    };
    throw invalid([fault]);
  }
  if (found.isSuperseded) throw supersededAlready();
}

function checkRevocable({ isNone, isRevoked, isSuperseded }: StandingRow): void {
  if (isNone) {
    throw new Problem(409, 'consent.none_found', 'Nothing was found, so there is nothing to revoke.');
  }
  if (isRevoked) throw new Problem(409, 'consent.revoked', 'The consent was revoked already.');
  if (isSuperseded) throw supersededAlready();
}

function supersededAlready(): Problem {
  return new Problem(409, 'consent.superseded', 'The consent was superseded by a later one already.');
}
