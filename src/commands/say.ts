/** What is meant for the person at the terminal. Standard output stays free for what a command produces. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
