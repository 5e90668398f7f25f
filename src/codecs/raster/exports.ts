/** How the raster kernel is spoken to. Numbers are addresses unless named otherwise. */
import type { KernelExports } from '../instance.ts';

type Average = (
  sums: number,
  cells: number,
  columns: number,
  cell: number,
  scale: number,
  lastScale: number,
) => void;
type Gather = (row: number, sums: number, bytes: number) => void;
type GatherLight = (row: number, sums: number, bytes: number, lights: number) => void;
type Blend = (target: number, count: number, rows: number, taps: number, weights: number) => void;
type BlendLight = (
  target: number,
  count: number,
  rows: number,
  taps: number,
  weights: number,
  bytes: number,
) => void;

type Spread = (row: number, samples: number, bytes: number) => void;
type Level = (sums: number, to: number, bytes: number) => void;
type BlurLines = (lines: number, radius: number, weights: number, bytes: number, target: number) => void;
type Sum = (above: number, row: number, below: number, sums: number, bytes: number) => void;
type Sharpen = (row: number, sums: number, to: number, bytes: number, amount: number) => void;
type Sample = (
  origin: number,
  stride: number,
  weights: number,
  to: number,
  first: number,
  end: number,
  u: number,
  v: number,
  du: number,
  dv: number,
) => void;

/** What `wasm/raster` exports; the sources there say what each does. */
export interface RasterExports extends KernelExports {
  heapBase(): number;
  gatherOpaque: Gather;
  gatherAlpha: Gather;
  gatherLight: GatherLight;
  gatherLightAlpha: GatherLight;
  widenOpaque(row: number, cells: number, bytes: number): void;
  widenLight(row: number, cells: number, bytes: number, lights: number): void;
  averageOpaque: Average;
  averageAlpha: Average;
  scaleAcross(
    cells: number,
    target: number,
    count: number,
    taps: number,
    first: number,
    weights: number,
  ): void;
  blendOpaque: Blend;
  blendAlpha: Blend;
  blendLight: BlendLight;
  blendLightAlpha: BlendLight;
  spreadOpaque: Spread;
  spreadAlpha: Spread;
  blurToSamples: BlurLines;
  blurToSums: BlurLines;
  repeatEnds(line: number, count: number, times: number): void;
  levelOpaque: Level;
  levelAlpha: Level;
  sumOpaque: Sum;
  sumAlpha: Sum;
  sharpenOpaque: Sharpen;
  sharpenAlpha: Sharpen;
  sampleOpaque: Sample;
  sampleAlpha: Sample;
}
