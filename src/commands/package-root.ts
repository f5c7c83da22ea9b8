import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of this package, which holds seeds/: looked for upward from the program that runs, because the built
 * files lie deeper than their sources do.
 */
export function packageRoot(): string {
  const start = realpathSync(process.argv[1] ?? process.cwd());
  for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'kataribe'
    ) {
      return folder;
    }
  }
  return process.cwd();
}
