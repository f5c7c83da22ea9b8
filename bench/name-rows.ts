import { nameKeys } from '../src/common/name-folding.js';
import { Random } from './random.js';

/** Forms of each person: in kanji with a reading, in Latin letters, in Cyrillic. */
export const FORMS_A_PERSON = 3;

/** What is copied into one table: the names of its columns, and its rows. */
export interface NameTable {
  table: 'agent' | 'name_form' | 'name_key';
  columns: string[];
  rows: (string | null)[][];
}

interface Part {
  kanji: string;
  kana: string;
  latin: string;
}

const part = (line: string): Part => {
  const [kanji, kana, latin] = line.split(' ');
  return { kanji: kanji!, kana: kana!, latin: latin! };
};

/** Borne by many, the first by most. */
const FAMILIES =
  `佐藤 サトウ Satō,鈴木 スズキ Suzuki,高橋 タカハシ Takahashi,田中 タナカ Tanaka,渡邊 ワタナベ Watanabe,
  伊藤 イトウ Itō,中村 ナカムラ Nakamura,小林 コバヤシ Kobayashi,山本 ヤマモト Yamamoto,加藤 カトウ Katō,吉田 ヨシダ Yoshida,
  山田 ヤマダ Yamada,佐々木 ササキ Sasaki,山口 ヤマグチ Yamaguchi,松本 マツモト Matsumoto,井上 イノウエ Inoue,齋藤 サイトウ Saitō,
  木村 キムラ Kimura,林 ハヤシ Hayashi,清水 シミズ Shimizu,瀨島 セジマ Sejima,大野 オオノ Ōno,藤田 フジタ Fujita,中山 ナカヤマ Nakayama`
    .split(',')
    .map((line) => part(line.trim()));

const GIVEN =
  `龍三 リュウゾウ Ryūzō,健 ケン Ken,誠 マコト Makoto,茂 シゲル Shigeru,清 キヨシ Kiyoshi,正一 ショウイチ Shōichi,
  純一 ジュンイチ Jun’ichi,愛子 アイコ Aiko,和子 カズコ Kazuko,幸子 サチコ Sachiko,英機 ヒデキ Hideki,國昭 クニアキ Kuniaki`
    .split(',')
    .map((line) => part(line.trim()));

/** Syllables of which names are made that few bear. */
const SYLLABLES =
  `阿 ア a,伊 イ i,宇 ウ u,江 エ e,尾 オ o,香 カ ka,木 キ ki,久 ク ku,毛 ケ ke,古 コ ko,佐 サ sa,志 シ shi,須 ス su,瀬 セ se,
  曽 ソ so,田 タ ta,知 チ chi,津 ツ tsu,手 テ te,戸 ト to,名 ナ na,仁 ニ ni,沼 ヌ nu,根 ネ ne,野 ノ no,葉 ハ ha,日 ヒ hi,
  布 フ fu,辺 ヘ he,保 ホ ho,間 マ ma,美 ミ mi,牟 ム mu,目 メ me,茂 モ mo,矢 ヤ ya,由 ユ yu,代 ヨ yo,良 ラ ra,利 リ ri,
  留 ル ru,礼 レ re,呂 ロ ro,和 ワ wa`
    .split(',')
    .map((line) => part(line.trim()));

function rare(random: Random): Part {
  const made = { kanji: '', kana: '', latin: '' };
  for (let n = random.between(3, 5); n > 0; n -= 1) {
    const { kanji, kana, latin } = random.pick(SYLLABLES);
    made.kanji += kanji;
    made.kana += kana;
    made.latin += latin;
  }
  return { ...made, latin: made.latin[0]!.toUpperCase() + made.latin.slice(1) };
}

const CYRILLIC: Record<string, string> = Object.fromEntries(
  Array.from('abcdefghijklmnopqrstuvwyz', (letter, at) => [letter, 'абцдэфгхидзклмнопкрстуввйз'[at]!]),
);

/** Some people, with what each is called and is found by. */
export function nameTables(people: number, stream: number): NameTable[] {
  const random = new Random(1945, stream);
  const agents: NameTable['rows'] = [];
  const forms: NameTable['rows'] = [];
  const keys: NameTable['rows'] = [];
  for (let n = 0; n < people; n += 1) {
    const agent = random.uuid();
    const family = random.chance(0.3) ? random.pickUneven(FAMILIES) : rare(random);
    const given = random.chance(0.5) ? random.pick(GIVEN) : rare(random);
    const name = `${given.latin} ${family.latin}`;
    agents.push([agent, 'person', name]);
    const addKeys = (form: string | null, way: string, found: string[]): void => {
      for (const key of found) keys.push(['person', agent, form, way, key]);
    };
    addKeys(null, 'value', nameKeys(name));
    const addForm = (value: string, language: string, script: string, reading: string | null): void => {
      const id = random.uuid();
      forms.push([id, agent, value, 'legal', language, script, reading]);
      addKeys(id, 'value', nameKeys(value, script === 'Jpan' ? [family.kanji, given.kanji] : []));
      if (reading !== null) addKeys(id, 'reading', nameKeys(reading));
    };
    addForm(family.kanji + given.kanji, 'ja', 'Jpan', `${family.kana} ${given.kana}`);
    addForm(`${family.latin} ${given.latin}`, 'ja', 'Latn', null);
    const plain = `${family.latin} ${given.latin}`.normalize('NFD').toLowerCase();
    addForm(
      plain.replace(/./g, (letter) => CYRILLIC[letter] ?? (letter === ' ' ? ' ' : '')),
      'ru',
      'Cyrl',
      null,
    );
  }
  return [
    { table: 'agent', columns: ['id', 'kind', 'name'], rows: agents },
    {
      table: 'name_form',
      columns: ['id', 'agent_id', 'value', 'type', 'language', 'script', 'reading'],
      rows: forms,
    },
    { table: 'name_key', columns: ['kind', 'owner_id', 'name_form_id', 'way', 'key'], rows: keys },
  ];
}

/** What people type: common names, rare ones, beginnings, readings, old kanji, and what is not there. */
export function nameQueries(): Record<string, string[]> {
  const random = new Random(1946);
  const many = (make: () => string): string[] => Array.from({ length: 200 }, make);
  return {
    'a common family name': many(() => random.pick(FAMILIES).latin),
    'in kanji': many(() => random.pick(FAMILIES).kanji),
    'in kana': many(() => random.pick(FAMILIES).kana),
    'family and given name': many(() => `${random.pick(FAMILIES).latin} ${random.pick(GIVEN).latin}`),
    'a rare name': many(() => rare(random).latin),
    'two letters': many(() => random.pick(SYLLABLES).latin + random.pick(SYLLABLES).latin.slice(0, 1)),
    'not there': many(() => `${rare(random).latin}xx`),
  };
}
