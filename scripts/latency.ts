/**
 * `npm run latency`: what small requests cost beside a Worker that is nothing but R2, and how long they wait while a large
 * picture is made. Starts a runtime of its own for each.
 */
import sharp from 'sharp';
import { PLAIN, startRuntime, type Runtime } from './chaos/runtime.ts';
import { quantile, timed } from './latency/figures.ts';
import { HEAVY, type Heavy } from './latency/heavy.ts';
import { type Client, createClient } from './lib/client.ts';
import { runCommand, wholeNumber } from './lib/command.ts';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from './lib/place.ts';

const USAGE = `usage: npm run latency [-- OPTION…]
  --rounds N   requests of each kind that are timed (300)
  --only TEXT  only large pictures whose name holds this; none for a dash
Prints the median of an original and of a kept picture over that of a plain R2 get of as many bytes; then, for each large picture,
median, 95th percentile and most of small requests while it is made, in milliseconds, and of the plain Worker's meanwhile.`;

const SMALL = 'picture.jpg';
const CHAIN = 'image/resize,w_300';
/** Milliseconds without a byte: a large picture takes long on a busy machine. */
const PATIENCE = 120_000;
const { accessKeyId: id, accessKeySecret: secret } = LOCAL_CREDENTIALS;

/** The service, and the plain Worker. */
interface Scene {
  readonly service: Runtime;
  readonly plain: Runtime;
  client(runtime: Runtime): Client;
}

async function openScene(): Promise<Scene> {
  const service = await startRuntime({
    main: 'src/index.ts',
    variables: {
      FRESHNESS_SECONDS: 60,
      ACCESS_KEYS: JSON.stringify({ [id]: { secret, permissions: ['read', 'write'] } }),
    },
  });
  const plain = await startRuntime({ main: PLAIN });
  const client = ({ origin }: Runtime) =>
    createClient({ origin, bucket: LOCAL_BUCKET, id, secret }, PATIENCE);
  return { service, plain, client };
}

/** A photograph-like JPEG of a third of a megapixel. */
function photograph(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  return sharp({ create: { width: 700, height: 500, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer();
}

/** Times each of some requests in turn, so that whatever else the machine does befalls all of them. */
async function inTurns(
  works: Readonly<Record<string, () => Promise<number>>>,
  rounds: number,
): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(works)) times.get(name)!.push(await work());
  }
  return times;
}

/** Prints what an original and a kept picture cost over plain gets of the same bytes. */
async function compare({ service, plain, client }: Scene, rounds: number): Promise<void> {
  const [ours, bare] = [client(service), client(plain)];
  const picture = await photograph();
  await ours.put(SMALL, picture);
  await bare.put('original', picture);
  await bare.put('kept', (await ours.get(SMALL, CHAIN)).body);
  const works = {
    'plain original': () => timed(() => bare.get('original'), 200),
    'service original': () => timed(() => ours.get(SMALL), 200),
    'plain kept': () => timed(() => bare.get('kept'), 200),
    'service kept': () => timed(() => ours.get(SMALL, CHAIN), 200),
  };
  // The first ones compile.
  await inTurns(works, 50);
  const times = await inTurns(works, rounds);
  for (const name of ['original', 'kept']) {
    const [own, its] = ['service', 'plain'].map((who) => quantile(times.get(`${who} ${name}`)!, 0.5));
    console.log(
      `${name.padEnd(24)} ${own!.toFixed(2)} ms ÷ ${its!.toFixed(2)} ms plain = ${(own! / its!).toFixed(2)}`,
    );
  }
  ours.close();
  bare.close();
}

/** Prints how long small requests wait while a large picture is made, over and over, and those of the plain Worker meanwhile. */
async function beside({ service, plain, client }: Scene, heavy: Heavy, rounds: number): Promise<void> {
  const [large, small, bare] = [client(service), client(service), client(plain)];
  const bucket = await service.bucket('ORIGINALS');
  await bucket.put('large', await heavy.file());
  const end = new AbortController();
  let made = 0;
  const rendering = (async () => {
    for (; !end.signal.aborted; made++) {
      // Nothing is enlarged by this, but each address is new, so that each picture is made.
      await timed(() => large.get('large', `image/resize,w_${16_384 - made}/${heavy.chain}`), 200);
    }
  })();
  const times = await inTurns(
    {
      nothing: () => timed(() => small.get('none'), 404),
      original: () => timed(() => small.get(SMALL), 200),
      kept: () => timed(() => small.get(SMALL, CHAIN), 200),
      plain: () => timed(() => bare.get('original'), 200),
    },
    Math.ceil(rounds / 3),
  );
  end.abort();
  await rendering;
  const own = ['nothing', 'original', 'kept'].flatMap((name) => times.get(name)!);
  console.log(
    `${heavy.name.padEnd(24)} ${spread(own)}   plain ${spread(times.get('plain')!)}   made ${made}`,
  );
  for (const one of [large, small, bare]) one.close();
}

function spread(times: readonly number[]): string {
  return [0.5, 0.95, 1].map((part) => quantile(times, part).toFixed(0).padStart(5)).join(' ');
}

await runCommand(
  {
    usage: USAGE,
    options: { rounds: { type: 'string', default: '300' }, only: { type: 'string', default: '' } },
  },
  async ({ values }) => {
    const rounds = wholeNumber('rounds', values.rounds);
    const scene = await openScene();
    try {
      await compare(scene, rounds);
      for (const heavy of HEAVY.filter(({ name }) => name.includes(values.only)))
        await beside(scene, heavy, rounds);
    } finally {
      await Promise.all([scene.service.stop(), scene.plain.stop()]);
    }
  },
);
