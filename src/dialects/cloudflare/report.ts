/** `format=json`: what the original is, and how large what the other options ask for would be. */
import { parseChain } from '../../core/engine/chain/parse.ts';
import { planSteps } from '../../core/engine/plan/steps.ts';
import { TURN_OF_ORIENTATION, UPRIGHT } from '../../core/image/geometry.ts';
import { EVERY_OPERATION } from '../../core/ops/index.ts';
import { chainOf, factOf, type Report, type ReportWriter } from '../dialect.ts';

/** The report that it is written from: size, format and orientation. */
export const REPORT = 'traits';
const CONTEXT = { outputAlpha: true, limitPolicy: 'result', frames: 1 } as const;

/** Writes it for the actions that would be done. Both throw ProcessError where no picture could be made. */
export function reportOf(actions: readonly string[]): ReportWriter {
  const { pixels } = parseChain(chainOf(actions), EVERY_OPERATION);
  return (facts) => {
    const size = sizeOf(facts);
    const turn = TURN_OF_ORIENTATION[Number(factOf(facts, 'Orientation'))] ?? UPRIGHT;
    const { width, height } = planSteps(size, turn, pixels, CONTEXT).size;
    const format = factOf(facts, 'Format').replace(/^jpg$/, 'jpeg');
    const original = { file_size: Number(factOf(facts, 'FileSize')), ...size, format: `image/${format}` };
    return { width, height, original };
  };
}

function sizeOf(facts: Report): { readonly width: number; readonly height: number } {
  return { width: Number(factOf(facts, 'ImageWidth')), height: Number(factOf(facts, 'ImageHeight')) };
}
