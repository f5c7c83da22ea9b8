import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { NoLogKey } from './log-keys.js';
import { LOG_SETTINGS, type LogSettings } from './log-settings.js';
import { Sequencer } from './sequencer.js';

/** Milliseconds between two looks for what is to be put into the tree; longer where the last look failed. */
const PAUSE = 200;
const PAUSE_AFTER_FAILURE = 5000;

/** Has the sequencer look again and again, for as long as the archive serves. */
@Injectable()
export class SequencerTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('transparency log');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;
  private told = '';

  constructor(
    private readonly sequencer: Sequencer,
    @Inject(LOG_SETTINGS) private readonly settings: LogSettings | null,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings !== null) this.lookIn(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookIn(milliseconds: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void (this.looking = this.look()), milliseconds).unref();
  }

  private async look(): Promise<void> {
    try {
      await this.sequencer.sequence();
      this.told = '';
      this.lookIn(PAUSE);
    } catch (error) {
      this.tell(error);
      this.lookIn(PAUSE_AFTER_FAILURE);
    }
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
