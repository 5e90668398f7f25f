/** The data of a `grid` item (ISO/IEC 23008-12, section 6.6.2.3). */
import type { Size } from '../../core/image/picture.ts';
import { readUint } from './boxes.ts';

/** Tiles side by side, and the size of the picture they make. */
export interface GridLayout extends Size {
  readonly columns: number;
  readonly rows: number;
}

/** Reads a grid; undefined when the data is cut off or names no size. */
export function readGrid(data: Uint8Array): GridLayout | undefined {
  const fieldBytes = ((data[1] ?? 0) & 1) === 1 ? 4 : 2;
  if (data.length < 4 + 2 * fieldBytes) return undefined;
  const width = readUint(data, 4, fieldBytes);
  const height = readUint(data, 4 + fieldBytes, fieldBytes);
  return width > 0 && height > 0 ? { rows: data[2]! + 1, columns: data[3]! + 1, width, height } : undefined;
}
