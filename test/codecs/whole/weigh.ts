/** Weighs whole jobs: what kernels and array buffers hold while a picture flows, beside what the plan says. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Codec, CodecTable, Encoder } from '../../../src/codecs/codec.ts';
import { forgetOthers } from '../../../src/codecs/instance.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import type { Scaling } from '../../../src/core/image/light.ts';
import { type Picture, rowsPerBand, type Size } from '../../../src/core/image/picture.ts';
import { nodeEngine } from '../../../scripts/lib/engine.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { chunked } from '../../core/support/engine.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** About how often a flow of bands is weighed, each time after collecting garbage, besides first and last. */
const SAMPLES = 4;

/** What a job was planned to hold, and held. */
export interface Weight {
  readonly planned: number;
  readonly held: number;
}

/**
 * Runs a chain on an engine and codecs that have done nothing before, on a file that comes in pieces, as from a store.
 * Memory of an instance that was given up counts as well: nobody knows when it is collected.
 */
export async function weigh(file: Uint8Array, text: string, scaling?: Scaling): Promise<Weight> {
  const modules = await loadModules();
  const memories = watchMemories();
  const weight = (): number => buffers() + memories.bytes();
  let most = 0;
  const sample = (): void => void (most = Math.max(most, weight()));
  try {
    const engine = await nodeEngine({
      ledgerBytes: 2 ** 40,
      parts: {
        codecs: watched(createCodecs(modules, { animatedPng: true }), sample),
        kernels: createKernels(modules.raster),
        scaling,
      },
    });
    const chain = engine.parse(text);
    const idle = await settled();
    const { plan } = await engine.render({ chain, size: file.length, body: chunked(file) });
    return { planned: plan!.peakBytes, held: most - idle };
  } finally {
    memories.end();
    // Nobody uses these codecs again.
    forgetOthers(new Set(), 0);
  }
}

/** A collection sweeps buffers while the program goes on; the next one waits for that. */
function buffers(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Bytes of array buffers once nothing is left to collect: buffers are swept after the collection itself. */
async function settled(): Promise<number> {
  for (let before = Infinity, now = buffers(); ; before = now, now = buffers()) {
    if (now >= before) return now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Knows the memory of every instance that is made until `end`. */
function watchMemories(): { bytes(): number; end(): void } {
  const { Instance } = WebAssembly;
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      for (const value of Object.values(this.exports)) {
        if (value instanceof WebAssembly.Memory) memories.push(value);
      }
    }
  };
  return {
    bytes: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    end: () => void (WebAssembly.Instance = Instance),
  };
}

/** The same codecs; what their encoders take in and give out is weighed on the way. */
function watched(codecs: CodecTable, sample: () => void): CodecTable {
  const watch = (codec: Codec): Codec => ({
    ...codec,
    encoder: codec.encoder && watchedEncoder(codec.encoder, sample),
  });
  return new Map([...codecs].map(([format, codec]) => [format, watch(codec)]));
}

function watchedEncoder(encoder: Encoder, sample: () => void): Encoder {
  const { moving } = encoder;
  return {
    ...encoder,
    moving: moving && {
      ...moving,
      encode: (frames, output, grow) =>
        everySampled(moving.encode(everySampled(frames, sample), output, grow), sample),
    },
    encode: (picture, output) =>
      sampled(encoder.encode(watchedPicture(picture, sample), output), picture, sample),
  };
}

/** Planes stay as they are: they lie in the kernel's memory, which never shrinks and is seen later. */
function watchedPicture(picture: Picture, sample: () => void): Picture {
  if (picture.native !== undefined) return picture;
  return { ...picture, bands: () => sampled(picture.bands(), picture, sample) };
}

/** Frames and pieces of an animation are few: all are weighed. */
async function* everySampled<T>(items: AsyncIterable<T>, sample: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    sample();
    yield item;
  }
  sample();
}

async function* sampled<T>(
  items: AsyncIterable<T>,
  { width, height }: Size,
  sample: () => void,
): AsyncGenerator<T> {
  const stride = Math.ceil(height / rowsPerBand(width) / SAMPLES);
  let count = 0;
  for await (const item of items) {
    if (count++ % stride === 0) sample();
    yield item;
  }
  sample();
}
