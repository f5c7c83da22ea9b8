import { Transform } from 'node:stream';

/** Progress of long work: one line that counts on a terminal, and one line at the end elsewhere. */
export function progressLine(what: string): { show: (done: number, of: number) => void; end: () => void } {
  let last = { done: 0, of: 0 };
  const line = (): string => `${what}: ${last.done} of ${last.of} claims`;
  return {
    show: (done, of) => {
      last = { done, of };
      if (process.stderr.isTTY) process.stderr.write(`\r${line()}`);
    },
    end: () => process.stderr.write(process.stderr.isTTY ? '\n' : `${line()}\n`),
  };
}

/** Passes on what is written, and counts it: a line that counts on a terminal, and nothing elsewhere. */
export function counted(what: string): Transform {
  const isShown = process.stderr.isTTY;
  let bytes = 0;
  let shownAt = 0;
  const show = (): void => {
    process.stderr.write(`\r${what}: ${(bytes / 1024 / 1024).toFixed(1)} MiB`);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (isShown && Date.now() - shownAt > 200) {
        shownAt = Date.now();
        show();
      }
      done(null, chunk);
    },
    flush(done) {
      if (isShown) {
        show();
        process.stderr.write('\n');
      }
      done();
    },
  });
}
