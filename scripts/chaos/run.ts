/** One run of chaos: rounds of weather over callers, with a calm look at everything between two of them. */
import sharp from 'sharp';
import { createClient, type Service } from '../lib/client.ts';
import { createAsking } from './asking.ts';
import { type Bystander, createBystander } from './bystander.ts';
import { type Caller, createCaller } from './caller.ts';
import { createCrowd } from './crowd.ts';
import { randomOf } from './faults.ts';
import { createFindings, type Findings } from './findings.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { CALM, EXPOSED, forecast, SHELTERED, type Weather } from './weather.ts';

/** What a run is told. */
export interface ChaosOptions {
  readonly seed: number;
  /** Rounds begin for so long. */
  readonly seconds: number;
  /** Told each weather as it begins. */
  say(line: string): void;
}

const KEY = { id: 'chaos', rights: { secret: 'chaos', permissions: ['read', 'write'] } };
const CALLERS = 6;
const APPENDERS = 3;
const TAGGERS = 2;
const ROUND_MS = 3000;
/** Milliseconds without a byte after which a client gives up. */
const PATIENCE = 60_000;

/** Runs it. */
export async function runChaos({ seed, seconds, say }: ChaosOptions): Promise<Findings> {
  const findings = createFindings();
  const runtime = await startRuntime({
    variables: { ACCESS_KEYS: JSON.stringify({ [KEY.id]: KEY.rights }) },
  });
  try {
    const scene = await setScene(runtime, findings, seed);
    const until = performance.now() + seconds * 1000;
    for (const weather of forecast(randomOf(seed))) {
      if (performance.now() > until) break;
      say(weather.name);
      await weatherRound(scene, weather);
    }
    await readAll(scene);
    await makeLargest(scene);
  } finally {
    await runtime.stop();
  }
  return findings;
}

interface Scene {
  readonly runtime: Runtime;
  readonly findings: Findings;
  readonly service: Service;
  readonly callers: readonly Caller[];
  readonly bystander: Bystander;
  readonly random: () => number;
}

async function setScene(runtime: Runtime, findings: Findings, seed: number): Promise<Scene> {
  const service: Service = {
    origin: runtime.origin,
    bucket: 'examplebucket',
    id: KEY.id,
    secret: KEY.rights.secret,
  };
  const picture = await photograph();
  const bucket = await runtime.bucket('ORIGINALS');
  for (const place of [EXPOSED, SHELTERED]) await bucket.put(`${place}/picture.jpg`, picture);
  const pictures = new Map<string, string>();
  const callers = Array.from({ length: CALLERS }, (_, index) =>
    createCaller({
      client: createClient(service, PATIENCE),
      findings,
      prefix: `${EXPOSED}/${index}`,
      random: randomOf(seed * 1000 + index),
      picture: `${EXPOSED}/picture.jpg`,
      pictures,
    }),
  );
  const members = (count: number) => Array.from({ length: count }, () => createClient(service, PATIENCE));
  const crowd = createCrowd({
    appenders: members(APPENDERS),
    taggers: members(TAGGERS),
    findings,
    key: `${EXPOSED}/crowd`,
    random: randomOf(seed * 1000 + CALLERS),
  });
  const bystander = createBystander({
    client: createClient(service, PATIENCE),
    findings,
    key: `${SHELTERED}/picture.jpg`,
    original: picture,
  });
  return { runtime, findings, service, callers: [...callers, crowd], bystander, random: randomOf(seed + 1) };
}

/** A photograph-like JPEG of a megapixel and a half. */
function photograph(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  return sharp({ create: { width: 1500, height: 1000, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer();
}

async function weatherRound(scene: Scene, weather: Weather): Promise<void> {
  const { runtime, callers, bystander, findings, random } = scene;
  const until = performance.now() + ROUND_MS;
  await runtime.setFaults({ ...weather.faults, seed: Math.floor(random() * 2 ** 31) });
  const all = [...callers, bystander].map((one) => one.work(until, weather));
  if (weather.kill) {
    await new Promise((resolve) => setTimeout(resolve, 500 + random() * (ROUND_MS - 1000)));
    await runtime.kill();
    findings.count('kill');
  }
  await Promise.all(all);
  const struck = await runtime.setFaults({});
  for (const [fate, times] of Object.entries(struck))
    for (let i = 0; i < times; i++) findings.count(`fault: ${fate}`);
  await readAll(scene);
}

async function readAll({ callers }: Scene): Promise<void> {
  await Promise.all(callers.map((caller) => caller.readBack()));
}

/** A picture that needs most of the isolate's memory: what dead jobs held would be missing. */
async function makeLargest({ service, findings }: Scene): Promise<void> {
  const client = createClient(service, PATIENCE);
  const ask = createAsking(client, findings, () => CALM);
  const query = 'x-oss-process=image/resize,m_fixed,w_3600,h_2400,limit_0/format,webp';
  await ask('GET largest picture', { method: 'GET', key: `${SHELTERED}/picture.jpg`, query });
  client.close();
}
