/**
 * Kernels for rows of straight-alpha RGBA. The caller owns the memory from `heapBase` on and hands in addresses,
 * so that any number of pictures can be under way on one instance.
 */
export * from './gather';
export * from './average';
export * from './scale';
export * from './blend';
export * from './blur';
export * from './sharpen';
export * from './bicubic';

/** First address the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}
