/** Lengths in pixels, or in thousandths of the side they lie along. */
import type { ValueType } from '../../spec/values.ts';
import { say } from '../../spec/sentence.ts';

/** A length as it was written. */
export interface Length {
  readonly amount: number;
  /** True where the amount is thousandths of a side. */
  readonly isShare: boolean;
}

/** `300` is pixels, `250t` a quarter of the side. A sign is read where `min` is below zero. */
export function length(min: number, max: number): ValueType<Length> {
  const pattern = min < 0 ? /^(-?\d{1,9})(t?)$/ : /^(\d{1,9})(t?)$/;
  return {
    expects: say(
      `an integer from ${min} to ${max}, or one with a t for thousandths of the side`,
      `${min} 到 ${max} 的整数，或以 t 结尾表示边长的千分之几`,
    ),
    control: { kind: 'number', min, max },
    read(text) {
      const [, digits, share] = pattern.exec(text) ?? [];
      const amount = Number(digits) + 0;
      return amount >= min && amount <= max ? { amount, isShare: share === 't' } : undefined;
    },
    write: ({ amount, isShare }) => `${amount}${isShare ? 't' : ''}`,
  };
}

/** A length in whole pixels, along a side of so many. */
export function pixelsOf({ amount, isShare }: Length, side: number): number {
  return isShare ? Math.round((amount * side) / 1000) : amount;
}
