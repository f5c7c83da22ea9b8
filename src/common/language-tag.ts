import { parse } from 'bcp-47';
import extlangs from 'language-subtag-registry/data/json/extlang.json' with { type: 'json' };
import languages from 'language-subtag-registry/data/json/language.json' with { type: 'json' };
import regions from 'language-subtag-registry/data/json/region.json' with { type: 'json' };
import scripts from 'language-subtag-registry/data/json/script.json' with { type: 'json' };
import variants from 'language-subtag-registry/data/json/variant.json' with { type: 'json' };
import { shown, type Fault } from './fault.js';

/*
 * Language tags by BCP 47: well-formed, and every subtag in the IANA registry. `bcp-47` judges the form, the lists of
 * `language-subtag-registry` the words (130 kB; its large file with descriptions is not needed). Intl.Locale is no help:
 * it refuses i-klingon, turns zh-yue into yue and takes any word of five letters for a language. Deprecated subtags
 * pass: an archive keeps what its records say. The prefixes the registry recommends are not enforced.
 */

type Kind = 'language' | 'extended language' | 'script' | 'region' | 'variant';

const REGISTERED: Record<Kind, (subtag: string) => boolean> = {
  language: listed(languages),
  'extended language': listed(extlangs),
  script: listed(scripts),
  region: listed(regions),
  variant: listed(variants),
};

/** The registered extensions: -u- (Unicode locale) and -t- (transformed content). */
const EXTENSIONS = ['u', 't'];

const WELL_FORMED = 'a BCP 47 language tag, such as ja, ja-Latn-hepburn, ru-Latn-alalc97 or und';

/** What is wrong with a language tag; undefined when nothing is. */
export function languageTagFault(tag: string): Fault | undefined {
  const tagFault = (code: string, expected: string, found = shown(tag)): Fault => ({
    pointer: '',
    code: `language.${code}`,
    expected,
    found,
  });

  // Tags registered whole, before there were subtags, are read as what they stand for today (i-klingon as tlh) ...
  const parsed = parse(tag);
  // ... or, where nothing does (i-default), as themselves.
  if (parsed.irregular || parsed.regular) return undefined;
  if (!parsed.language) {
    return parsed.privateuse.length > 0 ? undefined : tagFault('not_well_formed', WELL_FORMED);
  }

  const subtags: [Kind, string][] = [
    ['language', parsed.language],
    ...parsed.extendedLanguageSubtags.map((subtag): [Kind, string] => ['extended language', subtag]),
    ...(parsed.script ? [['script', parsed.script] as [Kind, string]] : []),
    ...(parsed.region ? [['region', parsed.region] as [Kind, string]] : []),
    ...parsed.variants.map((subtag): [Kind, string] => ['variant', subtag]),
  ];
  for (const [kind, subtag] of subtags) {
    if (REGISTERED[kind](subtag.toLowerCase())) continue;
    return tagFault('not_registered', `a registered ${kind} subtag`, `${shown(subtag)} in ${shown(tag)}`);
  }

  const twice = firstRepeated([...parsed.variants, ...parsed.extensions.map(({ singleton }) => singleton)]);
  if (twice !== undefined)
    return tagFault('repeated', 'each variant and extension once', `${shown(twice)} twice`);
  const unknown = parsed.extensions.find(({ singleton }) => !EXTENSIONS.includes(singleton.toLowerCase()));
  if (unknown)
    return tagFault('not_registered', 'the extension u or t', `${shown(unknown.singleton)} in ${shown(tag)}`);
  return undefined;
}

/** Whether it is a code of ISO 15924, written as there: Jpan, not jpan. */
export function isScriptCode(code: string): boolean {
  return /^[A-Z][a-z]{3}$/.test(code) && REGISTERED.script(code.toLowerCase());
}

/** The lists name some subtags as ranges, `qaa..qtz`: those for private use. */
function listed(list: Record<string, number>): (subtag: string) => boolean {
  const ranges = Object.keys(list).flatMap((key) =>
    key.includes('..') ? [key.split('..') as [string, string]] : [],
  );
  return (subtag) =>
    Object.hasOwn(list, subtag) ||
    ranges.some(([first, last]) => subtag.length === first.length && first <= subtag && subtag <= last);
}

function firstRepeated(subtags: string[]): string | undefined {
  const lower = subtags.map((subtag) => subtag.toLowerCase());
  return lower.find((subtag, i) => lower.indexOf(subtag) !== i);
}
