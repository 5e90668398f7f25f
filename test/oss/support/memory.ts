/** The ports of the OSS face over maps, and a face over them whose clock stands still. */
import { createHash } from 'node:crypto';
import { readActions } from '../../../src/core/engine/chain/language.ts';
import { ProcessError, unsupportedFormat } from '../../../src/core/spec/error.ts';
import { type Face, type FaceParts, createFace } from '../../../src/oss/face.ts';
import {
  type AccessKey,
  type Bucket,
  type BucketSettings,
  DigestMismatch,
  type GetOptions,
  type ListOptions,
  type ObjectAttributes,
  type ObjectBody,
  type ObjectHead,
  type ObjectPage,
  type ObjectSource,
  type ObjectStore,
  type PutOptions,
  type Renderer,
  type RenderJob,
  type SettingsName,
  type Style,
} from '../../../src/oss/ports.ts';
import { createAppends } from '../../../src/worker/storage/growing/append.ts';
import { growingStore } from '../../../src/worker/storage/growing/store.ts';
import { withNotes } from '../../../src/worker/storage/notes.ts';

interface Stored {
  readonly head: ObjectHead;
  readonly bytes: Uint8Array;
}

/** Names that the store behind takes in one call, and lists. */
const MOST_AT_ONCE = 1000;

/** An object store over a map, with the limits of the one behind. `now` dates what is written. */
export class MemoryStore implements ObjectStore {
  readonly stored = new Map<string, Stored>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    return this.stored.get(key)?.head;
  }

  async get(key: string, { range, etag }: GetOptions = {}): Promise<ObjectBody | undefined> {
    const found = this.stored.get(key);
    if (!found || (etag !== undefined && etag !== found.head.etag)) return undefined;
    const { bytes, head } = found;
    const part = range ? bytes.subarray(range.offset, range.offset + range.length) : bytes;
    return { ...head, body: streamOf(part) };
  }

  async put(key: string, source: ObjectSource, options: PutOptions): Promise<ObjectHead | undefined> {
    checkMeta(options.attributes);
    const bytes = await bytesOf(source);
    if (options.ifAbsent && this.stored.has(key)) return undefined;
    const head = this.stored.get(key)?.head;
    if (options.ifMatch !== undefined && options.ifMatch !== head?.etag) return undefined;
    if (options.ifWritten && options.ifWritten.getTime() !== head?.modified.getTime()) return undefined;
    const md5 = createHash('md5').update(bytes).digest('hex');
    if (options.md5 !== undefined && options.md5 !== md5) throw new DigestMismatch();
    const modified = new Date(this.#now());
    const written = { key, size: bytes.length, etag: md5, md5, modified, attributes: options.attributes };
    this.stored.set(key, { head: written, bytes: bytes.slice() });
    return written;
  }

  async delete(keys: readonly string[]): Promise<void> {
    if (keys.length > MOST_AT_ONCE) throw new Error(`${keys.length} keys are too many for one call`);
    for (const key of keys) this.stored.delete(key);
  }

  async list({ prefix = '', delimiter, startAfter, cursor, limit }: ListOptions): Promise<ObjectPage> {
    if (limit < 1 || limit > MOST_AT_ONCE) throw new Error(`nobody lists ${limit} objects in one call`);
    const after = cursor ?? startAfter;
    const keys = [...this.stored.keys()].filter((key) => key.startsWith(prefix)).toSorted(byteOrder);
    const entries = new Map<string, ObjectHead | undefined>();
    for (const key of keys) {
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      const name = end < 0 ? key : key.slice(0, end + (delimiter?.length ?? 0));
      if (after !== undefined && byteOrder(name, after) <= 0) continue;
      entries.set(name, end < 0 ? this.stored.get(key)?.head : undefined);
    }
    const page = [...entries].slice(0, limit);
    const last = page.at(-1)?.[0];
    return {
      objects: page.flatMap(([, head]) => (head ? [head] : [])),
      prefixes: page.flatMap(([name, head]) => (head ? [] : [name])),
      ...(entries.size > limit && last !== undefined ? { cursor: last } : {}),
    };
  }
}

/** Metadata travels in headers: what these cannot carry, the store behind does not keep. */
function checkMeta({ meta }: ObjectAttributes): void {
  for (const [name, value] of Object.entries(meta))
    if ([...name, ...value].some((character) => character < ' ' || character === '\x7f'))
      throw new Error(`no store carries ${JSON.stringify(value)} as metadata`);
}

/** A renderer whose picture is its chain as text, so that tests read what was asked for. */
export class ChainRenderer implements Renderer {
  readonly jobs: RenderJob[] = [];

  check(chain: string) {
    const actions = readActions(chain);
    if (actions.some(({ name }) => name === 'slim')) {
      throw new ProcessError('InvalidArgument', 'The action slim is not known.', { ec: '0040-00000213' });
    }
    const ignoresErrors = actions.some(({ name, args }) => name === 'ignore-error' && args[0]?.value === '1');
    const named = actions.findLast(({ name }) => name === 'format')?.args[0]?.value;
    const namedBy = named === 'auto' ? 'accept' : named === undefined ? 'nobody' : 'chain';
    const text = chain.replaceAll('|image/', '/').replace('/ignore-error,1', '');
    return { text, ignoresErrors, namedBy } as const;
  }

  /** Nothing of the bucket is drawn but where a test says when it was written. */
  drawnAt: Date | undefined;

  /** What reports tell, where a test reads it. */
  report: object | undefined;

  async drawn() {
    return { version: '', modified: this.drawnAt };
  }

  async render(job: RenderJob) {
    this.jobs.push(job);
    if (job.chain.includes('/rotate,45')) throw unsupportedFormat();
    const isReport = /^image\/(info|traits|likeness|exif)$/.test(job.chain);
    const report = isReport ? this.report : undefined;
    const body = new TextEncoder().encode(
      report === undefined ? `${job.original.key}: ${job.chain}` : JSON.stringify(report),
    );
    const contentType = isReport ? 'application/json' : 'image/png';
    return {
      body,
      size: body.length,
      contentType,
      headers: { 'Server-Timing': 'render;dur=1' },
    };
  }
}

/** 2025-03-01T12:00:00Z, the frozen clock of all signature vectors. */
export const NOW = 1_740_830_400_000;

export const KEY: AccessKey = {
  id: 'TestAccessKeyId',
  secret: 'TestAccessKeySecret',
  permissions: ['read', 'write', 'styles'],
};

const BUCKET: BucketSettings = {
  name: 'examplebucket',
  acl: 'private',
  delimiters: ['!'],
  protect: [],
  cors: [],
  callbacks: [],
  created: new Date('2024-01-01T00:00:00Z'),
};

/** What a test's world differs in from one private bucket and one key. */
export interface WorldOptions {
  readonly buckets?: readonly Partial<BucketSettings>[];
  readonly keys?: readonly AccessKey[];
  readonly addressing?: Partial<FaceParts['addressing']>;
  readonly closed?: readonly string[];
  readonly callbacks?: FaceParts['callbacks'];
  readonly tasks?: FaceParts['tasks'];
  readonly memory?: FaceParts['memory'];
  /** Whether callers may make buckets. */
  readonly makesBuckets?: boolean;
}

/** A face and everything behind it. */
export interface World {
  readonly face: Face;
  readonly renderer: ChainRenderer;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** What callers have set at run time. */
  readonly settings: FaceParts['settings'];
  readonly services: FaceParts;
  readonly changed: string[];
  readonly logged: unknown[];
  /** Milliseconds; tests may set it. */
  readonly clock: { time: number };
  /** Stores an object without going through the face. */
  put(
    bucket: string,
    key: string,
    body: string | Uint8Array,
    attributes?: Partial<ObjectAttributes>,
  ): Promise<ObjectHead>;
  /** Stores a style without going through the face. */
  style(name: string, content: string, bucket?: string): void;
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = { time: NOW };
  const now = () => clock.time;
  const settings = (options.buckets ?? [{}]).map((one) => ({ ...BUCKET, ...one }));
  const open = (one: BucketSettings): Bucket => ({
    settings: one,
    ...createObjects(now),
    staging: new MemoryStore(now),
  });
  const buckets = new Map<string, Bucket>(settings.map((one) => [one.name, open(one)]));
  const keys = options.keys ?? [KEY];
  const renderer = new ChainRenderer();
  const [changed, logged]: [string[], unknown[]] = [[], []];
  const styles = new Map<string, Style>();
  const written = settingsStore();
  const services: FaceParts = {
    buckets: bucketsOf(buckets, options.makesBuckets ? (one) => open({ ...BUCKET, ...one }) : undefined),
    keys: { find: (id) => keys.find((key) => key.id === id) },
    styles: styleStore(styles),
    settings: written,
    renderer,
    clock: { now, wait: async (milliseconds) => void (clock.time += milliseconds) },
    measured: (body) => body,
    memory: options.memory ?? { hold: () => Promise.resolve(() => undefined) },
    callbacks: options.callbacks,
    tasks: options.tasks,
    changes: { changed: (bucket, names) => changed.push(...names.map((name) => `${bucket}/${name}`)) },
    closed: options.closed ?? ['.fonts/'],
    addressing: { suffixes: [], hosts: new Map(), fallback: undefined, ...options.addressing },
    log: (error) => logged.push(error),
  };
  return {
    face: createFace(services),
    services,
    renderer,
    buckets,
    settings: written,
    changed,
    logged,
    clock,
    async put(bucket, key, body, attributes = {}) {
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      const all = { headers: {}, meta: {}, kind: 'Normal', ...attributes } as const;
      return (await buckets.get(bucket)?.objects.put(key, bytes, { attributes: all })) as ObjectHead;
    },
    style(name, content, bucket = BUCKET.name) {
      const time = new Date(now());
      styles.set(`${bucket}/${name}`, { name, content, category: 'image', created: time, modified: time });
    },
  };
}

/** Objects, some of which grow; `stored` is what lies in the map. */
function createObjects(now: () => number): Pick<Bucket, 'objects' | 'appends' | 'sums'> {
  const objects = new MemoryStore(now);
  const sums = new MemoryStore(now);
  const growing = { objects, room: new MemoryStore(now), now };
  return {
    objects: Object.assign(withNotes(growingStore(growing), sums), { stored: objects.stored }),
    appends: createAppends(growing),
    sums,
  };
}

function bucketsOf(
  all: Map<string, Bucket>,
  open: ((settings: Partial<BucketSettings>) => Bucket) | undefined,
): FaceParts['buckets'] {
  const configured = [...all.keys()];
  const maker: FaceParts['buckets']['maker'] = open && {
    async make(name, made) {
      if (all.has(name)) return undefined;
      const bucket = open({ name, made, ...(made.acl && { acl: made.acl }) });
      all.set(name, bucket);
      return bucket;
    },
    remove: async (name) => void all.delete(name),
  };
  return { configured, find: async (name) => all.get(name), list: async () => [...all.values()], maker };
}

function styleStore(styles: Map<string, Style>): FaceParts['styles'] {
  return {
    get: async (bucket, name) => styles.get(`${bucket}/${name}`),
    list: async (bucket) =>
      [...styles].filter(([key]) => key.startsWith(`${bucket}/`)).map(([, style]) => style),
    put: async (bucket, style) => void styles.set(`${bucket}/${style.name}`, style),
    delete: async (bucket, name) => void styles.delete(`${bucket}/${name}`),
  };
}

function settingsStore(): FaceParts['settings'] {
  const values = new Map<string, Readonly<Record<string, string>>>();
  const key = (bucket: string, name: SettingsName) => `${bucket}/${name}`;
  return {
    get: async (bucket, name) => values.get(key(bucket, name)),
    put: async (bucket, name, record) => void values.set(key(bucket, name), record),
    delete: async (bucket, name) => void values.delete(key(bucket, name)),
  };
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function bytesOf(source: ObjectSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if ('pieces' in source) {
    const all: Uint8Array[] = [];
    for (const piece of source.pieces) all.push(await readAll(await piece.open()));
    return new Uint8Array(Buffer.concat(all));
  }
  const bytes = await readAll(source.stream);
  if (source.length !== undefined && source.length !== bytes.length) {
    throw new Error(`The stream has ${bytes.length} bytes, not ${source.length}.`);
  }
  return bytes;
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

/** UTF-8 orders as code points do, which UTF-16 does not. */
function byteOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
