/** What the engine asks of the outside. */
export type { Marks, Mask, Raster, TextRequest } from '../spec/marks.ts';
