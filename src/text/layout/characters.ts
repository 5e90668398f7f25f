/** From a text to what is drawn one after the other: characters with the marks that sit on them. */

/** A character and the combining marks after it, as code points. */
export interface Cluster {
  readonly base: number;
  readonly marks: readonly number[];
}

/** Characters that are never seen: joiners, variation selectors, direction marks, controls. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/u;
const MARK = /[\p{Mn}\p{Me}]/u;

/** The clusters of a text, composed where Unicode has a composed character. Line breaks and tabs become spaces. */
export function toClusters(text: string): Cluster[] {
  const clusters: { base: number; marks: number[] }[] = [];
  for (const character of text.replaceAll(/\s/gu, ' ').normalize('NFC')) {
    if (INVISIBLE.test(character)) continue;
    const codePoint = character.codePointAt(0) ?? 0;
    const last = clusters.at(-1);
    if (last && MARK.test(character)) last.marks.push(codePoint);
    else clusters.push({ base: codePoint, marks: [] });
  }
  return clusters;
}
