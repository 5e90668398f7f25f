/** Three by three matrices, row by row, as colour spaces are related by them. */

export type Vector = readonly [number, number, number];
export type Matrix = readonly [Vector, Vector, Vector];

export function apply(matrix: Matrix, vector: Vector): Vector {
  return [dot(matrix[0], vector), dot(matrix[1], vector), dot(matrix[2], vector)];
}

/** The matrix that does `first` and then `second`. */
export function multiply(second: Matrix, first: Matrix): Matrix {
  const [x, y, z] = transpose(first);
  return transpose([apply(second, x), apply(second, y), apply(second, z)]);
}

export function transpose([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/** The inverse, by cofactors; of a matrix that has none its numbers are not finite. */
export function invert([a, b, c]: Matrix): Matrix {
  const [p, q, r] = [cross(b, c), cross(c, a), cross(a, b)];
  const determinant = dot(a, p);
  const scale = (v: Vector): Vector => [v[0] / determinant, v[1] / determinant, v[2] / determinant];
  return transpose([scale(p), scale(q), scale(r)]);
}

/** Each column times its own factor. */
export function scaleColumns(matrix: Matrix, [x, y, z]: Vector): Matrix {
  const scale = (row: Vector): Vector => [row[0] * x, row[1] * y, row[2] * z];
  return [scale(matrix[0]), scale(matrix[1]), scale(matrix[2])];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
