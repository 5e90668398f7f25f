/** Puts the making of pictures together: codecs, kernels, operations and the memory ledger of one isolate. */
import { createKernels } from '../../codecs/raster/kernels.ts';
import { createCodecs, resetCodecs, trimCodecs } from '../../codecs/registry.ts';
import { createEngine, type Engine } from '../../core/engine/engine.ts';
import { createLedger, type Ledger } from '../../core/engine/ledger.ts';
import type { Result } from '../../core/engine/job.ts';
import { EVERY_OPERATION } from '../../core/ops/index.ts';
import type { Buckets } from '../../oss/ports.ts';
import { createText } from '../../text/text.ts';
import type { Config } from '../config/config.ts';
import type { Env } from '../env.ts';
import type { Host } from '../host.ts';
import type { Leases } from '../leases.ts';
import type { FontFinder } from '../storage/fonts.ts';
import { createMarks } from './marks/marks.ts';
import { createTextHost } from './marks/text-host.ts';
import { WASM } from './wasm.ts';
import { edgeCacheOf } from './edge-cache.ts';
import { createPictureServer, type PictureServer } from './server.ts';
import { createJobs } from './jobs.ts';

/** What the pictures of an isolate are made with. */
export interface PictureParts {
  readonly config: Config;
  readonly env: Env;
  readonly host: Pick<Host, 'waitUntil'>;
  readonly buckets: Buckets;
  readonly fonts: FontFinder;
  /** The lives of the isolate's jobs. */
  readonly leases: Leases;
  /** What pictures are promised memory by. */
  readonly ledger: Ledger;
  /** Told of everything that was made. */
  made(result: Result): void;
}

/** The memory ledger of an isolate. */
export function ledgerOf({ memoryBytes, memoryQueue }: Config): Ledger {
  return createLedger({ capacity: memoryBytes, maxWaiting: memoryQueue });
}

/** The isolate's picture server: one engine, and with it one memory ledger. */
export function createPictures({
  config,
  env,
  host,
  buckets,
  fonts,
  leases,
  ledger,
  made,
}: PictureParts): PictureServer {
  const { waitUntil } = host;
  const setText = createText(createTextHost(env));
  const engine = createWorkerEngine(config, ledger);
  const marksOf = createMarks({ engine, fonts, setText, ledger });
  return createPictureServer({
    jobs: createJobs({ buckets, engine, marksOf, leases, waitUntil, made }),
    cache: edgeCacheOf(config),
    seconds: config.cacheSeconds,
    waitUntil,
  });
}

function createWorkerEngine(config: Config, ledger: Ledger): Engine {
  return createEngine({
    codecs: createCodecs(WASM, {
      jpegEncoder: config.jpegEncoder,
      webpEncoder: config.webpEncoder,
      animatedPng: config.animatedPng,
      maxAvifSide: config.maxAvifSide,
      heic: config.heic,
    }),
    kernels: createKernels(WASM.raster),
    operations: EVERY_OPERATION,
    limits: config.limits,
    limitPolicy: config.limitPolicy,
    scaling: config.scaling,
    ledger,
    trim: trimCodecs,
    reset: resetCodecs,
    // A timer, since promises alone let no other request in.
    rest: () => new Promise((resolve) => setTimeout(resolve, 0)),
    now: () => performance.now(),
  });
}
