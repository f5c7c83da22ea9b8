import { runWitness, type WitnessOptions } from '../witness/run-witness.js';
import { say } from './say.js';
import { stopSignal } from './stop-signal.js';

/** Watches the logs of others until it is told to stop; it needs no database. */
export async function witness(options: WitnessOptions): Promise<void> {
  await runWitness(options, stopSignal(), say);
}
