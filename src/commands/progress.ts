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
