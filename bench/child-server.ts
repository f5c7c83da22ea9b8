import type { Answer, CaptureOrder, Order } from './messages.js';

interface Serving {
  answer: Answer;
  close(): Promise<void>;
}

/** The part every child process of the bench has: it starts on the first message, and ends with its parent. */
export function serveParent<First extends Order | CaptureOrder>(
  start: (order: First) => Promise<Serving>,
): void {
  let serving: Serving | undefined;
  const end = async (): Promise<void> => {
    await serving?.close().catch(() => undefined);
    process.exit(0);
  };
  // Ctrl-C reaches the whole group of processes; the parent says when to stop.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => void end());
  process.on('message', (message: First | Order) => {
    if (message.kind === 'stop') void end();
    else if (message.kind === 'usage') {
      const { user, system } = process.cpuUsage();
      // In kibibytes, on Linux and macOS alike.
      const peakMebibytes = process.resourceUsage().maxRSS / 1024;
      reply({ kind: 'usage', microseconds: user + system, peakMebibytes });
    } else {
      start(message as First).then(
        (started) => {
          serving = started;
          reply(started.answer);
        },
        (error: unknown) =>
          reply({ kind: 'failed', message: error instanceof Error ? (error.stack ?? '') : String(error) }),
      );
    }
  });
}

function reply(answer: Answer): void {
  process.send?.(answer);
}
