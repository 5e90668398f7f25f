/** Requests as the vendors' documentation writes them, and the canonical chain each is; empty for the original itself. */
export type Examples = readonly (readonly [address: string, chain: string])[];

/** What the examples call by name. */
export const PRESETS = { sharp: 'sharpen:0.7', awesome: 'resizing_type:fill/format:jpg' };
