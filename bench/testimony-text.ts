import { CodePointIndex, codePointLength } from '../src/common/code-points.js';
import type { Random } from './random.js';
import { ENGLISH, JAPANESE_ENDINGS, JAPANESE_NOUNS, JAPANESE_PARTICLES, RUSSIAN } from './words.js';

/** Where a sentence stands, in code points */
export interface Sentence {
  start: number;
  end: number;
}

export interface GeneratedText {
  text: string;
  index: CodePointIndex;
  /** The sentences of each passage */
  passages: Sentence[][];
}

export const LANGUAGES = ['en', 'ja', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

const SENTENCES: Record<Language, [fewest: number, most: number]> = { en: [4, 9], ja: [5, 10], ru: [4, 9] };

/** A testimony of some 60 to 200 kB: paragraphs of sentences, with where every sentence is. */
export function generateText(random: Random, language: Language, passageCount: number): GeneratedText {
  const parts: string[] = [];
  const passages: Sentence[][] = [];
  const space = language === 'ja' ? '' : ' ';
  const [fewest, most] = SENTENCES[language];
  let at = 0;
  const add = (part: string): number => {
    parts.push(part);
    at += codePointLength(part);
    return at;
  };
  for (let passage = 0; passage < passageCount; passage += 1) {
    if (passage > 0) add('\n\n');
    const sentences: Sentence[] = [];
    const many = random.between(fewest, most);
    for (let n = 0; n < many; n += 1) {
      if (n > 0) add(space);
      const start = at;
      sentences.push({ start, end: add(sentence(random, language)) });
    }
    passages.push(sentences);
  }
  const text = parts.join('');
  return { text, index: new CodePointIndex(text), passages };
}

export function sentence(random: Random, language: Language): string {
  if (language === 'ja') {
    let words = '';
    const nouns = random.between(3, 7);
    for (let n = 0; n < nouns; n += 1) {
      words += random.pickUneven(JAPANESE_NOUNS) + random.pick(JAPANESE_PARTICLES);
      if (n === 2 && nouns > 4) words += '、';
    }
    return `${words}${random.pick(JAPANESE_ENDINGS)}。`;
  }
  const list = language === 'en' ? ENGLISH : RUSSIAN;
  const words: string[] = [];
  const many = random.between(6, 18);
  for (let n = 0; n < many; n += 1) words.push(random.pickUneven(list));
  const [first = ''] = words;
  words[0] = first.charAt(0).toUpperCase() + first.slice(1);
  return `${words.join(' ')}.`;
}
