/** Linear light as kernels have it (`wasm/shared/light.ts`). */
import { linearCurve, WHITE } from '../core/image/light.ts';

/** Bytes of the table of light, and of the one back. */
export const LIGHTS_BYTES = 256 * 4;
export const BYTES_BYTES = WHITE + 1;

/** Writes both tables. */
export function storeCurve({ buffer }: WebAssembly.Memory, lights: number, bytes: number): void {
  const curve = linearCurve();
  new Int32Array(buffer).set(curve.light, lights / 4);
  new Uint8Array(buffer).set(curve.byte, bytes);
}
