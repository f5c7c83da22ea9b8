import { type Envelope, readEnvelope } from './envelope.js';
import type { Finding, Report } from './finding.js';
import { HASH_BYTES, leafHash } from './hashes.js';
import type { Session } from './session.js';

/** Leaves from one, up to another but not with it: both where an activity begins. */
export interface LeafRange {
  from: number;
  to: number;
}

export const TILE_WIDTH = 256;

/**
 * Entries against leaves: the hash of each is in the tile at its place, and each activity has as many as it has places, the first
 * of them that of the activity itself.
 */
export async function checkLeaves(session: Session, range: LeafRange, report: Report): Promise<void> {
  const leaves = new Leaves(session, range);
  const entries = `SELECT q.first_leaf, q.next_leaf, q.activity_id, e.envelope
    FROM public.log_sequenced q LEFT JOIN public.log_entry e ON e.activity_id = q.activity_id
    WHERE q.first_leaf >= ${range.from} AND q.first_leaf < ${range.to} ORDER BY q.first_leaf, e.id`;
  let group: { activity: string; first: number; next: number; many: number } | null = null;
  const close = (): void => {
    if (group === null || group.next - group.first === group.many) return;
    report.find({
      code: 'activity.entries_differ',
      activity: group.activity,
      leaf: group.first,
      message: `Activity ${group.activity} has ${group.many} entries, and ${group.next - group.first} places in the log.`,
    });
  };
  for await (const batch of session.batches(entries)) {
    for (const [first, next, activity, text] of batch as [string, string, string, string | null][]) {
      if (group === null || group.activity !== activity) {
        close();
        group = { activity, first: Number(first), next: Number(next), many: 0 };
      }
      if (text === null) continue;
      const leaf = group.first + group.many++;
      if (leaf >= group.next) {
        report.find(withoutPlace(text, activity));
        continue;
      }
      const hash = leafHash(text);
      const there = await leaves.at(leaf);
      if (there !== hash) report.find(differs(text, leaf, activity, there === null));
      if (group.many === 1) checkFirst(text, leaf, activity, report);
    }
    report.count('leaves', batch.length);
  }
  close();
}

/** The hashes of a range of leaves, as the tiles have them: asked for in the order of the leaves. */
class Leaves {
  private tiles = new Map<number, string>();
  private upTo: number;

  constructor(
    private readonly session: Session,
    private readonly range: LeafRange,
  ) {
    this.upTo = Math.floor(range.from / TILE_WIDTH);
  }

  async at(leaf: number): Promise<string | null> {
    const tile = Math.floor(leaf / TILE_WIDTH);
    while (tile >= this.upTo && leaf < this.range.to + TILE_WIDTH) await this.more();
    const hashes = this.tiles.get(tile);
    const start = (leaf % TILE_WIDTH) * HASH_BYTES;
    return hashes !== undefined && hashes.length >= start + HASH_BYTES
      ? hashes.slice(start, start + HASH_BYTES)
      : null;
  }

  private async more(): Promise<void> {
    const upTo = this.upTo + 64;
    const rows = await this.session.rows(`SELECT index, hashes FROM public.log_tile
      WHERE level = 0 AND index >= ${this.upTo} AND index < ${upTo}`);
    this.tiles = new Map(
      rows.map(([index, hashes]) => [Number(index), Buffer.from(hashes!.slice(2), 'hex').toString('latin1')]),
    );
    this.upTo = upTo;
  }
}

function withoutPlace(text: string, activity: string): Finding {
  const said = readEnvelope(text);
  return {
    ...about(said),
    code: 'entry.without_place',
    activity,
    message: `The entry of ${what(said)} has no place in the log: its activity has fewer than it has entries.`,
  };
}

function differs(text: string, leaf: number, activity: string, isMissing: boolean): Finding {
  const said = readEnvelope(text);
  return {
    ...about(said),
    code: isMissing ? 'entry.leaf_missing' : 'entry.leaf_differs',
    activity,
    leaf,
    message: isMissing
      ? `The log has no leaf ${leaf}, where the entry of ${what(said)} should be.`
      : `Leaf ${leaf} of the log is not the entry that stands there, of ${what(said)}.`,
  };
}

/** An activity is written before all that it writes. */
function checkFirst(text: string, leaf: number, activity: string, report: Report): void {
  const said = readEnvelope(text);
  if (said?.table === 'activity' && said.id === activity && said.columns !== null) return;
  report.find({
    ...about(said),
    code: 'activity.unlogged',
    activity,
    leaf,
    message: `The first entry of activity ${activity} is not that of the activity itself.`,
  });
}

function about(said: Envelope | null): Partial<Finding> {
  return said === null ? {} : { table: said.table, id: said.id, version: said.version };
}

function what(said: Envelope | null): string {
  return said === null ? 'a row' : `version ${said.version} of ${said.table} ${said.id}`;
}
