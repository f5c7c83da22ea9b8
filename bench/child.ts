import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, CaptureOrder, Order } from './messages.js';

const LONGEST_WAIT = 60_000;

/** One of the bench's own processes. It is asked one thing at a time. */
export class Child {
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(
    private readonly process: ChildProcess,
    private readonly name: string,
  ) {
    process.on('message', (answer: Answer) => this.waiting?.resolve(answer));
    process.on('exit', (code, by) => this.waiting?.reject(new Error(`${name} ended (${code ?? by}).`)));
    process.on('error', (error) => this.waiting?.reject(error));
  }

  /** @param profile a directory for a CPU profile, which the process writes when it ends */
  static start(file: string, profile: string | null = null): Child {
    const process = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
      // Logs are written as in the product, and thrown away by the system.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    });
    return new Child(process, file);
  }

  async ask<Kind extends Answer['kind']>(
    order: Order | CaptureOrder,
    kind: Kind,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.name} does not answer.`)), LONGEST_WAIT);
      const settle =
        <Value>(how: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          this.waiting = undefined;
          how(value);
        };
      this.waiting = { resolve: settle(resolve), reject: settle(reject) };
      this.process.send(order, (error) => error && this.waiting?.reject(error));
    });
    if (answer.kind === 'failed') throw new Error(`${this.name}: ${answer.message}`);
    if (answer.kind !== kind) throw new Error(`${this.name} answered ${answer.kind}, not ${kind}.`);
    return answer as Extract<Answer, { kind: Kind }>;
  }

  /** Of the process since it started, in microseconds */
  async cpuTime(): Promise<number> {
    return (await this.ask({ kind: 'usage' }, 'usage')).microseconds;
  }

  /** The most memory it has held since it started */
  async peakMebibytes(): Promise<number> {
    return (await this.ask({ kind: 'usage' }, 'usage')).peakMebibytes;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    if (this.process.connected) this.process.send({ kind: 'stop' } satisfies Order, () => undefined);
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }
}
