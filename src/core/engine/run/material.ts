/** Fetches what the stages of a plan draw, before its pixels flow. */
import { ProcessError } from '../../spec/error.ts';
import type { Marks } from '../../spec/marks.ts';
import type { Prepared } from '../../spec/step.ts';
import type { Stage } from '../plan/steps.ts';

/** The most bytes that all marks of one picture may hold, and so the most of one: 8 megapixels. */
export const MAX_MARK_BYTES = 32 * 1024 * 1024;

/** The material of each stage, in the stages' order. */
export interface Material {
  readonly prepared: readonly (Prepared | undefined)[];
  readonly bytes: number;
}

/** The material of stages that draw nothing. */
export const NO_MATERIAL: Material = { prepared: [], bytes: 0 };

/** True when some stage has to fetch something. */
export function needsMaterial(stages: readonly Stage[]): boolean {
  return stages.some(({ step }) => step.prepare !== undefined);
}

/**
 * Fetches for one stage after the other, what several stages draw but once. Throws `WatermarkError` without `marks` or for
 * too many bytes.
 */
export async function fetchMaterial(stages: readonly Stage[], marks: Marks | undefined): Promise<Material> {
  if (!marks) throw new ProcessError('WatermarkError', 'A picture can not be marked here.');
  const prepared: (Prepared | undefined)[] = [];
  const known = new Map<string, Prepared | undefined>();
  let bytes = 0;
  for (const { step, from } of stages) {
    const drawn = `${from.width} ${from.height} ${step.text}`;
    if (!known.has(drawn)) {
      const made = await step.prepare?.(from, marks);
      known.set(drawn, made);
      bytes += made?.bytes ?? 0;
      checkMarkBytes(bytes);
    }
    prepared.push(known.get(drawn));
  }
  return { prepared, bytes };
}

/** Throws `WatermarkError` for more bytes than marks may hold. */
export function checkMarkBytes(bytes: number): void {
  if (bytes > MAX_MARK_BYTES) throw new ProcessError('WatermarkError', 'The watermark is too large.');
}
