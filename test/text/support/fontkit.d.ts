/** The little of fontkit that is used as an independent reference. */
declare module 'fontkit' {
  export interface ReferenceGlyph {
    readonly id: number;
    readonly advanceWidth: number;
    readonly path: {
      readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[];
    };
  }
  export interface ReferenceFont {
    readonly numGlyphs: number;
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    glyphForCodePoint(codePoint: number): ReferenceGlyph;
    getGlyph(id: number): ReferenceGlyph;
    getVariation(settings: Readonly<Record<string, number>>): ReferenceFont;
    layout(
      text: string,
      features?: Readonly<Record<string, boolean>>,
    ): {
      readonly positions: readonly { readonly xAdvance: number }[];
      readonly glyphs: readonly ReferenceGlyph[];
    };
  }
  export function create(bytes: Uint8Array): ReferenceFont;
}
