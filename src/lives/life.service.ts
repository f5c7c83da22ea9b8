import { Injectable } from '@nestjs/common';
import { versionOf } from '../common/if-match.js';
import type { Attribution } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import type { LifeDateDto, RecordLifeDto } from './life.dto.js';
import { LifeEntity } from './life.entity.js';
import { faultOfLife } from './life.rules.js';
import { lockAgent } from './locked-agent.js';
import { checkRestsOn } from './rests-on.js';

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
    const { access } = await lockAgent(activity, agentId);
    await check(activity, wanted);
    const row = {
      ...columns('born', wanted.born),
      ...columns('died', wanted.died),
      note: wanted.note ?? null,
    };
    const where = { agentId };
    const before = await activity.manager.findOne(LifeEntity, { where, select: { id: true } });
    if (before !== null) {
      const version = versionOf(ifMatch);
      return reviseRecord(activity, LifeEntity, 'life', { id: before.id, version }, row);
    }
    if (ifMatch !== undefined) {
      throw new Problem(412, 'request.if_match_failed', 'No dates are recorded yet: leave If-Match out.');
    }
    await activity.manager.insert(LifeEntity, { ...row, agentId, access });
  }
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
