import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { INSERTS } from './bare-statements.js';

/** What the product is sent to record a claim. */
export interface ClaimToRecord {
  statement: string;
  basis: string;
  date: { words: string; edtf: string };
  anchors: { exact: string; start: number; end: number }[];
  citations: {
    stance: string;
    source: { id: string };
    locator: { label: string; value: string };
    informationClass: string;
  }[];
  assessment: { confidence: string; rationale: string };
}

/** What the product finds out for itself, and the bare server is told. */
export interface ToldInAdvance {
  testimonyId: string;
  revisionId: string;
  passageId: string;
  prefix: string;
  suffix: string;
  dateSpan: string;
  agentId: string;
}

/** Records a claim as bare SQL does it: one transaction, a prepared statement a table, everything given. */
export class BareRecorder {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly lastNumbers: Map<string, number>,
  ) {}

  /** Numbers are counted in memory: the bare server neither asks for the last one nor locks the testimony. */
  static async open(pool: pg.Pool): Promise<BareRecorder> {
    const { rows } = await pool.query<{ id: string; last: number }>(
      'SELECT testimony_id AS id, max(number) AS last FROM bare.claim GROUP BY testimony_id',
    );
    return new BareRecorder(pool, new Map(rows.map(({ id, last }) => [id, last])));
  }

  async record(wanted: ClaimToRecord & ToldInAdvance): Promise<string> {
    const { testimonyId, date, assessment } = wanted;
    const [claimId, anchorId, first, second, assessmentId, activityId] = Array.from({ length: 6 }, () =>
      randomUUID(),
    ) as [string, string, string, string, string, string];
    const [anchor] = wanted.anchors as [ClaimToRecord['anchors'][0]];
    const [one, other] = wanted.citations as [ClaimToRecord['citations'][0], ClaimToRecord['citations'][0]];
    const number = (this.lastNumbers.get(testimonyId) ?? 0) + 1;
    this.lastNumbers.set(testimonyId, number);

    const client = await this.pool.connect();
    let failure: Error | undefined;
    const run = (statement: { name: string; text: string }, values: unknown[]) =>
      client.query({ ...statement, values });
    try {
      await client.query('BEGIN');
      await run(INSERTS.claim, [
        claimId,
        testimonyId,
        number,
        wanted.statement,
        wanted.basis,
        date.words,
        date.edtf,
        wanted.dateSpan,
        activityId,
      ]);
      await run(INSERTS.anchor, [
        anchorId,
        claimId,
        wanted.passageId,
        wanted.revisionId,
        anchor.start,
        anchor.end,
        anchor.exact,
        wanted.prefix,
        wanted.suffix,
        activityId,
      ]);
      const cited = [one, other].flatMap(({ stance, source, locator, informationClass }) => [
        stance,
        source.id,
        locator.label,
        locator.value,
        informationClass,
      ]);
      await run(INSERTS.citations, [first, second, claimId, ...cited, activityId]);
      await run(INSERTS.assessment, [
        assessmentId,
        claimId,
        wanted.agentId,
        assessment.confidence,
        assessment.rationale,
        activityId,
      ]);
      await run(INSERTS.restsOn, [assessmentId, first, second, activityId]);
      await run(INSERTS.links, [
        claimId,
        wanted.passageId,
        anchorId,
        one.source.id,
        first,
        other.source.id,
        second,
        assessmentId,
        assessmentId,
        wanted.agentId,
        activityId,
      ]);
      await client.query('COMMIT');
      return claimId;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      // A connection whose transaction failed is not used again.
      client.release(failure);
    }
  }
}
