/** Feeds a target mutated files: the same seed gives the same inputs, so that a find can be looked at again. */
import { outsideFiles, readOutside } from '../support/outside.ts';

/** A reader of untrusted bytes. */
export interface FuzzTarget {
  readonly name: string;
  /** Names of files of others to begin from too, where they are beside the project. */
  readonly corpus?: RegExp;
  /** Small valid files. */
  seeds(): Uint8Array[] | Promise<Uint8Array[]>;
  /** Throws when the reader does anything but show or refuse. */
  run(bytes: Uint8Array): Promise<void>;
}

/** What a run came to. */
export interface FuzzReport {
  readonly runs: number;
  /** The slowest input, in milliseconds. */
  readonly slowest: number;
}

/** An input that a target could not take. */
export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
  readonly input: Uint8Array;

  constructor(target: string, run: number, input: Uint8Array, cause: unknown) {
    super(`${target}, run ${run} (${input.length} bytes): ${String(cause)}`, { cause });
    this.input = input;
  }
}

/** Larger files of others take too long to be worth it. */
const MOST_BYTES = 400_000;
/** An input that takes longer hangs, for all a waiting caller can tell. */
const MOST_MILLISECONDS = 2_000;

/** Runs a target for `seconds`, or `runs` times. Throws FuzzFailure for the first input it could not take. */
export async function fuzz(
  target: FuzzTarget,
  seed: number,
  { seconds = Infinity, runs = Infinity }: { seconds?: number; runs?: number },
): Promise<FuzzReport> {
  const random = generator(seed);
  const seeds = [...(await target.seeds()), ...corpusFiles(target.corpus)];
  const end = performance.now() + seconds * 1000;
  let run = 0;
  let slowest = 0;
  for (; run < runs && performance.now() < end; run++) {
    const input = mutate(seeds, random);
    const started = performance.now();
    await target.run(input).catch((cause: unknown) => {
      throw new FuzzFailure(target.name, run, input, cause);
    });
    const took = performance.now() - started;
    if (took > MOST_MILLISECONDS) throw new FuzzFailure(target.name, run, input, `${took} ms`);
    slowest = Math.max(slowest, took);
  }
  return { runs: run, slowest };
}

function corpusFiles(names: RegExp | undefined): Uint8Array[] {
  if (!names) return [];
  return outsideFiles('corpus', names)
    .map(readOutside)
    .filter(({ length }) => length <= MOST_BYTES);
}

/** Numbers from 0 up to but not `below`. Mulberry32: small, and its order is all that matters here. */
type Random = (below: number) => number;

function generator(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Bytes that readers treat in a way of their own. */
const TELLING = [0x00, 0x01, 0x7f, 0x80, 0xff, 0xd0, 0xda, 0xc2];
/** Where headers are. */
const HEAD = 700;

/** One of the seeds, with some of it changed, missing, doubled, or taken from another seed. */
function mutate(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const pick = () => seeds[random(seeds.length)] ?? new Uint8Array();
  let bytes = pick().slice();
  for (let changes = 1 + random(5); changes > 0; changes--) {
    const at = random(random(3) === 0 ? Math.min(HEAD, bytes.length) : bytes.length);
    const kind = random(12);
    if (kind < 5) bytes[at] = random(256);
    else if (kind < 7) bytes[at] = TELLING[random(TELLING.length)] ?? 0;
    else if (kind < 9) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else if (kind === 9) bytes = bytes.slice(0, at);
    else if (kind === 10) bytes = joined(bytes.subarray(0, at), bytes.subarray(at + random(40)));
    else bytes = joined(bytes.subarray(0, at), pick().subarray(at));
  }
  return bytes;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
