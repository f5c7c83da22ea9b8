/** What the testimonies of the bench are made of: words without meaning together, in three writing systems. */

const list = (words: string): string[] => words.trim().split(/\s+/);

export const ENGLISH = list(`
  the and we was in of to they my that had were from our it by for at after before when then there village river
  bridge winter spring summer autumn train station soldiers father mother brother sister uncle teacher officer
  railway harbour border crossing letter radio newspaper barracks hospital school field forest mountain snow rice
  bread potatoes coal wood fire smoke night morning evening hunger silence rumour order surrender retreat camp
  guard interpreter captain colonel division regiment convoy ship island coast storm road carriage horses cart
  neighbour family children funeral wedding harvest market factory mine workshop office ministry embassy treaty
  promise question answer nobody everyone someone always never again later already still almost walked carried
  waited heard saw remembered forgot believed feared hoped returned crossed burned buried wrote read asked told
  answered refused agreed signed promised hid found lost kept sold bought travelled arrived departed stayed slept
  woke cooked froze melted opened closed Manchuria Vladivostok Hokkaido Karafuto Harbin Khabarovsk Nakhodka Otaru
  nineteen forty-five August September February cold heavy old young narrow wide dark quiet strange foreign`);

export const RUSSIAN = list(`
  и мы было в из на они мой что тогда после перед когда потом там деревня река мост зима весна лето осень поезд
  станция солдаты отец мать брат сестра дядя учитель офицер железная дорога гавань граница переправа письмо радио
  газета казармы госпиталь школа поле лес гора снег рис хлеб картофель уголь дрова огонь дым ночь утро вечер голод
  тишина слухи приказ капитуляция отступление лагерь охрана переводчик капитан полковник дивизия полк колонна
  корабль остров берег буря вагон лошади телега сосед семья дети похороны свадьба урожай рынок завод шахта
  мастерская контора министерство посольство договор обещание вопрос ответ никто каждый всегда никогда снова позже
  уже ещё почти шли несли ждали слышали видели помнили забыли верили боялись надеялись вернулись перешли сожгли
  похоронили писали читали спрашивали рассказали ответили отказали согласились подписали обещали спрятали нашли
  потеряли хранили продали купили ехали прибыли остались спали варили мёрзли Маньчжурия Владивосток Хабаровск
  Сахалин Харбин Находка август сентябрь февраль холодный тяжёлый старый молодой узкий широкий тёмный чужой`);

/** Nouns, each followed by a particle: Japanese is written without spaces. */
export const JAPANESE_NOUNS = list(`
  私 父 母 兄 姉 祖父 先生 将校 兵隊 村 川 橋 駅 汽車 線路 港 国境 手紙 新聞 放送 兵舎 病院 学校 畑 森 山 雪 米 石炭
  薪 火 煙 夜 朝 夕方 飢え 沈黙 噂 命令 降伏 撤退 収容所 監視 通訳 大佐 師団 連隊 船 島 海岸 嵐 道 馬車 隣人 家族
  子供 葬式 収穫 市場 工場 炭鉱 役所 大使館 条約 約束 質問 答え 満洲 樺太 北海道 小樽 哈爾浜 関東軍 八月 二月 冬 春
  𠮷田さん 鮎川さん 引揚者 捕虜 戦友 証言 記録 地図 写真 着物 靴 パン ストーブ ラジオ トラック`);

export const JAPANESE_PARTICLES = list('は が を に で の から まで と へ も');

export const JAPANESE_ENDINGS = list(`
  見ました 聞きました 待っていました 渡りました 帰りませんでした 覚えています 忘れました 書いてありました 信じていました
  燃えていました 凍っていました 運びました 隠しました 探しました 誰も話しませんでした 知らなかったのです 行きました`);
