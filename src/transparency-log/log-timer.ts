import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Attestations } from './attestations.js';
import { NoLogKey } from './log-keys.js';
import { LOG_SETTINGS, type LogSettings, WITNESS_INTERVAL } from './log-settings.js';
import { Sequencer } from './sequencer.js';

/** Milliseconds between two looks for what is to be put into the tree; longer where the last look failed. */
const PAUSE = 200;
const PAUSE_AFTER_FAILURE = 5000;

/** Has the sequencer look again and again, and witnesses asked, for as long as the archive serves. */
@Injectable()
export class LogTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('transparency log');
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly working = new Set<Promise<void>>();
  private stopped = false;
  private told = '';

  constructor(
    private readonly sequencer: Sequencer,
    private readonly attestations: Attestations,
    @Inject(LOG_SETTINGS) private readonly settings: LogSettings | null,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings === null) return;
    this.again(0, () => this.sequence());
    this.again(PAUSE, () => this.attest());
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.working);
  }

  /** @param work gives the milliseconds after which it is to be done again */
  private again(milliseconds: number, work: () => Promise<number>): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const done: Promise<void> = work().then((pause) => {
        this.working.delete(done);
        this.again(pause, work);
      });
      this.working.add(done);
    }, milliseconds).unref();
    this.timers.add(timer);
  }

  private async sequence(): Promise<number> {
    try {
      await this.sequencer.sequence();
      this.told = '';
      return PAUSE;
    } catch (error) {
      this.tell(error);
      return PAUSE_AFTER_FAILURE;
    }
  }

  private async attest(): Promise<number> {
    await this.attestations.collect();
    return (this.settings?.witnessInterval ?? WITNESS_INTERVAL) * 1000;
  }

  /** Nothing is lost: what waits goes into the tree at a later look. The same is said once. */
  private tell(error: unknown): void {
    const { message, code } = error as { message: string; code?: string };
    const said =
      error instanceof NoLogKey ? message : `Nothing could be put into the log (${code ?? message}).`;
    if (said !== this.told && !this.stopped) this.logger.error(said);
    this.told = said;
  }
}
