import type { Locator } from './citation-style.js';
import { textOf, withTexts, type Inline } from './inline.js';

/*
 * A page number changes nothing in a note but itself. So a note with a locator is written once for each kind of it, with a
 * number nobody has, and the real one put in its place. Whatever is not as plain as that is written by the processor.
 */

export interface LocatorForm {
  /** What the written form depends on */
  key: string;
  /** What the processor is given */
  sample: Locator | null;
  /** The numbers of the sample, and those to put in their place */
  replaced: readonly (readonly [string, string])[];
}

const SAMPLES = ['918273645', '918273646'] as const;
const FIRST_NOTE = '827364519';

const KINDS: readonly { key: string; pattern: RegExp; sample: string }[] = [
  { key: 'one', pattern: /^(\d{1,7})$/, sample: SAMPLES[0] },
  { key: 'range', pattern: /^(\d{1,7})[-–](\d{1,7})$/, sample: SAMPLES.join('-') },
  { key: 'time', pattern: /^(\d{1,2}:\d\d:\d\d)$/, sample: '91:82:73' },
];

export function exactForm(locator: Locator | undefined): LocatorForm {
  if (locator === undefined) return { key: '', sample: null, replaced: [] };
  return { key: `${locator.label}=${locator.value}`, sample: locator, replaced: [] };
}

export function locatorForm(locator: Locator | undefined): LocatorForm {
  for (const { key, pattern, sample } of locator === undefined ? [] : KINDS) {
    const found = pattern.exec(locator!.value);
    if (!found) continue;
    const [start, end] = found.slice(1);
    // Back to front is no range, and a processor may make of it what it likes.
    if (end !== undefined && Number(end) <= Number(start)) break;
    const numbers = key === 'time' ? [sample] : SAMPLES;
    return {
      key: `${locator!.label}:${key}`,
      sample: { label: locator!.label, value: sample },
      replaced: [start, end].flatMap((value, i) =>
        value === undefined ? [] : [[numbers[i]!, value] as const],
      ),
    };
  }
  return exactForm(locator);
}

/** "See n. 7" in a later note: the number of the first is put in likewise. */
export function withFirstNote(form: LocatorForm, firstNote: number): { form: LocatorForm; sample: string } {
  const replaced = [...form.replaced, [FIRST_NOTE, String(firstNote)] as const];
  return { form: { ...form, replaced }, sample: FIRST_NOTE };
}

/** Whether each number of the sample stands in the form just once, so that it can be told from everything else. */
export function isFillable(content: readonly Inline[], { replaced }: LocatorForm): boolean {
  const text = textOf(content);
  return replaced.every(([sample]) => text.split(sample).length === 2);
}

export function filled(content: readonly Inline[], { replaced }: LocatorForm): readonly Inline[] {
  if (replaced.length === 0) return content;
  return withTexts(content, (text) => {
    let result = text;
    for (const [sample, value] of replaced) result = result.replace(sample, () => value);
    return result;
  });
}
