import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

const STARTING = ['NestApplication', 'ExceptionHandler', 'TypeOrmModule'];

/** Nest's own messages, through pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, _stack?: string, context?: string): void {
    // A port in use, a database that refuses: thrown to whoever starts the archive, who says it better.
    if (STARTING.includes(context ?? '')) return;
    // Nest passes whole errors here, whose messages may quote content: their names say enough.
    this.logger.error({ context }, message instanceof Error ? message.name : String(message));
  }
}
