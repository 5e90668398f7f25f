/** How much of a delta applies at a place on one axis: 1 at the peak, falling to 0 at both ends. */
export function tent(value: number, start: number, peak: number, end: number): number {
  if (value === peak) return 1;
  if (value <= start || value >= end) return 0;
  return value < peak ? (value - start) / (peak - start) : (end - value) / (end - peak);
}
