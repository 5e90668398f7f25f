/**
 * What a site asks for, counted: chains by what they mean, styles, actions and their parameters, and what this language does
 * not know. Holds what is distinct and nothing else, and of that no more than a bound.
 */
import { readActions } from '../../src/core/engine/chain/language.ts';
import { parseChain } from '../../src/core/engine/chain/parse.ts';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import type { Entry, Fault } from './entry.ts';
import { readWanted } from './wanted.ts';

/** Distinct texts that are kept at most; logs that are full of junk have as many as lines. */
const MOST_TEXTS = 20_000;
/** Requests that are kept of each. */
const MOST_SAMPLES = 2;
/** Examples that are kept of each fault. */
const EXAMPLES = 5;

/** A request that succeeded, to be made again. */
export interface Sample {
  /** As it was sent, one character a byte. */
  readonly path: string;
  /** What it was answered; undefined where the log does not tell. */
  readonly status: number | undefined;
}

/** Requests with the same text. */
export interface Use {
  /** As it was sent, decoded; empty for objects themselves. */
  readonly chain: string;
  count: number;
  bytes: number;
  slowest: number;
  largest: number;
  /** Answers that were no success, by status; most have none. */
  failures: Map<number, number> | undefined;
  readonly samples: Sample[];
}

/** Lines that are no requests. */
export interface Dirt {
  count: number;
  readonly examples: string[];
}

/** Everything that was counted. */
export interface Inventory {
  lines: number;
  requests: number;
  /** Requests that read; others write and are not looked at. */
  reads: number;
  readonly methods: Map<string, number>;
  readonly dirt: Map<Fault, Dirt>;
  readonly uses: Map<string, Use>;
  /** Requests whose text was dropped because there were too many, by what it means. */
  readonly overflow: Record<Meaning['kind'], number>;
  /** Of these, those of other products, by family. */
  readonly overflowFamilies: Record<string, number>;
}

/** Begins to count. */
export function createInventory(): Inventory {
  return {
    lines: 0,
    requests: 0,
    reads: 0,
    methods: new Map(),
    dirt: new Map(),
    uses: new Map(),
    overflow: { original: 0, style: 0, chain: 0, refused: 0, family: 0 },
    overflowFamilies: {},
  };
}

/** Counts a line. */
export function addLine(inventory: Inventory, line: string, entry: Entry | Fault, delimiters: string): void {
  inventory.lines++;
  if (typeof entry === 'string') return addDirt(inventory, line, entry);
  inventory.requests++;
  inventory.methods.set(entry.method, (inventory.methods.get(entry.method) ?? 0) + 1);
  if (entry.method !== 'GET' && entry.method !== 'HEAD') return;
  inventory.reads++;
  const { path, chain } = readWanted(entry.url, delimiters);
  const use = inventory.uses.get(chain) ?? addUse(inventory, chain);
  use.count++;
  use.bytes += entry.bytes;
  use.largest = Math.max(use.largest, entry.bytes);
  use.slowest = Math.max(use.slowest, entry.milliseconds ?? 0);
  const { status } = entry;
  if (status !== undefined && status >= 400) addFailures(use, status, 1);
  else addSample(use, path, status);
}

function addSample({ samples }: Use, path: string, status: number | undefined): void {
  if (samples.length >= MOST_SAMPLES || samples.some((one) => one.path === path)) return;
  samples.push({ path: copied(path), status });
}

function addDirt({ dirt }: Inventory, line: string, fault: Fault): void {
  const found = dirt.get(fault) ?? { count: 0, examples: [] };
  dirt.set(fault, found);
  found.count++;
  if (found.examples.length < EXAMPLES && line.trim() !== '') found.examples.push(copied(line.slice(0, 200)));
}

function addUse(inventory: Inventory, chain: string): Use {
  const { uses } = inventory;
  if (uses.size >= MOST_TEXTS) makeRoom(inventory);
  const text = Buffer.from(chain).toString();
  const use = { chain: text, count: 0, bytes: 0, slowest: 0, largest: 0, failures: undefined, samples: [] };
  uses.set(text, use);
  return use;
}

function addFailures(use: Use, status: number, count: number): void {
  use.failures ??= new Map();
  use.failures.set(status, (use.failures.get(status) ?? 0) + count);
}

/** Drops the least used half: what many ask for stays, whenever it comes. */
function makeRoom({ uses, overflow, overflowFamilies: families }: Inventory): void {
  const counts = [...uses.values()].map(({ count }) => count).toSorted((a, b) => a - b);
  const least = counts[counts.length >> 1]!;
  for (const [text, { count, chain }] of uses) {
    if (count > least) continue;
    const meaning = meaningOf(chain);
    overflow[meaning.kind] += count;
    if (meaning.kind === 'family') families[meaning.family] = (families[meaning.family] ?? 0) + count;
    uses.delete(text);
  }
}

/** A part of a string keeps the whole of it: the chunk of the file it was cut from. */
function copied(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** What a text is to this language. */
export type Meaning =
  | { readonly kind: 'original' }
  | { readonly kind: 'style'; readonly name: string }
  /** `text` is what equal chains share. */
  | { readonly kind: 'chain'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly action: string | undefined }
  /** Another product's family, such as `video/`. */
  | { readonly kind: 'family'; readonly family: string };

const FAMILY = /^(video|audio|doc|imm|csv|json|sys)\//;

/** Reads a text as the service would. */
export function meaningOf(chain: string): Meaning {
  if (chain === '') return { kind: 'original' };
  if (chain.startsWith('style/')) return { kind: 'style', name: chain.slice('style/'.length) };
  const family = FAMILY.exec(chain)?.[1];
  if (family !== undefined) return { kind: 'family', family };
  try {
    return { kind: 'chain', text: parseChain(chain, OPERATIONS).text };
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    const { ec, parameter } = error.detail;
    const reason = `${error.code}${ec === undefined ? '' : ` ${ec}`}: ${error.message}`;
    return { kind: 'refused', reason, action: ec === '0040-00000213' ? parameter : undefined };
  }
}

/** Uses that mean the same, as one. */
export interface Kind {
  readonly meaning: Meaning;
  use: Use;
  /** Spellings of it. */
  spellings: number;
}

/** Puts together what means the same; the most used first. */
export function kindsOf({ uses }: Inventory): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const use of uses.values()) {
    const meaning = meaningOf(use.chain);
    const key = meaning.kind === 'chain' ? meaning.text : use.chain;
    const found = kinds.get(key);
    if (found) merge(found, use);
    else kinds.set(key, { meaning, use, spellings: 1 });
  }
  return [...kinds.values()].toSorted((a, b) => b.use.count - a.use.count);
}

function merge(kind: Kind, use: Use): void {
  // What was counted stays as it was counted.
  if (kind.spellings === 1)
    kind.use = {
      ...kind.use,
      failures: kind.use.failures && new Map(kind.use.failures),
      samples: [...kind.use.samples],
    };
  const { use: sum } = kind;
  kind.spellings++;
  sum.count += use.count;
  sum.bytes += use.bytes;
  sum.slowest = Math.max(sum.slowest, use.slowest);
  sum.largest = Math.max(sum.largest, use.largest);
  for (const [status, count] of use.failures ?? []) addFailures(sum, status, count);
  for (const { path, status } of use.samples) addSample(sum, path, status);
}

/** Requests of an action, and of its parameters by key. */
export interface ActionUse {
  count: number;
  readonly keys: Map<string, number>;
}

/** What chains that are understood are made of, in every spelling; the most used action first. */
export function actionsOf({ uses }: Inventory): Map<string, ActionUse> {
  const actions = new Map<string, ActionUse>();
  for (const { chain, count } of uses.values()) {
    if (meaningOf(chain).kind !== 'chain') continue;
    for (const { name, args } of readActions(chain)) {
      const action = actions.get(name) ?? { count: 0, keys: new Map<string, number>() };
      actions.set(name, action);
      action.count += count;
      for (const { key = '' } of args) action.keys.set(key, (action.keys.get(key) ?? 0) + count);
    }
  }
  return new Map([...actions].toSorted(([, a], [, b]) => b.count - a.count));
}
