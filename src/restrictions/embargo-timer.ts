import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EmbargoesService } from './embargoes.service.js';

const HOUR = 3_600_000;

/** Looks for embargoes that are over when the archive starts, and every hour from then on. */
@Injectable()
export class EmbargoTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('embargoes');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(private readonly embargoes: EmbargoesService) {}

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.look(), HOUR).unref();
    await this.look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private look(): Promise<void> {
    this.looking = this.embargoes
      .liftOverdue()
      .then(({ ended, held }) => {
        if (ended.length > 0) this.logger.log(`${ended.length} embargoes ended.`);
        if (held !== null) {
          this.logger.warn(
            `Embargoes that seem to be over are held: ${held} POST /api/embargoes/end when it is right.`,
          );
        }
      })
      // Nothing is lost: they stay closed until the next look.
      .catch((error: unknown) =>
        this.logger.error(`Embargoes could not be looked at: ${(error as Error).message}`),
      );
    return this.looking;
  }
}
