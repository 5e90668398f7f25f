/**
 * `npm run load -- [--seconds 60] [--connections 32] [--origin http://127.0.0.1:8787] [--bucket examplebucket]`: writes,
 * reads and processes through a service that runs on this machine (`npm run dev`) as fast as it answers, compares every
 * object with what was written, and watches the runtime's memory; what the local runtime keeps of its own accord is found out by
 * the same load on a Worker that is nothing but R2. Ends with a verdict.
 */
import sharp from 'sharp';
import { PLAIN, startRuntime } from './chaos/runtime.ts';
import { runCommand, webAddress, wholeNumber } from './lib/command.ts';
import { createClient, type Service } from './lib/client.ts';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from './lib/place.ts';
import { meterOf } from './load/memory.ts';
import { faults, growthOf, type MemoryCurve } from './load/verdict.ts';
import { type Counts, work } from './load/work.ts';

const MEGABYTE = 1024 * 1024;

const USAGE = `usage: npm run load [-- OPTION…]
  --seconds N       how long (60)
  --connections N   requests at once (32)
  --origin URL      where the service runs (http://127.0.0.1:8787)
  --bucket NAME     where it writes and reads (examplebucket)
The key is OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or that of npm run dev.`;

async function checkRunning({ origin }: Service): Promise<void> {
  await fetch(origin).catch(() => {
    throw new Error(`Nobody answers at ${origin}: start the service with \`npm run dev\` first.`);
  });
}

/** A photograph-like JPEG of half a megapixel. */
function makePicture(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  return sharp({ create: { width: 800, height: 600, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer();
}

async function load(service: Service, seconds: number, connections: number): Promise<boolean> {
  await checkRunning(service);
  const picture = await makePicture();
  const { counts, memory } = await burden(service, picture, seconds, connections);
  for (const [label, number] of [...counts.answers].toSorted()) console.log(`${label.padEnd(20)} ${number}`);
  const plain =
    growthOf(memory) === undefined ? [] : await burdenPlain(service, picture, seconds, connections);
  console.log(`memory: ${told(memory)}`);
  if (plain.length > 0) console.log(`memory of a Worker that is nothing but R2: ${told(plain)}`);
  const wrong = faults(counts, memory, plain);
  console.log(
    wrong.length === 0 ? 'It stood the load.' : `It did not stand the load:\n  ${wrong.join('\n  ')}`,
  );
  return wrong.length === 0;
}

/** What connections saw, and the runtime's memory meanwhile; none where that cannot be measured. */
interface Burdened {
  readonly counts: Counts;
  readonly memory: MemoryCurve;
}

async function burden(
  service: Service,
  picture: Buffer,
  seconds: number,
  connections: number,
): Promise<Burdened> {
  const counts: Counts = { answers: new Map(), torn: [] };
  const meter = meterOf(Number(new URL(service.origin).port));
  const memory: number[] = [];
  const timer = setInterval(() => meter && memory.push(meter.read()), 1000);
  const until = performance.now() + seconds * 1000;
  const tasks = Array.from({ length: connections }, (_, index) =>
    work({ client: createClient(service), counts, prefix: `load/${index}`, picture, until }),
  );
  await Promise.all(tasks);
  clearInterval(timer);
  return { counts, memory };
}

/** The same on a Worker that is nothing but R2. */
async function burdenPlain(
  service: Service,
  picture: Buffer,
  seconds: number,
  connections: number,
): Promise<MemoryCurve> {
  const runtime = await startRuntime({ main: PLAIN });
  try {
    const { memory } = await burden({ ...service, origin: runtime.origin }, picture, seconds, connections);
    return memory;
  } finally {
    await runtime.stop();
  }
}

function told(memory: MemoryCurve): string {
  if (memory.length === 0) return 'not measured';
  const [peak, last] = [Math.max(...memory), memory.at(-1)!].map((bytes) => Math.round(bytes / MEGABYTE));
  return `${peak} MB at most, ${last} MB at the end, growth ${growthOf(memory)?.toFixed(2) ?? '?'}`;
}

await runCommand(
  {
    usage: USAGE,
    options: {
      seconds: { type: 'string', default: '60' },
      connections: { type: 'string', default: '32' },
      origin: { type: 'string', default: 'http://127.0.0.1:8787' },
      bucket: { type: 'string', default: LOCAL_BUCKET },
    },
  },
  async ({ values: { origin, bucket, seconds, connections } }) => {
    const service: Service = {
      origin: webAddress('origin', origin),
      bucket,
      // The keys of `npm run dev`.
      id: process.env['OSS_ACCESS_KEY_ID'] ?? LOCAL_CREDENTIALS.accessKeyId,
      secret: process.env['OSS_ACCESS_KEY_SECRET'] ?? LOCAL_CREDENTIALS.accessKeySecret,
    };
    const stood = await load(
      service,
      wholeNumber('seconds', seconds),
      wholeNumber('connections', connections),
    );
    return stood ? 0 : 1;
  },
);
