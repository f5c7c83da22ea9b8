import type { Finding, Report } from './finding.js';
import type { KeptCheckpoint } from './kept-checkpoints.js';
import type { Session } from './session.js';
import {
  type Checkpoint,
  isOf,
  readCheckpoint,
  readSignature,
  verifies,
  type VerifierKey,
} from './signed-notes.js';

/** Whose signatures count. */
export interface Trusted {
  /** Of the archive's log: the keys it has recorded, or those that whoever verifies has given */
  keys: VerifierKey[];
  areGiven: boolean;
  witnesses: VerifierKey[];
  /** What the log is called; null where no key says it */
  origin: string | null;
}

/** Checkpoints of tree sizes from one, up to another but not with it. */
export async function checkSignatures(
  session: Session,
  trusted: Trusted,
  { from, to }: { from: number; to: number },
  report: Report,
): Promise<void> {
  const notes = `SELECT c.tree_size, encode(c.root, 'base64'), c.note
    FROM public.log_checkpoint c WHERE c.tree_size >= ${from} AND c.tree_size < ${to} ORDER BY c.tree_size`;
  for await (const batch of session.batches(notes, 1000)) {
    for (const [size, root, note] of batch as [string, string, string][]) {
      checkNote(note, { size: Number(size), root }, trusted, report);
    }
    report.count('notes', batch.length);
  }
  const cosignatures = `SELECT s.tree_size, s.witness, s.line, c.note
    FROM public.log_cosignature s LEFT JOIN public.log_checkpoint c ON c.tree_size = s.tree_size
    WHERE s.tree_size >= ${from} AND s.tree_size < ${to}`;
  for await (const batch of session.batches(cosignatures, 1000)) {
    for (const [size, witness, line, note] of batch as [string, string, string, string | null][]) {
      checkCosignature(line, note === null ? null : readCheckpoint(note), { size, witness }, trusted, report);
    }
  }
}

function checkNote(
  note: string,
  { size, root }: { size: number; root: string },
  trusted: Trusted,
  report: Report,
): void {
  const found = (code: string, message: string): void => report.find({ code, leaf: size, message });
  const checkpoint = readCheckpoint(note);
  if (checkpoint === null) {
    found('checkpoint.no_note', `What the archive has as its checkpoint of ${size} leaves is none.`);
    return;
  }
  if (checkpoint.size !== size || checkpoint.root !== root) {
    found(
      'checkpoint.note_differs',
      `The signed note of the checkpoint of ${size} leaves says ${checkpoint.size} leaves and the root ${checkpoint.root}.`,
    );
  }
  if (trusted.origin !== null && checkpoint.origin !== trusted.origin) {
    found(
      'checkpoint.origin_differs',
      `The checkpoint of ${size} leaves is of a log called ${checkpoint.origin}, not ${trusted.origin}.`,
    );
  }
  const said = signedBy(checkpoint, trusted);
  if (said !== null) report.find({ ...said, leaf: size });
}

/** @returns what is wrong with the signatures of a checkpoint; null: one of a trusted key is there, and none is false */
function signedBy({ text, signatures, size }: Checkpoint, { keys, areGiven }: Trusted): Finding | null {
  let isSigned = false;
  for (const signature of signatures) {
    const key = keys.find((one) => isOf(signature, one));
    if (key === undefined) continue;
    if (!verifies(text, signature, key)) {
      return {
        code: 'checkpoint.signature_false',
        message: `The signature of ${key.name}+${key.keyId} on the checkpoint of ${size} leaves is not one of it.`,
      };
    }
    isSigned = true;
  }
  if (isSigned) return null;
  return {
    code: 'checkpoint.unsigned',
    message:
      `The checkpoint of ${size} leaves is not signed by any key that ` +
      (areGiven ? 'was given to verify it by.' : 'the archive has recorded.'),
  };
}

function checkCosignature(
  line: string,
  checkpoint: Checkpoint | null,
  { size, witness }: { size: string; witness: string },
  { witnesses }: Trusted,
  report: Report,
): void {
  report.count('cosignatures', 1);
  const signature = readSignature(line.trimEnd());
  const key = signature === null ? undefined : witnesses.find((one) => isOf(signature, one));
  if (signature !== null && key === undefined) {
    report.inform({
      code: 'cosignature.not_checked',
      count: 1,
      message: 'Cosignatures of witnesses whose verifier key was not given: --witness.',
    });
    return;
  }
  if (signature !== null && checkpoint !== null && verifies(checkpoint.text, signature, key!)) return;
  report.find({
    code: 'cosignature.false',
    leaf: Number(size),
    message: `The cosignature of ${witness} on the checkpoint of ${size} leaves is not one of it: the witness saw another.`,
  });
}

/** Whether checkpoints that were kept elsewhere are of this log at all. */
export function checkKept(kept: readonly KeptCheckpoint[], trusted: Trusted, report: Report): void {
  for (const { from, note, origin, size } of kept) {
    if (trusted.origin !== null && origin !== trusted.origin) {
      report.find({
        code: 'checkpoint.kept_of_another_log',
        leaf: size,
        message: `${from} is of a log called ${origin}, and this log is called ${trusted.origin}.`,
      });
    }
    const said = signedBy(readCheckpoint(note)!, trusted);
    if (said === null) continue;
    report.find({
      code: 'checkpoint.kept_unsigned',
      leaf: size,
      message: `${from} is not signed by any key that the archive has recorded or that was given: its keys were exchanged, or it is of another archive.`,
    });
  }
}
