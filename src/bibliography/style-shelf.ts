import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { CitationLanguage, CitationStyle } from './citation-style.js';
import { citeprocStyle } from './citeproc-style.js';
import { LARGEST_STYLE, readStyle, UnusableStyle } from './csl-style-file.js';
import type { FormStore } from './kept-forms.js';

/** A name no folder has. The answer is meant for people: it lists the names there are. */
export class UnknownStyle extends Error {
  readonly code = 'style.unknown';

  constructor(
    readonly style: string,
    readonly known: readonly string[],
  ) {
    super(`There is no style ${JSON.stringify(style.slice(0, 80))}. There are: ${known.join(', ')}.`);
    this.name = 'UnknownStyle';
  }
}

export interface ShelvedStyle {
  name: string;
  title: string;
  digest: string;
  /** Why it cannot be used, with the line; null where it can */
  fault: string | null;
}

/** The style of ours that was made for a language: one of another would say "pp." in Japanese, or 頁 in English order. */
export const STYLE_OF_LANGUAGE: Readonly<Record<CitationLanguage, string>> = {
  en: 'kataribe-notes',
  ja: 'kataribe-ja',
};

/** The folder of an archive's own styles: KATARIBE_STYLES, or `styles` in its data directory. */
export function stylesFolder(environment: NodeJS.ProcessEnv, dataDirectory: string | null): string | null {
  return environment.KATARIBE_STYLES || (dataDirectory === null ? null : join(dataDirectory, 'styles'));
}

/**
 * The styles there are: those that come along (the folder `styles` of the package) and an archive's own. Files are read
 * anew each time, so that a style can be put in or mended while the archive runs.
 */
export class StyleShelf {
  constructor(
    /** Holds the styles; its folder `locales` has the words of the languages. */
    private readonly ownFolder: string,
    /** May be missing. A style in it goes before ours of the same name. */
    private readonly archiveFolder: string | null,
    private readonly forms: FormStore,
  ) {}

  list(): ShelvedStyle[] {
    return this.names().map((name) => {
      try {
        const { title, digest } = readStyle(name, this.bytes(name));
        return { name, title, digest, fault: null };
      } catch (error) {
        if (!(error instanceof UnusableStyle)) throw error;
        return { name, title: name, digest: '', fault: error.message };
      }
    });
  }

  /**
   * @throws UnknownStyle where no folder has it
   * @throws UnusableStyle where the file is broken, with the line
   */
  open(name: string): CitationStyle {
    const names = this.names();
    // Only what was listed is opened: a name is never made into a path.
    if (!names.includes(name)) throw new UnknownStyle(name, names);
    const file = readStyle(name, this.bytes(name));
    const locale = (language: string) =>
      readFileSync(join(this.ownFolder, 'locales', `locales-${language}.xml`), 'utf8');
    return citeprocStyle(file, { en: locale('en-US'), ja: locale('ja-JP') }, this.forms);
  }

  private names(): string[] {
    const own = stylesIn(this.ownFolder);
    const archives = this.archiveFolder === null ? [] : stylesIn(this.archiveFolder);
    return [...new Set([...own, ...archives])].sort();
  }

  private bytes(name: string): Uint8Array {
    const inArchive = this.archiveFolder !== null && stylesIn(this.archiveFolder).includes(name);
    return head(join(inArchive ? this.archiveFolder : this.ownFolder, `${name}.csl`));
  }
}

function stylesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.csl'))
      .map((entry) => entry.name.slice(0, -'.csl'.length));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** No more of a file than it takes to see that it is too large. */
function head(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(LARGEST_STYLE + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
