import type { Fault } from '../common/fault.js';
import type { Owner } from './owner.js';
import {
  AGENT_NAME_TYPES,
  type NameType,
  PLACE_NAME_TYPES,
  type Romanisation,
  type IdentifierScheme,
} from './vocabularies.js';

// Kana of either width, with their marks, the long vowel, and what stands between names.
const KANA = /^[\p{Script=Hiragana}\p{Script=Katakana}\u3099-\u309c\u30fc\uff70\uff9e\uff9f・･＝゠\s]+$/u;
const LETTER = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Whether a reading is one: kana alone. Whoever types kanji has typed the name again, not how it is read. */
export function isReading(reading: string): boolean {
  return KANA.test(reading) && LETTER.test(reading);
}

/** What of a form depends on something else of it. */
export interface JudgedForm {
  owner: Owner['kind'];
  type: NameType;
  language: string;
  script: string;
  romanisation: Romanisation | null;
}

export function formFaults({ owner, type, language, script, romanisation }: JudgedForm): Fault[] {
  const types: readonly string[] = owner === 'agent' ? AGENT_NAME_TYPES : PLACE_NAME_TYPES;
  const faults: Fault[] = [];
  if (!types.includes(type)) {
    const whose = owner === 'agent' ? 'a person, organisation or group' : 'a place';
    const expected = `for ${whose} one of ${types.join(', ')}`;
    faults.push({ pointer: '/type', code: 'name.type', expected, found: type });
  }
  // A language tag may name a script, too: ja-Latn-hepburn.
  const tagged = /^[a-z]{2,8}(?:-[a-z]{3}){0,3}-([a-z]{4})(?=-|$)/i.exec(language)?.[1];
  if (tagged !== undefined && tagged.toLowerCase() !== script.toLowerCase()) {
    const expected = `a language in the script ${script}, or one that names no script`;
    faults.push({ pointer: '/language', code: 'name.language_script', expected, found: language });
  }
  if (romanisation !== null && script !== 'Latn') {
    faults.push({
      pointer: '/romanisation',
      code: 'name.romanisation_script',
      expected: 'a way of writing in Latin letters only with the script Latn',
      found: `${romanisation} with ${script}`,
    });
  }
  return faults;
}

/** How identifiers look, and an example of each. Whether there is such an entry is asked of nobody. */
const FORMS: Record<IdentifierScheme, [form: RegExp, example: string]> = {
  wikidata: [/^Q[1-9]\d{0,9}$/, 'Q and a number, such as Q11720'],
  viaf: [/^[1-9]\d(\d{0,7}|\d{17,20})$/, 'the number of a VIAF cluster, such as 37704217'],
  ndl: [
    /^\d{8,9}$/,
    'the eight or nine digits of an authority of the National Diet Library, such as 00104237',
  ],
};

export function identifierFault(scheme: IdentifierScheme, value: string): Fault | null {
  const [form, expected] = FORMS[scheme];
  if (form.test(value)) return null;
  return { pointer: '/value', code: 'identifier.form', expected, found: JSON.stringify(value.slice(0, 60)) };
}
