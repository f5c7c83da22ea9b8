import { Injectable } from '@nestjs/common';
import { AnchorEntity } from '../claims/anchor.entity.js';
import { placeAnchors } from '../claims/claim-anchors.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { ActivityType } from '../provenance/activity-types.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { type AnchorDecision, faultsOfDecision, obstacleTo } from './anchor-decision.rules.js';
import type { DecideAnchorDto } from './anchor-decisions.dto.js';
import { markChanged } from './carry-anchors.js';
import { settledRows } from './settled-anchor.js';

interface Decided {
  claimId: string;
  testimonyId: string;
  revisionId: string;
  exact: string;
}

// Whoever revises the text has this lock too: a decision is about the anchors before, or about those after.
const lockText = statement(
  'anchors.lock_text',
  `SELECT c.id AS "claimId", t.id AS "testimonyId", a.revision_id AS "revisionId", a.exact
   FROM anchor a
   JOIN claim c ON c.id = a.claim_id AND may_read(c.access, $2::smallint[])
   JOIN testimony t ON t.id = c.testimony_id AND may_read(t.access, $2::smallint[])
   WHERE a.id = $1 AND may_read(a.access, $2::smallint[])
   FOR NO KEY UPDATE OF t`,
);

interface Settled {
  exact: string;
  prefix: string;
  suffix: string;
  passageId: string;
}

const settledWords = statement(
  'anchors.settled_words',
  `${settledRows('a.id = $1')} SELECT exact, prefix, suffix, passage_id AS "passageId" FROM settled`,
);

const passageAt = statement(
  'anchors.passage_at',
  `SELECT id FROM passage WHERE revision_id = $1 AND start_offset <= $2 ORDER BY start_offset DESC LIMIT 1`,
);

const TYPES = {
  confirm: 'anchor.confirm',
  place: 'anchor.place',
  let_go: 'anchor.let_go',
} as const satisfies Record<AnchorDecision, ActivityType>;

type Changes = Partial<Omit<AnchorEntity, 'id' | 'version' | 'access'>>;

/** What people say of anchors that were carried into a new text. */
@Injectable()
export class AnchorDecisionsService {
  constructor(private readonly ledger: Ledger) {}

  decide(by: Attribution, id: string, version: number, wanted: DecideAnchorDto): Promise<void> {
    const faults = faultsOfDecision(wanted);
    if (faults.length > 0) throw invalid(faults);
    const act = { type: TYPES[wanted.decision], by, note: wanted.because };
    return this.ledger.record(act, (activity) => this.write(activity, { id, version }, wanted));
  }

  private async write(
    activity: Activity,
    anchor: { id: string; version: number },
    wanted: DecideAnchorDto,
  ): Promise<void> {
    const { clearance, agentId } = activity.by;
    const [decided] = await activity.rows<Decided>(lockText, [anchor.id, clearance]);
    if (decided === undefined) throw notFound('anchor');
    const current = await activity.manager.findOneBy(AnchorEntity, { id: anchor.id });
    if (current === null) throw notFound('anchor');
    const [settled] = await activity.rows<Settled>(settledWords, [anchor.id]);
    const check = (now: AnchorEntity): void => {
      const obstacle = obstacleTo(wanted.decision, now);
      if (obstacle !== null) throw new Problem(409, obstacle.code, obstacle.detail);
    };
    check(current);
    const changes = await this.changesOf(activity, wanted, { ...decided, current, settled: settled! });
    const because = wanted.because ?? null;
    await reviseRecord(
      activity,
      AnchorEntity,
      'anchor',
      anchor,
      { ...changes, because, confirmedById: agentId },
      check,
    );
    if (changes.exact !== undefined && changes.exact !== decided.exact) {
      await activity.rows(markChanged, [decided.revisionId, [decided.claimId]]);
    }
  }

  private async changesOf(
    activity: Activity,
    { decision, anchor }: DecideAnchorDto,
    { testimonyId, current, settled }: Decided & { current: AnchorEntity; settled: Settled },
  ): Promise<Changes> {
    const stateOf = (exact: string) => (exact === settled.exact ? 'firm' : 'text_changed');
    const placedBy = { method: 'manual', score: null, margin: null } as const;
    if (decision === 'let_go') {
      return { ...settled, ...placedBy, state: 'lost', startOffset: null, endOffset: null };
    }
    if (decision === 'confirm') {
      const { revisionId, exact, startOffset } = current;
      return { state: stateOf(exact), passageId: await passageOf(activity, revisionId, startOffset!) };
    }
    const { revisionId, placed } = await placeAnchors(activity, testimonyId, [anchor!], [], []);
    const { start, end, firstWord, exact, prefix, suffix } = placed[0]!;
    const passageId = await passageOf(activity, revisionId, firstWord);
    return {
      ...placedBy,
      state: stateOf(exact),
      passageId,
      startOffset: start,
      endOffset: end,
      exact,
      prefix,
      suffix,
    };
  }
}

async function passageOf(activity: Activity, revisionId: string, at: number): Promise<string> {
  const [passage] = await activity.rows<{ id: string }>(passageAt, [revisionId, at]);
  return passage!.id;
}
