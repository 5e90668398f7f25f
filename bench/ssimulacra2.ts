/**
 * SSIMULACRA 2.1 (Sneyers, 2023): how alike two pictures look, after what people said of 22,000 pairs. 100 is no
 * difference, 90 none that is seen, 70 little, 50 some, 30 much. Structure, new edges and lost edges are compared in
 * six sizes of XYB, the colour space of JPEG XL (ISO/IEC 18181-1, annex L).
 */
import type { Size } from '../src/core/image/picture.ts';

/** Three planes of one size. */
interface Planes extends Size {
  readonly planes: readonly [Float32Array, Float32Array, Float32Array];
}

const SCALES = 6;
/** Smaller sizes of a picture than this are not looked at. */
const LEAST_SIDE = 8;
/** Keeps the quotient of two small variances tame. */
const C2 = 0.0009;

/** From the middle outwards: a Gaussian of sigma 1.5 made of three cosines, as JPEG XL's recursive one is. */
const BLUR = [0.264621105488, 0.21292859201, 0.109335372777, 0.036011114658, 0.00941436781] as const;

/** Linear RGB to the responses of long, middle and short cones. */
const CONES = [
  [0.3, 0.622, 0.078],
  [0.23, 0.692, 0.078],
  [0.24342268924547819, 0.20476744424496821, 0.5518098665095535],
] as const;
const BIAS = 0.0037930732552754493;

/**
 * Weights that are not zero: [number of the error, weight]. Errors are counted by channel (X, Y, B), within it by size,
 * within it by norm (mean, fourth), within it by kind (structure, new edges, lost edges).
 */
// prettier-ignore
const WEIGHTS: readonly (readonly [error: number, weight: number])[] = [
  [1, 0.0007376606707406586], [4, 0.0007793481682867309], [7, 0.0004371155730107379], [9, 1.1041726426657346],
  [10, 0.00066284834129271], [11, 0.00015231632783718752], [13, 0.0016406437456599754], [15, 1.8422455520539298],
  [16, 11.441172603757666], [18, 0.0007989109436015163], [19, 0.000176816438078653], [21, 1.8787594979546387],
  [22, 10.94906990605142], [24, 0.0007289346991508072], [25, 0.9677937080626833], [27, 0.00014003424285435884],
  [28, 0.9981766977854967], [29, 0.00031949755934435053], [30, 0.0004550992113792063], [33, 0.0013648766163243398],
  [39, 7.466890328078848], [41, 17.445833984131262], [42, 0.0006235601634041466], [45, 6.683678146179332],
  [46, 0.00037724407979611296], [47, 1.027889937768264], [48, 225.20515300849274], [51, 19.213238186143016],
  [52, 0.0011401524586618361], [53, 0.001237755635509985], [54, 176.39317598450694], [57, 24.43300999870476],
  [58, 0.28520802612117757], [59, 0.0004485436923833408], [63, 34.77906344483772], [64, 44.835625328877896],
  [73, 0.0008680556573291698], [79, 0.0005313191874358747], [81, 0.00016533814161379112],
  [87, 0.0004179171803251336], [88, 0.0017290828234722833], [90, 0.0020827005846636437], [93, 8.826982764996862],
  [94, 23.19243343998926], [96, 95.1080498811086], [97, 0.9863978034400682], [98, 0.9834382792465353],
  [99, 0.0012286405048278493], [100, 171.2667255897307], [101, 0.9807858872435379], [105, 0.0005130064588990679],
  [107, 0.00010854057858411537],
];

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/** Score of RGB pixels, three bytes each, against those of the original; both of one size. */
export function ssimulacra2(original: Uint8Array, distorted: Uint8Array, size: Size): number {
  let a = linear(original, size);
  let b = linear(distorted, size);
  const errors: number[][] = [[], [], []];
  for (let scale = 0; scale < SCALES; scale++) {
    if (Math.min(a.width, a.height) < LEAST_SIDE) break;
    if (scale > 0) [a, b] = [halved(a), halved(b)];
    const [seenA, seenB] = [xyb(a), xyb(b)];
    for (const channel of [0, 1, 2] as const) {
      errors[channel]!.push(...compare(seenA.planes[channel], seenB.planes[channel], a));
    }
  }
  // Where a small picture has fewer sizes the authors' program gives the weights to what comes next, and so do we.
  const all = errors.flat();
  return scoreOf(WEIGHTS.reduce((sum, [at, weight]) => sum + weight * (all[at] ?? 0), 0));
}

/** The polynomial that brings weighted errors to the scale of people's answers. */
function scoreOf(sum: number): number {
  const x = sum * 0.9562382616834844;
  const bent = 2.326765642916932 * x - 0.020884521182843837 * x ** 2 + 6.248496625763138e-5 * x ** 3;
  return bent > 0 ? 100 - 10 * bent ** 0.6276336467831387 : 100;
}

function linear(rgb: Uint8Array, { width, height }: Size): Planes {
  const plane = (channel: number) =>
    Float32Array.from({ length: width * height }, (_, at) => LINEAR[rgb[at * 3 + channel]!]!);
  return { width, height, planes: [plane(0), plane(1), plane(2)] };
}

/** Means of 2 × 2 samples; the last row and column count twice where the sides are odd. */
function halved({ width, height, planes }: Planes): Planes {
  const [wide, high] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = (plane: Float32Array) => {
    const result = new Float32Array(wide * high);
    for (let y = 0; y < high; y++) {
      const above = 2 * y * width;
      const below = Math.min(2 * y + 1, height - 1) * width;
      for (let x = 0; x < wide; x++) {
        const left = 2 * x;
        const right = Math.min(left + 1, width - 1);
        const upper = plane[above + left]! + plane[above + right]!;
        result[y * wide + x] = (upper + plane[below + left]! + plane[below + right]!) / 4;
      }
    }
    return result;
  };
  return { width: wide, height: high, planes: [half(planes[0]), half(planes[1]), half(planes[2])] };
}

/** XYB, each between 0 and 1, blue as its distance from Y. */
function xyb({ width, height, planes: [red, green, blue] }: Planes): Planes {
  const [x, y, b] = [
    new Float32Array(red.length),
    new Float32Array(red.length),
    new Float32Array(red.length),
  ];
  const zero = Math.cbrt(BIAS);
  const response = ([r, g, s]: (typeof CONES)[number], at: number) =>
    Math.cbrt(r * red[at]! + g * green[at]! + s * blue[at]! + BIAS) - zero;
  for (let at = 0; at < x.length; at++) {
    const [long, middle, short] = [response(CONES[0], at), response(CONES[1], at), response(CONES[2], at)];
    const luma = (long + middle) / 2;
    x[at] = 7 * (long - middle) + 0.42;
    y[at] = luma + 0.01;
    b[at] = short - luma + 0.55;
  }
  return { width, height, planes: [x, y, b] };
}

/** Mean of each kind of error, then the fourth root of the mean of its fourth power. */
function compare(a: Float32Array, b: Float32Array, size: Size): Float64Array {
  const [meanA, meanB] = [blurred(a, size), blurred(b, size)];
  const squareA = blurred(product(a, a), size);
  const squareB = blurred(product(b, b), size);
  const both = blurred(product(a, b), size);
  const sums = new Float64Array(6);
  const add = (kind: number, error: number) => {
    sums[kind]! += error;
    sums[kind + 3]! += error ** 4;
  };
  for (let at = 0; at < a.length; at++) {
    const [muA, muB] = [meanA[at]!, meanB[at]!];
    const covariance = 2 * (both[at]! - muA * muB) + C2;
    const variances = squareA[at]! - muA * muA + squareB[at]! - muB * muB + C2;
    add(0, Math.max(0, 1 - ((1 - (muA - muB) ** 2) * covariance) / variances));
    const edges = (1 + Math.abs(b[at]! - muB)) / (1 + Math.abs(a[at]! - muA)) - 1;
    add(1, Math.max(0, edges));
    add(2, Math.max(0, -edges));
  }
  return sums.map((sum, norm) => (norm < 3 ? sum / a.length : (sum / a.length) ** 0.25));
}

function product(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, at) => value * b[at]!);
}

/** Outside the picture is nothing, and nothing makes up for it. */
function blurred(plane: Float32Array, { width, height }: Size): Float32Array {
  const across = spread(plane, width, height, 1, width);
  return spread(across, height, width, width, 1);
}

/** Blurs `lines` lines of `length` samples that are `step` apart. */
function spread(
  plane: Float32Array,
  length: number,
  lines: number,
  step: number,
  pitch: number,
): Float32Array {
  const result = new Float32Array(plane.length);
  const reach = BLUR.length - 1;
  const padded = new Float32Array(length + 2 * reach);
  for (let line = 0; line < lines; line++) {
    const start = line * pitch;
    for (let at = 0; at < length; at++) padded[at + reach] = plane[start + at * step]!;
    for (let at = 0; at < length; at++) {
      let sum = BLUR[0] * padded[at + reach]!;
      for (let n = 1; n <= reach; n++) sum += BLUR[n]! * (padded[at + reach - n]! + padded[at + reach + n]!);
      result[start + at * step] = sum;
    }
  }
  return result;
}
