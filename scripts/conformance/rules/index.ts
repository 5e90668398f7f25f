/** The sections that are generated, in the order of the reference. */
import { numbered, type Draft, type Section } from '../case.ts';
import { chainCases } from './chains.ts';
import { cropCases, sliceCases } from './cut.ts';
import { formatCases, interlaceCases, qualityCases } from './encode.ts';
import { markCases } from './marks.ts';
import { refusalCases } from './refusals.ts';
import { resizeCases } from './resize.ts';
import { circleCases, cornerCases } from './shape.ts';
import { blurCases, brightCases, contrastCases, sharpenCases } from './tone.ts';
import { orientCases, rotateCases } from './turn.ts';

const SECTIONS: readonly [name: string, about: string, cases: () => Draft[]][] = [
  ['resize', 'Sizes and places of every mode, every box, sides, percentages, limit and colours', resizeCases],
  ['auto-orient', 'The eight orientations of Exif, applied and left', orientCases],
  ['crop', 'Nine places, sizes and offsets', cropCases],
  ['indexcrop', 'Slices of both directions', sliceCases],
  ['circle', 'Circles and what is outside of them', circleCases],
  ['rounded-corners', 'Corners and what is outside of them', cornerCases],
  ['rotate', 'Quarter turns, other angles and what is too large', rotateCases],
  ['blur', 'Edges under Gaussians', blurCases],
  ['bright', 'Flat colours made lighter and darker', brightCases],
  ['contrast', 'Flat colours spread apart', contrastCases],
  ['sharpen', 'An edge under the unsharp mask', sharpenCases],
  ['format', 'Every format read, every format written', formatCases],
  ['quality', 'Relative and absolute quality of JPEG', qualityCases],
  ['interlace', 'Progressive and baseline JPEG', interlaceCases],
  ['watermark', 'Marks at their places', markCases],
  ['chains', 'Several actions in a row', chainCases],
  ['refusals', 'Values at and beyond the border, with sub-codes', refusalCases],
];

/** Generates all of them. */
export function generate(): Section[] {
  return SECTIONS.map(([name, about, cases]) => numbered(name, about, cases()));
}
