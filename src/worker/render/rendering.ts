/** Both ends of rendering: the face's renderer, which asks, and the picture server, which is asked. */
import { createKernels } from '../../codecs/raster/kernels.ts';
import { createCodecs, trimCodecs } from '../../codecs/registry.ts';
import { createEngine, type Engine } from '../../core/engine/engine.ts';
import { createLedger } from '../../core/engine/ledger.ts';
import { parseChain } from '../../core/engine/chain/parse.ts';
import { OPERATIONS } from '../../core/ops/index.ts';
import type { Buckets, Renderer, RenderJob, SettingsStore } from '../../oss/ports.ts';
import { createText } from '../../text/text.ts';
import type { Config } from '../config/config.ts';
import type { Env } from '../env.ts';
import type { Host } from '../host.ts';
import { createFontFinder } from '../marks/fonts.ts';
import { createMarks } from '../marks/marks.ts';
import { createTextHost } from '../marks/text-host.ts';
import { marksVersion } from '../marks/versions.ts';
import { WASM } from '../wasm.ts';
import { edgeCacheOf } from './edge-cache.ts';
import { createPictureServer, type PictureServer } from './picture-server.ts';
import { createRenderer } from './renderer.ts';
import { createWorkshop } from './workshop.ts';

/** What rendering is made of. */
export interface RenderingParts {
  readonly config: Config;
  readonly env: Env;
  readonly host: Host;
  readonly buckets: Buckets;
  readonly settings: SettingsStore;
  /** Key prefixes that only signed requests reach. */
  readonly closed: readonly string[];
}

/** Both ends of it. */
export interface Rendering {
  readonly renderer: Renderer;
  readonly pictures: PictureServer;
}

/** The isolate's rendering: one engine at a time, and with it one memory ledger. */
export function createRendering({ config, env, host, buckets, settings, closed }: RenderingParts): Rendering {
  const { ask, waitUntil } = host;
  const fonts = createFontFinder({ prefix: config.fontPrefix, seconds: config.freshness });
  const setText = createText(createTextHost(env));
  const setUp = () => {
    const engine = createWorkerEngine(config);
    return { engine, marksOf: createMarks({ engine, fonts, setText }) };
  };
  return {
    renderer: createRenderer({
      parse: (chain) => parseChain(chain, OPERATIONS),
      version: config.engineVersion,
      planHeader: config.planHeader,
      ask,
      marksVersion: (job: RenderJob) => marksVersion(job, { settings, fonts, closed }),
    }),
    pictures: createPictureServer({
      workshop: createWorkshop({ buckets, setUp, waitUntil }),
      cache: edgeCacheOf(config),
      seconds: config.cacheSeconds,
      waitUntil,
    }),
  };
}

function createWorkerEngine(config: Config): Engine {
  return createEngine({
    codecs: createCodecs(WASM, { jpegEncoder: config.jpegEncoder }),
    kernels: createKernels(WASM.raster),
    operations: OPERATIONS,
    limits: config.limits,
    limitPolicy: config.limitPolicy,
    ledger: createLedger({ capacity: config.memoryBytes, maxWaiting: config.memoryQueue }),
    trim: trimCodecs,
    now: () => performance.now(),
  });
}
