import pino, { type Logger } from 'pino';

/**
 * The log of a serving archive, as JSON on standard output. It is written in the background, some lines at a time: a
 * request must not wait for its line, nor whoever reads along for more than a second.
 */
export function backgroundLog(level: string): Logger {
  return pino({ level }, pino.destination({ sync: false, minLength: 4096, periodicFlush: 1000 }));
}
