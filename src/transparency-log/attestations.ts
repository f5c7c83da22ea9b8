import { hash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { statement } from '../database/statement.js';
import { readVerifierKey } from '../merkle-log/note-key.js';
import { consistencyProof } from '../merkle-log/proofs.js';
import { parseNote } from '../merkle-log/signed-note.js';
import { timeStamp, TimeStampRefusal } from '../time-stamps/time-stamp.js';
import { cosignatureOf, type WitnessAddress, WitnessRefusal } from '../witness/witness-client.js';
import { LogPool } from './log-pool.js';
import { LOG_SETTINGS, type LogSettings, TIME_STAMP_INTERVAL } from './log-settings.js';
import { TreeQueries } from './tree.queries.js';

const cosigned = statement(
  'attestations.cosigned',
  'SELECT coalesce(max(tree_size), 0)::text AS size FROM log_cosignature WHERE witness = $1',
);

const keepCosignature = statement(
  'attestations.keep_cosignature',
  'INSERT INTO log_cosignature (tree_size, witness, line) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
);

const stamped = statement(
  'attestations.stamped',
  `SELECT coalesce(max(tree_size), 0)::text AS size,
     coalesce(max(received_at) > clock_timestamp() - make_interval(secs => $2), false) AS lately
   FROM log_time_stamp WHERE authority = $1`,
);

const keepTimeStamp = statement(
  'attestations.keep_time_stamp',
  'INSERT INTO log_time_stamp (tree_size, authority, token) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
);

/** What others say of the latest checkpoint: the cosignatures of witnesses, the stamp of a time stamping authority. */
@Injectable()
export class Attestations {
  private readonly logger = new Logger('transparency log');
  private readonly told = new Map<string, string>();

  constructor(
    private readonly pool: LogPool,
    private readonly tree: TreeQueries,
    @Inject(LOG_SETTINGS) private readonly settings: LogSettings | null,
  ) {}

  /** Asks all that are configured and have not said anything of the latest checkpoint yet. One that fails is asked next time. */
  async collect(): Promise<void> {
    const {
      witnesses = [],
      timeStampAuthority = null,
      timeStampInterval = TIME_STAMP_INTERVAL,
    } = this.settings ?? {};
    await Promise.all([
      ...witnesses.map((witness) => this.attempt(witness.url, () => this.cosign(witness))),
      ...(timeStampAuthority === null
        ? []
        : [this.attempt(timeStampAuthority, () => this.stamp(timeStampAuthority, timeStampInterval))]),
    ]);
  }

  private async cosign(witness: WitnessAddress): Promise<void> {
    const { name } = readVerifierKey(witness.verifierKey, 'cosignature');
    const [last] = await this.pool.rows<{ size: string }>(cosigned, [name]);
    const checkpoint = await this.tree.checkpoint();
    const known = Number(last!.size);
    if (checkpoint === null || checkpoint.size === known) return;
    const { line, forgot } = await cosignatureOf(witness, checkpoint.note, known, (from, to) =>
      consistencyProof(this.tree, from, to),
    );
    await this.pool.rows(keepCosignature, [checkpoint.size, name, line.trimEnd()]);
    if (forgot) {
      this.logger.warn(`The witness ${name} knew of less than it had cosigned: tell whoever runs it.`);
    }
  }

  private async stamp(authority: string, interval: number): Promise<void> {
    const [last] = await this.pool.rows<{ size: string; lately: boolean }>(stamped, [authority, interval]);
    const checkpoint = await this.tree.checkpoint();
    if (checkpoint === null || last!.lately || checkpoint.size === Number(last!.size)) return;
    // What is stamped is what is signed: the text of the note.
    const digest = hash('sha256', parseNote(checkpoint.note).text, 'buffer');
    const { answer } = await timeStamp(authority, digest);
    await this.pool.rows(keepTimeStamp, [checkpoint.size, authority, answer]);
  }

  /** Whoever cannot be asked holds up nobody. The same is said once. */
  private async attempt(whom: string, work: () => Promise<void>): Promise<void> {
    let said = '';
    try {
      await work();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      said =
        error instanceof WitnessRefusal || error instanceof TimeStampRefusal
          ? message
          : `What ${whom} says of the log could not be kept (${code ?? message}).`;
    }
    if (said !== '' && said !== this.told.get(whom)) this.logger.error(said);
    this.told.set(whom, said);
  }
}
