/** An opaque colour, each channel 0 to 255. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** What lies beneath pictures that cannot be transparent. */
export const WHITE: Colour = { red: 255, green: 255, blue: 255 };

/** Whether it has no hue. */
export function isGrey({ red, green, blue }: Colour): boolean {
  return red === green && green === blue;
}
