/**
 * The seven font names of OSS and the free faces that stand for them. FangZheng's faces are commercial and WenQuanYi's
 * may not be shipped here, so each name gets the nearest open one (all under the SIL Open Font License) in the line
 * height of the face it replaces: a mark keeps its place in the picture.
 */

/** A built family, by the name of its folder below `fonts/`, and the line height it is set in. */
export interface NamedFace {
  readonly family: string;
  /** Height above the baseline and depth below it in ems, counted upwards; the family's own when left out. */
  readonly line?: { readonly ascender: number; readonly descender: number } | undefined;
}

/** Line heights in `hhea` of the originals: WenQuanYi Zen Hei 0.9.45, Micro Hei 0.2.0; FangZheng's usual 220:36. */
const ZEN_HEI = { ascender: 986 / 1024, descender: -304 / 1024 };
const MICRO_HEI = { ascender: 1918 / 2048, descender: -483 / 2048 };
const FANG_ZHENG = { ascender: 220 / 256, descender: -36 / 256 };

/** The faces of the seven names. */
export const NAMED_FACES: Readonly<Record<string, NamedFace>> = {
  'wqy-zenhei': { family: 'noto-sans-sc', line: ZEN_HEI },
  'wqy-microhei': { family: 'noto-sans-sc', line: MICRO_HEI },
  droidsansfallback: { family: 'noto-sans-sc', line: MICRO_HEI },
  fangzhengheiti: { family: 'noto-sans-sc', line: FANG_ZHENG },
  fangzhengshusong: { family: 'noto-serif-sc', line: FANG_ZHENG },
  fangzhengfangsong: { family: 'noto-serif-sc', line: FANG_ZHENG },
  fangzhengkaiti: { family: 'lxgw-wenkai', line: FANG_ZHENG },
};

/** Asked in turn for characters that the chosen face lacks: Simplified, Traditional, Kana, Hangul, then nearly all. */
export const FALLBACK_FAMILIES = [
  'noto-sans-sc',
  'noto-sans-tc',
  'noto-sans-jp',
  'noto-sans-kr',
  'lxgw-wenkai',
  'unifontex',
] as const;
