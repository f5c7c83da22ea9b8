/** Katakana, row by row, in a romanisation that the spellings of name-folding.ts go on from. */
const ROWS: [kana: string, ...sounds: string[]][] = [
  ['アイウエオ', 'a', 'i', 'u', 'e', 'o'],
  ['カキクケコ', 'ka', 'ki', 'ku', 'ke', 'ko'],
  ['ガギグゲゴ', 'ga', 'gi', 'gu', 'ge', 'go'],
  ['サシスセソ', 'sa', 'si', 'su', 'se', 'so'],
  ['ザジズゼゾ', 'za', 'zi', 'zu', 'ze', 'zo'],
  ['タチツテト', 'ta', 'ti', 'tu', 'te', 'to'],
  ['ダヂヅデド', 'da', 'zi', 'zu', 'de', 'do'],
  ['ナニヌネノ', 'na', 'ni', 'nu', 'ne', 'no'],
  ['ハヒフヘホ', 'ha', 'hi', 'hu', 'he', 'ho'],
  ['バビブベボ', 'ba', 'bi', 'bu', 'be', 'bo'],
  ['パピプペポ', 'pa', 'pi', 'pu', 'pe', 'po'],
  ['マミムメモ', 'ma', 'mi', 'mu', 'me', 'mo'],
  ['ヤユヨ', 'ya', 'yu', 'yo'],
  ['ラリルレロ', 'ra', 'ri', 'ru', 're', 'ro'],
  ['ワヰヱヲンヴ', 'wa', 'i', 'e', 'o', 'n', 'vu'],
  ['ァィゥェォャュョヮヵヶ', 'a', 'i', 'u', 'e', 'o', 'ya', 'yu', 'yo', 'wa', 'ka', 'ke'],
];

/** With a small ya, yu, yo or e: kya, syu, tyo, zye. */
const BEFORE_Y: Record<string, string> = {
  キ: 'k',
  ギ: 'g',
  シ: 's',
  ジ: 'z',
  チ: 't',
  ヂ: 'z',
  ニ: 'n',
  ヒ: 'h',
  ビ: 'b',
  ピ: 'p',
  ミ: 'm',
  リ: 'r',
  テ: 't',
  デ: 'd',
  フ: 'h',
  ヴ: 'v',
};

/** With a small vowel: fa, ti, du, wi. */
const BEFORE_VOWEL: Record<string, string> = {
  フ: 'h',
  ヴ: 'v',
  ツ: 't',
  テ: 't',
  デ: 'd',
  ト: 't',
  ド: 'd',
  ウ: 'w',
  ク: 'kw',
  グ: 'gw',
};

const SMALL_Y = { ャ: 'ya', ュ: 'yu', ョ: 'yo' };
const SMALL_VOWELS = { ァ: 'a', ィ: 'i', ゥ: 'u', ェ: 'e', ォ: 'o' };

export const KANA = new Map<string, string>([
  ...ROWS.flatMap(([kana, ...sounds]) => Array.from(kana, (one, at): [string, string] => [one, sounds[at]!])),
  ...Object.entries(BEFORE_Y).flatMap(([kana, consonant]) =>
    Object.entries({ ...SMALL_Y, ...('シジチヂ'.includes(kana) ? { ェ: 'ye' } : {}) }).map(
      ([small, sound]): [string, string] => [kana + small, consonant + sound],
    ),
  ),
  ...Object.entries(BEFORE_VOWEL).flatMap(([kana, consonant]) =>
    Object.entries(SMALL_VOWELS).map(([small, sound]): [string, string] => [kana + small, consonant + sound]),
  ),
]);

/**
 * Old and variant forms of kanji, each with the one it folds to: the old forms of the common kanji (1946, 1981), and the
 * variants that names are written with. Pairs, the other form first.
 */
const PAIRS = `
  亞亜 惡悪 壓圧 圍囲 爲為 醫医 壹壱 稻稲 飮飲 隱隠 營営 榮栄 衞衛 驛駅 悅悦 閱閲 圓円 緣縁 艷艶 鹽塩 奧奥 應応 橫横 歐欧 毆殴 黃黄 溫温 穩穏 假仮 價価 畫画 會会 壞壊 懷懐
  繪絵 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関 陷陥 巖巌 顏顔 歸帰 氣気 旣既 龜亀 僞偽 戲戯 犧犠 舊旧 擧挙 虛虚 峽峡 挾挟 敎教 狹狭 鄕郷 曉暁 區区
  驅駆 勳勲 薰薫 徑径 惠恵 揭掲 攜携 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 藝芸 擊撃 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱 號号 國国
  黑黒 濟済 碎砕 齊斉 劑剤 冱冴 櫻桜 册冊 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 實実 舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 敍叙 奬奨
  將将 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 狀状 疊畳 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋 眞真 刄刃 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 聲声 靜静 攝摂 竊窃
  專専 戰戦 淺浅 潛潜 纖繊 踐践 錢銭 禪禅 曾曽 雙双 壯壮 搜捜 插挿 爭争 窗窓 總総 聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢
  單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅 晝昼 蟲虫 鑄鋳 廳庁 聽聴 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 德徳 獨独 讀読 屆届 繩縄 貳弐 惱悩 腦脳 霸覇 廢廃 拜拝
  賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 拂払 佛仏 竝並 變変 邊辺 辯弁 瓣弁 辨弁 舖舗 步歩 寶宝 豐豊 沒没 飜翻 槇槙 萬万 滿満 默黙 彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉 搖揺
  樣様 謠謡 遙遥 瑤瑶 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 淚涙 勵励 禮礼 隸隷 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 郞郎 祿禄 錄録 亙亘 灣湾 邉辺 嶌島 嶋島 﨑崎 嵜崎 碕崎
  髙高 𠮷吉 濵浜 桒桑 冨富 峯峰 斎斉 齋斉 凉涼 曻昇 翆翠 栁柳 栢柏 舘館 藪薮 鷗鴎 檜桧 埜野 夘卯 淸清 靑青 戶戸 內内 吳呉 吴呉 娛娯 悞悟 愽博 閒間 卽即 巢巣 曆暦 歷歴 每毎
  渴渇 穗穂 綫線 鄰隣 瀋沈 阳陽 辽遼 东東 满満 长長 门門 马馬 滨浜 汉漢 鲜鮮 广広 岛島 庆慶 连連 顺順 宁寧 铁鉄 岭嶺 苏蘇 联聯 战戦 军軍 张張 陈陳 刘劉 杨楊 赵趙 孙孫 刚剛
  华華 龙竜 凤鳳 义義 云雲 乡郷 关関 图図 应応 卫衛 齐斉 丰豊 尔爾 兴興 济済 滩灘 赣贛 鲁魯 绥綏 锦錦 营営 镇鎮 县県 庄荘 压圧 鬪闘 鬭闘 薗園 濤涛 彥彦 產産 姬姫 龝秋 烋休`;

export const KANJI_VARIANTS = new Map<string, string>(
  PAIRS.trim()
    .split(/\s+/)
    .map((pair) => Array.from(pair))
    .map(([variant, usual]) => [variant!, usual!]),
);
