/**
 * Arabic letters take the shape their neighbours ask for. Fonts do that by substitution tables; the plain way here uses
 * the presentation forms of Unicode, which most Arabic fonts have too. Letters whose form is missing stay as they are.
 */
import type { Cluster } from './characters.ts';
import type { Face } from './face.ts';

/** Forms of a letter, in Unicode's order; letters that only join the letter before have the first two. */
interface Forms {
  readonly isolated: number;
  readonly final?: number | undefined;
  readonly initial?: number | undefined;
  readonly medial?: number | undefined;
}

const LAM = 0x644;
/** A stroke that lengthens a word: joins on both sides and has one form. */
const TATWEEL = 0x640;
const ARABIC = /\p{Script=Arabic}/u;

/** Presentation Forms A (letters of Persian, Urdu and others) and B. */
const BLOCKS = [
  [0xfb50, 0xfbff],
  [0xfe80, 0xfefc],
] as const;

/** Forms by letter, or by lam and alef together; read from Unicode's own decompositions. */
const FORMS: ReadonlyMap<string, Forms> = readForms();

function readForms(): Map<string, Forms> {
  const lists = new Map<string, number[]>();
  for (const [first, last] of BLOCKS) {
    for (let form = first; form <= last; form++) {
      const letters = String.fromCodePoint(form).normalize('NFKC');
      const known = letters.codePointAt(0) !== form;
      if (known && (letters.length === 1 || letters.codePointAt(0) === LAM)) {
        lists.set(letters, [...(lists.get(letters) ?? []), form]);
      }
    }
  }
  return new Map(
    [...lists].map(([letters, [isolated = 0, final, initial, medial]]) => [
      letters,
      { isolated, final, initial, medial },
    ]),
  );
}

/** The clusters of a line, in reading order, with Arabic letters in the forms that `face` has. */
export async function joinArabic(clusters: readonly Cluster[], face: Face): Promise<readonly Cluster[]> {
  if (!clusters.some(({ base }) => ARABIC.test(String.fromCodePoint(base)))) return clusters;
  const forms = clusters.flatMap(({ base }, index) => [
    formOf(clusters, index),
    ligatureOf(clusters, index) ?? base,
  ]);
  const found = await face.find(forms);
  return applyForms(clusters, (form) => found.has(form));
}

function applyForms(clusters: readonly Cluster[], has: (form: number) => boolean): Cluster[] {
  const shaped: Cluster[] = [];
  for (let index = 0; index < clusters.length; index++) {
    const { base, marks } = clusters[index]!;
    const ligature = ligatureOf(clusters, index);
    if (ligature !== undefined && has(ligature)) {
      shaped.push({ base: ligature, marks: [...marks, ...clusters[++index]!.marks] });
      continue;
    }
    const form = formOf(clusters, index);
    shaped.push({ base: has(form) ? form : base, marks });
  }
  return shaped;
}

/** The form of a letter between its neighbours. */
function formOf(clusters: readonly Cluster[], index: number): number {
  const base = clusters[index]!.base;
  const forms = FORMS.get(String.fromCodePoint(base));
  if (!forms) return base;
  const before = joinsBefore(clusters, index);
  const after = joinsAfter(base) && joinsTo(clusters[index + 1]?.base);
  if (before && after) return forms.medial ?? base;
  if (before) return forms.final ?? base;
  return after ? (forms.initial ?? base) : base;
}

/** Lam and alef are always written as one. */
function ligatureOf(clusters: readonly Cluster[], index: number): number | undefined {
  const [lam, alef] = [clusters[index]!.base, clusters[index + 1]?.base];
  if (lam !== LAM || alef === undefined) return undefined;
  const forms = FORMS.get(String.fromCodePoint(lam, alef));
  return joinsBefore(clusters, index) ? forms?.final : forms?.isolated;
}

function joinsBefore(clusters: readonly Cluster[], index: number): boolean {
  const before = clusters[index - 1]?.base;
  return before !== undefined && joinsAfter(before) && joinsTo(clusters[index]!.base);
}

/** True for letters that reach out to the one after them. */
function joinsAfter(base: number): boolean {
  return base === TATWEEL || FORMS.get(String.fromCodePoint(base))?.initial !== undefined;
}

/** True for letters that the one before may reach. */
function joinsTo(base: number | undefined): boolean {
  if (base === undefined) return false;
  return base === TATWEEL || FORMS.get(String.fromCodePoint(base))?.final !== undefined;
}
