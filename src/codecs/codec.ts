/** The shape every format has; it is declared beside the engine that drives it. */
export type * from '../core/engine/codec.ts';
