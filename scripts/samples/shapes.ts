/** Distances to simple shapes, negative inside, in the units of the picture. */

export type Point = readonly [number, number];

/** To a line of width 0 through points. */
export function toPolyline(x: number, y: number, points: readonly Point[]): number {
  let nearest = Infinity;
  for (let i = 1; i < points.length; i++) {
    nearest = Math.min(nearest, toSegment(x, y, points[i - 1] ?? [0, 0], points[i] ?? [0, 0]));
  }
  return nearest;
}

function toSegment(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** To a polygon given by its corners, in either sense. */
export function toPolygon(x: number, y: number, corners: readonly Point[]): number {
  let inside = false;
  for (let i = 0, before = corners.length - 1; i < corners.length; before = i++) {
    const [ax, ay] = corners[i] ?? [0, 0];
    const [bx, by] = corners[before] ?? [0, 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  const far = toPolyline(x, y, [...corners, corners[0] ?? [0, 0]]);
  return inside ? -far : far;
}

/** To a rectangle with rounded corners. */
export function toBox(
  x: number,
  y: number,
  {
    left,
    top,
    right,
    bottom,
    radius = 0,
  }: { left: number; top: number; right: number; bottom: number; radius?: number },
): number {
  const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
  const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
  return Math.hypot(Math.max(0, dx), Math.max(0, dy)) + Math.min(0, Math.max(dx, dy)) - radius;
}
