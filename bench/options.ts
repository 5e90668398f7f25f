/** What the measured engine is set to, wherever it runs; it imports nothing, for it is loaded in workerd too. */
export const OPTIONS = {
  /** Rows of large AVIF results are beyond the vendor's own limit. */
  maxAvifSide: 16_384,
} as const;
