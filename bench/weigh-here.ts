/** Weighs the job named by its argument in this process, which does nothing else, and prints the weight as JSON. */
import { setTimeout } from 'node:timers/promises';
import type { Codec, CodecTable, Encoder, MovingEncoder } from '../src/codecs/codec.ts';
import { keptBytes } from '../src/codecs/instance.ts';
import { createCodecs } from '../src/codecs/registry.ts';
import type { Picture } from '../src/core/image/picture.ts';
import { nodeEngine } from '../scripts/lib/engine.ts';
import { fileMarks } from '../scripts/lib/marks.ts';
import { loadModules } from '../scripts/lib/modules.ts';
import { OPTIONS } from './options.ts';
import { sharpPeer } from './peers/sharp.ts';
import { loadPicture } from './pictures.ts';
import type { Weighing, Weight } from './weigh.ts';
import { chainOf, type Work } from './work.ts';

/** Milliseconds between two samples, each of which collects garbage first. */
const SAMPLE_EVERY = 10;
/** Originals arrive in pieces of this size, as from storage. */
const PIECE = 64 * 1024;

async function weighHere({ what, peer, picture, work, jobs }: Weighing): Promise<Weight | undefined> {
  const file = await loadPicture(picture);
  if (!file) return undefined;
  const scale = what === 'held' ? heldScale() : residentScale();
  const run = peer === 'ours' ? await oursWatched(file, work, scale.sample) : sharpRun(file, work);
  await scale.zero();
  const planned = await Promise.all(Array.from({ length: jobs }, run));
  scale.sample();
  return { file: file.length, bytes: scale.most(), planned: planned[0] ?? null };
}

/** Something that is weighed from `zero` on, at every `sample`. */
interface Scale {
  zero(): Promise<void>;
  sample(): void;
  most(): number;
}

function heldScale(): Scale {
  const now = (): number => {
    globalThis.gc!();
    return keptBytes() + process.memoryUsage().arrayBuffers;
  };
  let idle = 0;
  let most = 0;
  return {
    zero: async () => {
      idle = await settled(now);
      most = idle;
    },
    sample: () => (most = Math.max(most, now())),
    most: () => most - idle,
  };
}

/** The figure once it falls no more: buffers are given back a while after the collection that found them dead. */
async function settled(now: () => number): Promise<number> {
  for (let last = now(); ;) {
    await setTimeout(SAMPLE_EVERY);
    const next = now();
    if (next >= last) return next;
    last = next;
  }
}

/** The system keeps the maximum by itself. */
function residentScale(): Scale {
  let idle = 0;
  return {
    zero: async () => {
      idle = process.memoryUsage().rss;
    },
    sample: () => undefined,
    most: () => process.resourceUsage().maxRSS * 1024 - idle,
  };
}

function sharpRun(file: Buffer, work: Work): () => Promise<null> {
  const peer = sharpPeer();
  return async () => {
    await peer.run(file, work);
    return null;
  };
}

/** The engine, weighed while its pictures flow. Gives what it planned. */
async function oursWatched(
  file: Buffer,
  work: Work,
  sample: () => void,
): Promise<() => Promise<number | null>> {
  const codecs = createCodecs(await loadModules(), OPTIONS);
  const engine = await nodeEngine({ parts: { codecs: watched(codecs, seldom(sample)) } });
  const marks = fileMarks(engine, '.');
  return async () => {
    const chain = engine.parse(chainOf(work));
    const { plan } = await engine.render({ chain, size: file.length, body: inPieces(file), marks });
    return plan?.peakBytes ?? null;
  };
}

function seldom(sample: () => void): () => void {
  let last = 0;
  return () => {
    if (performance.now() - last < SAMPLE_EVERY) return;
    sample();
    last = performance.now();
  };
}

async function* inPieces(file: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += PIECE) yield Uint8Array.from(file.subarray(at, at + PIECE));
}

/** The same codecs; what an encoder takes in and gives out is sampled on the way. */
function watched(codecs: CodecTable, sample: () => void): CodecTable {
  const watch = (codec: Codec): Codec => ({
    ...codec,
    encoder: codec.encoder && watchedEncoder(codec.encoder, sample),
  });
  return new Map([...codecs].map(([format, codec]) => [format, watch(codec)]));
}

function watchedEncoder(encoder: Encoder, sample: () => void): Encoder {
  return {
    ...encoder,
    encode: (picture, output) => sampled(encoder.encode(watchedPicture(picture, sample), output), sample),
    moving: encoder.moving && watchedMoving(encoder.moving, sample),
  };
}

/** Of frames the chunks tell enough: there is at least one for each. */
function watchedMoving(moving: MovingEncoder, sample: () => void): MovingEncoder {
  return {
    ...moving,
    encode: (frames, output, grow) =>
      moving.encode(sampled(frames, sample), output, (bytes) => {
        sample();
        grow(bytes);
      }),
  };
}

/** Planes stay as they are: they live in a WebAssembly memory, which never shrinks and is seen later. */
function watchedPicture(picture: Picture, sample: () => void): Picture {
  if (picture.native !== undefined) return picture;
  const { width, height, opaque } = picture;
  return { width, height, opaque, bands: () => sampled(picture.bands(), sample) };
}

async function* sampled<T>(items: AsyncIterable<T>, sample: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    sample();
    yield item;
  }
}

const weight = await weighHere(JSON.parse(process.argv[2]!) as Weighing);
process.stdout.write(JSON.stringify(weight ?? null));
