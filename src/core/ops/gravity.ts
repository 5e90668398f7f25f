/** The nine places of a picture that crops and watermarks count from. */
import type { ValueType } from '../spec/values.ts';
import { choice } from '../spec/values.ts';

/** A place by the URL's word. */
export type Gravity = 'nw' | 'north' | 'ne' | 'west' | 'center' | 'east' | 'sw' | 'south' | 'se';

/** The value type of a `g` parameter. */
export function gravity(): ValueType<Gravity> {
  const places = choice('nw', 'north', 'ne', 'west', 'center', 'east', 'sw', 'south', 'se');
  return { ...places, control: { kind: 'place', options: Object.keys(PLACES) } };
}

/** Where along each axis a place lies: at the start, in the middle or at the end. */
export type Alignment = 'start' | 'middle' | 'end';

interface Place {
  readonly across: Alignment;
  readonly down: Alignment;
}

/** The alignments of each place. */
export const PLACES: Readonly<Record<Gravity, Place>> = {
  nw: { across: 'start', down: 'start' },
  north: { across: 'middle', down: 'start' },
  ne: { across: 'end', down: 'start' },
  west: { across: 'start', down: 'middle' },
  center: { across: 'middle', down: 'middle' },
  east: { across: 'end', down: 'middle' },
  sw: { across: 'start', down: 'end' },
  south: { across: 'middle', down: 'end' },
  se: { across: 'end', down: 'end' },
};
