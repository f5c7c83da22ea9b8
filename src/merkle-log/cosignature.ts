import { sign, verify } from 'node:crypto';
import { parseCheckpoint } from './checkpoint.js';
import { type NoteSigner, type NoteVerifier, readSignerKey, readVerifierKey } from './note-key.js';

/*
 * What a witness adds to a checkpoint (C2SP tlog-cosignature, cosignature/v1): at this time, this was the largest tree of this
 * log that it had seen, and it had seen no other history.
 */

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/**
 * @param signerKey `PRIVATE+KEY+…` of a witness
 * @param now gives the seconds since 1970
 * @returns who cosigns checkpoints, and only these
 */
export function cosigner(signerKey: string, now: () => number): NoteSigner {
  const { name, id, key } = readSignerKey(signerKey, 'cosignature');
  return {
    name,
    id,
    sign: (text) => {
      parseCheckpoint(text);
      const seconds = Math.floor(now());
      const time = Buffer.alloc(TIME_BYTES);
      time.writeBigUInt64BE(BigInt(seconds));
      return Buffer.concat([time, sign(null, message(text, String(seconds)), key)]);
    },
  };
}

/** @returns whose cosignatures are looked for, by the `<name>+<id>+<base64>` of a witness */
export function cosignatureVerifier(verifierKey: string): NoteVerifier {
  const { name, id, key } = readVerifierKey(verifierKey, 'cosignature');
  return {
    name,
    id,
    verifies: (text, signature) => {
      const seconds = cosignedAt(signature);
      if (seconds === null) return false;
      return verify(null, message(text, String(seconds)), key, signature.subarray(TIME_BYTES));
    },
  };
}

/** @returns the seconds since 1970 a cosignature says; null where it is none */
export function cosignedAt(signature: Buffer): number | null {
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const seconds = Number(signature.readBigUInt64BE(0));
  return Number.isSafeInteger(seconds) ? seconds : null;
}

function message(text: string, seconds: string): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
}
