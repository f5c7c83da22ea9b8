import {
  type Interview,
  type InterviewWriter,
  type Paragraph,
  type Piece,
  type Sentence,
  textOf,
} from './interviews.js';
import type { Random } from './random.js';

/*
 * What correctors do to a transcript, many times over. Nothing here is looked up afterwards: what is left of a piece keeps
 * its name, and what is new has a new one.
 */

/** Pieces that were spelt otherwise, for which others were put, that were moved, or whose sentence was replaced. */
export interface Corrected {
  interview: Interview;
  respelt: ReadonlySet<number>;
  swapped: ReadonlySet<number>;
  moved: ReadonlySet<number>;
  replaced: ReadonlySet<number>;
}

type EditKind = keyof typeof EDITS;

interface Draft {
  interview: Interview;
  respelt: Set<number>;
  swapped: Set<number>;
  moved: Set<number>;
  replaced: Set<number>;
}

const wordsOf = ({ pieces }: Sentence): Piece[] => pieces.filter(({ kind }) => kind === 'word');

const EDITS = {
  typo: inSentence((sentence, { respelt }, random) => {
    const word = random.pick(wordsOf(sentence));
    const letters = [...word.text];
    const at = random.between(0, letters.length - 1);
    if (letters.length < 3) return;
    if (random.chance(0.5)) letters.splice(at, 1);
    else letters.splice(at, 0, letters[random.between(0, letters.length - 1)]!);
    if (letters.join('') === word.text) return;
    word.text = letters.join('');
    respelt.add(word.id);
  }),
  wordReplaced: inSentence((sentence, { swapped }, random, writer) => {
    const word = random.pick(wordsOf(sentence));
    const other = random.pick(writer.phrases.small);
    if (other === word.text) return;
    word.text = other;
    swapped.add(word.id);
  }),
  wordInserted: inSentence((sentence, _, random, writer) => {
    const word = random.pick(wordsOf(sentence));
    const at = sentence.pieces.indexOf(word);
    const space = writer.phrases.language === 'en' ? ' ' : '';
    sentence.pieces.splice(at, 0, ...writer.pieces(random.pick(writer.phrases.small) + space));
  }),
  wordDeleted: inSentence((sentence, _, random) => {
    const words = wordsOf(sentence);
    if (words.length < 5) return;
    const at = sentence.pieces.indexOf(random.pick(words));
    const isSpaced = sentence.pieces[at + 1]?.kind === 'blank';
    sentence.pieces.splice(at, isSpaced ? 2 : 1);
  }),
  punctuation: inSentence((sentence, { swapped }, random, writer) => {
    const marks = sentence.pieces.filter(({ kind }) => kind === 'mark');
    const mark = random.pick(marks);
    const [comma, others] =
      writer.phrases.language === 'en' ? [',', [';', ' –', '.', '!']] : ['、', ['。', '…', '！']];
    if (random.chance(0.4)) {
      sentence.pieces.splice(
        sentence.pieces.indexOf(random.pick(wordsOf(sentence))) + 1,
        0,
        ...writer.pieces(comma),
      );
    } else if (mark) {
      mark.text = random.pick(others);
      swapped.add(mark.id);
    }
  }),
  sentenceInserted: inParagraph(({ sentences }, _, random, writer) => {
    const at = random.between(0, sentences.length - 1);
    sentences.splice(at, 0, spaced(writer.told(sentences[at]!.matter), writer));
  }),
  sentenceDeleted: inParagraph(({ sentences }, _, random) => {
    const at = random.between(0, sentences.length - 1);
    if (sentences.length > 1 && !sentences[at]!.isDoubled) sentences.splice(at, 1);
  }),
  sentenceReplaced: inParagraph(({ sentences }, { replaced }, random, writer) => {
    const at = random.between(0, sentences.length - 1);
    if (sentences[at]!.isDoubled) return;
    sentences[at]!.pieces.forEach(({ id }) => replaced.add(id));
    sentences[at] = spaced(writer.another(sentences[at]!), writer);
  }),
  sentenceMoved: inParagraph(({ sentences }, { interview, moved }, random) => {
    if (sentences.length < 2) return;
    const [sentence] = sentences.splice(random.between(0, sentences.length - 1), 1);
    const to = random.pick(interview.filter((paragraph) => paragraph.sentences.length > 1));
    to?.sentences.splice(random.between(0, to.sentences.length), 0, sentence!);
    sentence!.pieces.forEach(({ id }) => moved.add(id));
  }),
  sentenceDoubled: inParagraph(({ sentences }, { interview }, random, writer) => {
    const sentence = random.pick(sentences);
    const to = random.pick(interview).sentences;
    sentence.isDoubled = true;
    const pieces = writer.pieces(textOf(sentence.pieces));
    to.splice(random.between(0, to.length), 0, { ...sentence, pieces });
  }),
  paragraphSplit: inParagraph((paragraph, { interview }, random, writer) => {
    const { sentences } = paragraph;
    if (sentences.length < 2) return;
    const rest = sentences.splice(random.between(1, sentences.length - 1));
    const speaker = random.chance(0.5) ? [] : writer.pieces(textOf(paragraph.speaker));
    interview.splice(interview.indexOf(paragraph) + 1, 0, { speaker, sentences: rest });
  }),
  paragraphsMerged: inParagraph((paragraph, { interview }) => {
    const next = interview[interview.indexOf(paragraph) + 1];
    if (next === undefined) return;
    interview.splice(interview.indexOf(next), 1);
    paragraph.sentences.push(...next.sentences);
  }),
  paragraphMoved: inParagraph((paragraph, { interview, moved }, random) => {
    const from = interview.indexOf(paragraph);
    interview.splice(from, 1);
    const to = random.between(0, interview.length);
    // Of two neighbours that change places, the shorter one was moved.
    const passed = interview.slice(Math.min(from, to), Math.max(from, to)).flatMap(idsOf);
    const own = idsOf(paragraph);
    for (const id of own.length <= passed.length ? own : passed) moved.add(id);
    interview.splice(to, 0, paragraph);
  }),
  linesJoined: inParagraph((paragraph) => {
    for (const { pieces } of paragraph.sentences) {
      for (const piece of pieces) if (piece.text === '\n') piece.text = ' ';
    }
  }),
};

/** How often each is done, in a hundred. */
const OFTEN: Record<EditKind, number> = {
  typo: 20,
  wordReplaced: 14,
  wordInserted: 12,
  wordDeleted: 8,
  punctuation: 9,
  sentenceInserted: 7,
  sentenceDeleted: 4,
  sentenceReplaced: 8,
  sentenceMoved: 2,
  sentenceDoubled: 2,
  paragraphSplit: 4,
  paragraphsMerged: 3,
  paragraphMoved: 2,
  linesJoined: 5,
};

const KINDS = Object.entries(OFTEN).flatMap(([kind, many]) => Array<EditKind>(many).fill(kind as EditKind));

/** The interview after so many edits, in any order and anywhere; what was given stays as it is. */
export function corrected(
  interview: Interview,
  edits: number,
  random: Random,
  writer: InterviewWriter,
): Corrected {
  const draft: Draft = {
    interview: structuredClone(interview),
    respelt: new Set(),
    swapped: new Set(),
    moved: new Set(),
    replaced: new Set(),
  };
  for (let n = 0; n < edits; n++) EDITS[random.pick(KINDS)](draft, random, writer);
  return draft;
}

function idsOf({ sentences }: Paragraph): number[] {
  return sentences.flatMap(({ pieces }) => pieces.map(({ id }) => id));
}

type Edit = (draft: Draft, random: Random, writer: InterviewWriter) => void;

function inParagraph(
  edit: (paragraph: Paragraph, draft: Draft, random: Random, writer: InterviewWriter) => void,
): Edit {
  return (draft, random, writer) => {
    const paragraph = random.pick(draft.interview);
    if (paragraph.sentences.length > 0) edit(paragraph, draft, random, writer);
  };
}

function inSentence(
  edit: (sentence: Sentence, draft: Draft, random: Random, writer: InterviewWriter) => void,
): Edit {
  return inParagraph(({ sentences }, draft, random, writer) => {
    const sentence = random.pick(sentences);
    if (wordsOf(sentence).length > 0 && !sentence.isDoubled) edit(sentence, draft, random, writer);
  });
}

function spaced(sentence: Sentence, writer: InterviewWriter): Sentence {
  if (writer.phrases.language === 'en') sentence.pieces.push(...writer.pieces(' '));
  return sentence;
}
