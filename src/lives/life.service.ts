import { Injectable } from '@nestjs/common';
import { isBasisReadable } from '../access/readable-basis.js';
import { versionOf } from '../common/if-match.js';
import type { Attribution } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import type { LifeDateDto, RecordLifeDto } from './life.dto.js';
import { LifeEntity } from './life.entity.js';
import { faultOfLife } from './life.rules.js';
import { lockAgent } from './locked-agent.js';
import { checkRestsOn } from './rests-on.js';

/** What is recorded, and which ends of it the writer may not see. */
interface StandingLife {
  id: string;
  bornEdtf: string | null;
  diedEdtf: string | null;
  bornHidden: boolean;
  diedHidden: boolean;
}

const standing = statement(
  'life.standing',
  `SELECT l.id, l.born_edtf AS "bornEdtf", l.died_edtf AS "diedEdtf",
     NOT ${isBasisReadable({ source: 'l.born_source_id', claim: 'l.born_claim_id' })} AS "bornHidden",
     NOT ${isBasisReadable({ source: 'l.died_source_id', claim: 'l.died_claim_id' })} AS "diedHidden"
   FROM life l WHERE l.agent_id = $1`,
);

@Injectable()
export class LifeService {
  constructor(private readonly ledger: Ledger) {}

  /** @param ifMatch the header: left out the first time, required from then on */
  record(
    by: Attribution,
    agentId: string,
    ifMatch: string | undefined,
    wanted: RecordLifeDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'life.record', by }, (activity) =>
      this.write(activity, agentId, ifMatch, wanted),
    );
  }

  async write(
    activity: Activity,
    agentId: string,
    ifMatch: string | undefined,
    wanted: RecordLifeDto,
  ): Promise<void> {
    await lockAgent(activity, agentId);
    await check(activity, wanted);
    const row = {
      ...columns('born', wanted.born),
      ...columns('died', wanted.died),
      note: wanted.note ?? null,
    };
    const [before] = await activity.rows<StandingLife>(standing, [agentId, activity.by.clearance]);
    if (before !== undefined) {
      const version = versionOf(ifMatch);
      const changes = { ...row, ...keptOf(before, wanted) };
      return reviseRecord(activity, LifeEntity, 'life', { id: before.id, version }, changes);
    }
    if (ifMatch !== undefined) {
      throw new Problem(412, 'request.if_match_failed', 'No dates are recorded yet: leave If-Match out.');
    }
    await activity.manager.insert(LifeEntity, { ...row, agentId });
  }
}

/**
 * Whoever puts down all he knows does not mean what he may not see: that stays, unless he gives it anew.
 * @returns the columns to leave as they are
 */
function keptOf(before: StandingLife, { born, died }: RecordLifeDto): Partial<LifeEntity> {
  const keepsBorn = before.bornHidden && born === undefined;
  const keepsDied = before.diedHidden && died === undefined;
  const bornEdtf = keepsBorn ? (before.bornEdtf ?? undefined) : born?.date.edtf;
  const diedEdtf = keepsDied ? (before.diedEdtf ?? undefined) : died?.date.edtf;
  if (faultOfLife(bornEdtf, diedEdtf) !== null) {
    throw new Problem(
      409,
      'life.disagrees',
      'It cannot be so by what is recorded already, which not everybody may see. Ask an archivist.',
    );
  }
  return {
    ...(keepsBorn ? untouched('born') : {}),
    ...(keepsDied ? untouched('died') : {}),
  };
}

function untouched(name: 'born' | 'died'): Partial<LifeEntity> {
  return Object.fromEntries(Object.keys(columns(name, undefined)).map((column) => [column, undefined]));
}

async function check(activity: Activity, { born, died, note }: RecordLifeDto): Promise<void> {
  const ends = Object.entries({ born, died }).flatMap(([name, end]) =>
    end === undefined ? [] : [{ name, end }],
  );
  if (ends.length === 0 && note === undefined) {
    throw invalid([
      { pointer: '', code: 'life.nothing', expected: 'a birth, a death or a note', found: 'none of them' },
    ]);
  }
  const empty = ends.find(({ end }) => end.date.words === undefined && end.date.edtf === undefined);
  if (empty !== undefined) {
    throw invalid([
      { pointer: `/${empty.name}/date`, code: 'date.empty', expected: 'words or EDTF', found: 'neither' },
    ]);
  }
  const fault = faultOfLife(born?.date.edtf, died?.date.edtf);
  if (fault !== null) throw invalid([fault]);
  await checkRestsOn(
    activity,
    ends.map(({ name, end }) => ({ restsOn: end, pointer: `/${name}` })),
  );
}

function columns(name: 'born' | 'died', end: LifeDateDto | undefined): Partial<LifeEntity> {
  const { words, edtf, span } = toldDate(end?.date);
  return {
    [`${name}Words`]: words,
    [`${name}Edtf`]: edtf,
    [`${name}Span`]: span,
    [`${name}SourceId`]: end?.sourceId ?? null,
    [`${name}ClaimId`]: end?.claimId ?? null,
  };
}
