import { StartupError } from '../embedded/startup-error.js';
import { BadNote, UnsignedNote } from '../merkle-log/bad-note.js';
import { type Checkpoint, parseCheckpoint } from '../merkle-log/checkpoint.js';
import { cosignatureVerifier, cosigner } from '../merkle-log/cosignature.js';
import { EMPTY_ROOT } from '../merkle-log/hash.js';
import { type NoteSigner, type NoteVerifier, verifierKeyOf } from '../merkle-log/note-key.js';
import { parseNote, signatureLine, type SignedNote, verifyNote } from '../merkle-log/signed-note.js';
import { verifyConsistency } from '../merkle-log/proof-checks.js';
import { type AddCheckpoint, parseAddCheckpoint } from './add-checkpoint.js';
import type { Cosigned, WitnessMemory } from './witness-memory.js';

/** What is said to whoever asked. */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  contentType: string;
  body: string;
}

/**
 * Cosigns what continues the history it knows, and nothing else (C2SP tlog-witness). A failure that is not the asker's is
 * thrown; after that it signs nothing more.
 */
export class Witness {
  readonly verifierKey: string;
  readonly #signer: NoteSigner;
  readonly #own: NoteVerifier;
  #last: Promise<unknown> = Promise.resolve();
  #failure: Error | null = null;

  /** @param logs the keys trusted for each origin */
  constructor(
    private readonly memory: WitnessMemory,
    private readonly logs: ReadonlyMap<string, readonly NoteVerifier[]>,
    now: () => number = () => Date.now() / 1000,
  ) {
    this.verifierKey = verifierKeyOf(memory.signerKey, 'cosignature');
    this.#signer = cosigner(memory.signerKey, now);
    this.#own = cosignatureVerifier(this.verifierKey);
  }

  /** Why it signs nothing more; null as long as it does. */
  get failure(): Error | null {
    return this.#failure;
  }

  get name(): string {
    return this.#own.name;
  }

  /** The logs it watches, with the last checkpoint it has cosigned of each. */
  watched(): { origin: string; latest: Cosigned | undefined }[] {
    return [...this.logs.keys()].map((origin) => ({ origin, latest: this.memory.latest(origin) }));
  }

  /** @param body of `POST /add-checkpoint` */
  async addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    const asked = this.#understand(body);
    return 'status' in asked ? asked : this.#oneAtATime(() => this.#cosign(asked));
  }

  #understand(body: Uint8Array): WitnessAnswer | Asked {
    try {
      const request = parseAddCheckpoint(body);
      // Of an unknown log it is said that it is unknown, whoever has signed.
      const { origin } = parseCheckpoint(parseNote(request.note).text);
      const keys = this.logs.get(origin);
      if (keys === undefined) return plain(404, 'This witness does not watch this log.');
      const signed = verifyNote(request.note, keys);
      const checkpoint = parseCheckpoint(signed.text);
      if (request.oldSize > checkpoint.size)
        return plain(400, 'The old size is larger than that of the checkpoint.');
      return { ...request, signed, checkpoint };
    } catch (error) {
      if (error instanceof UnsignedNote) return plain(403, error.message);
      if (error instanceof BadNote) return plain(400, error.message);
      throw error;
    }
  }

  /** Looking, keeping and signing are one step: between two of them a smaller tree could follow a larger one. */
  #oneAtATime(step: () => Promise<WitnessAnswer>): Promise<WitnessAnswer> {
    const result = this.#last.then(async () => {
      if (this.#failure !== null) throw this.#failure;
      try {
        return await step();
      } catch (error) {
        this.#failure = error as Error;
        throw error;
      }
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #cosign({ oldSize, proof, note, signed, checkpoint }: Asked): Promise<WitnessAnswer> {
    const { origin, size, root } = checkpoint;
    const latest = this.memory.latest(origin) ?? { size: 0, root: EMPTY_ROOT };
    this.#checkNotForgotten(note, checkpoint, latest.size);
    if (oldSize !== latest.size) return conflict(latest.size);
    if (oldSize === size && !root.equals(latest.root)) return conflict(latest.size);
    if (!verifyConsistency({ from: oldSize, to: size, fromRoot: latest.root, toRoot: root, proof }))
      return plain(422, 'The proof does not show that this tree begins with the one cosigned last.');
    await this.memory.checkUnchanged();
    const line = signatureLine(this.#signer, this.#signer.sign(signed.text));
    const lines = [...signed.signatures.map((signature) => `${signature.line}\n`), line];
    await this.memory.keep({ ...checkpoint, note: `${signed.text}\n${lines.join('')}` });
    return { status: 200, contentType: PLAIN, body: line };
  }

  /** A log that shows us our own signature of a tree we know nothing of proves that we have forgotten it. */
  #checkNotForgotten(note: string, { origin, size }: Checkpoint, known: number): void {
    if (size <= known) return;
    const isOurs = ({ name, id }: { name: string; id: number }): boolean =>
      name === this.#own.name && id === this.#own.id;
    const { text, signatures } = parseNote(note);
    if (signatures.some((one) => isOurs(one) && this.#own.verifies(text, one.signature))) {
      throw new StartupError(
        `This witness has cosigned ${origin} at size ${size}, but remembers size ${known} only: its directory was put back to ` +
          'an older state. It signs nothing more. Put the newest copy back.',
      );
    }
  }
}

type Asked = AddCheckpoint & { signed: SignedNote; checkpoint: Checkpoint };

const PLAIN = 'text/plain; charset=utf-8';

function plain(status: WitnessAnswer['status'], sentence: string): WitnessAnswer {
  return { status, contentType: PLAIN, body: `${sentence}\n` };
}

function conflict(size: number): WitnessAnswer {
  return { status: 409, contentType: 'text/x.tlog.size', body: `${size}\n` };
}
