import { Inject, Injectable } from '@nestjs/common';
import { STAFF } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { Ledger } from '../provenance/ledger.js';
import { type LogKey, LogKeyFile } from './log-key-file.js';
import { LOG_SETTINGS, type LogSettings } from './log-settings.js';

const known = statement(
  'log_keys.known',
  'SELECT verifier_key AS "verifierKey" FROM log_key ORDER BY sequence',
);

// Two instances may start at once; whoever comes second has nothing to add.
const begin = statement(
  'log_keys.begin',
  'INSERT INTO log_key (verifier_key) SELECT x FROM unnest($1::text[]) x ON CONFLICT DO NOTHING',
);

const nameOf = (verifierKey: string): string => verifierKey.split('+')[0]!;

/** Why nothing can be signed, in a sentence for whoever can help. */
export class NoLogKey extends Error {}

/** The keys that checkpoints are signed with: their secret halves in a file, their public ones in the record. */
@Injectable()
export class LogKeys {
  readonly file: LogKeyFile | null;

  constructor(
    private readonly ledger: Ledger,
    private readonly reader: Reader,
    @Inject(LOG_SETTINGS) private readonly settings: LogSettings | null,
  ) {
    this.file = settings === null ? null : new LogKeyFile(settings.keyFile);
  }

  /** The keys the record knows, the oldest first, as others verify by them. */
  async verifierKeys(): Promise<string[]> {
    const rows = await this.reader.rows<{ verifierKey: string }>(known, []);
    return rows.map(({ verifierKey }) => verifierKey);
  }

  /** What the log is called: as its first key is. */
  async origin(): Promise<string> {
    const [first] = await this.verifierKeys();
    return first === undefined ? (this.settings?.origin ?? '') : nameOf(first);
  }

  /**
   * The keys at hand, each a record of the archive before it signs anything. Where the archive has no key yet, one is made.
   * @throws {NoLogKey} where it has one, and the file has not
   */
  async signers(): Promise<LogKey[]> {
    if (this.file === null) {
      throw new NoLogKey('No place for the key of the log is named: set KATARIBE_LOG_KEY to a file.');
    }
    const recorded = await this.verifierKeys();
    let keys = await this.file.read();
    if (keys.length === 0) {
      const [lost] = recorded.slice(-1);
      if (lost !== undefined) {
        const [name, id] = lost.split('+');
        throw new NoLogKey(
          `The key of the log, ${name}+${id}, is not in ${this.file.path}. Put it back there, or begin another with ` +
            'kataribe log-key --new. Until then nothing is signed; writing goes on, and what was signed can be verified.',
        );
      }
      await this.file.add(this.settings!.origin);
      keys = await this.file.read();
    }
    const fresh = keys.map(({ verifierKey }) => verifierKey).filter((key) => !recorded.includes(key));
    if (fresh.length > 0) {
      await this.ledger.record(
        { type: 'log_key.begin', by: { agentId: ARCHIVE_AGENT_ID, clearance: STAFF } },
        (activity) => activity.rows(begin, [fresh]),
      );
    }
    // Another instance may have begun the first key, and the name of the log with it.
    const [first] = fresh.length > 0 ? await this.verifierKeys() : recorded;
    const name = nameOf(first!);
    const named = keys.filter((key) => key.name === name);
    if (named.length === 0) {
      throw new NoLogKey(`The log is called ${name}, and no key in ${this.file.path} is of that name.`);
    }
    return named;
  }
}
