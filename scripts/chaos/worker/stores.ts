/** R2 and KV that fail as told: stand-ins for the bindings, which do the work when nothing befalls a call. */
import type { Dice, Fate } from '../faults.ts';

/** Draws fates and times the waits; one for all stores of an isolate. */
export interface Trouble {
  readonly dice: Dice;
  readonly waitMs: number;
}

/** The trouble of the moment: it may change between two calls. */
export type CurrentTrouble = () => Trouble;

type Method = (...args: unknown[]) => unknown;

/** How each kind of store words that it was asked too often. */
const TOO_FAST = {
  r2: 'Reduce your concurrent request rate for the same object. (10058)',
  kv: 'KV request failed: 429 Too Many Requests',
};

/** A binding all of whose methods may fail; `kind` chooses the words. */
export function troubled<B extends object>(binding: B, kind: keyof typeof TOO_FAST, now: CurrentTrouble): B {
  return new Proxy(binding, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function' || typeof name !== 'string') return own;
      return (...args: unknown[]) => suffer((own as Method).bind(target), { name, args, kind, now });
    },
  });
}

interface CallMade {
  readonly name: string;
  readonly args: unknown[];
  readonly kind: keyof typeof TOO_FAST;
  readonly now: CurrentTrouble;
}

function suffer(method: Method, call: CallMade): unknown {
  const { name, args, kind, now } = call;
  // The only method that does no work: it names an upload.
  if (name === 'resumeMultipartUpload') return uploadOf(method(...args), call);
  const { dice, waitMs } = now();
  const fate = dice.fateOf(name, JSON.stringify(args[0] ?? ''));
  return befall(fate, { kind, waitMs, name }, async () => {
    const result = await method(...args);
    if (name === 'createMultipartUpload') return uploadOf(result, call);
    return fate === undefined ? result : withTroubledBody(result, fate, waitMs);
  });
}

async function befall(
  fate: Fate | undefined,
  { kind, waitMs, name }: { kind: keyof typeof TOO_FAST; waitMs: number; name: string },
  work: () => Promise<unknown>,
): Promise<unknown> {
  if (fate === 'fail')
    throw new Error(`${name}: We encountered an internal error. Please try again. (10001)`);
  if (fate === 'throttle') throw new Error(`${name}: ${TOO_FAST[kind]}`);
  if (fate === 'hang') return new Promise(() => undefined);
  if (fate === 'wait') await scheduler.wait(waitMs);
  return work();
}

function uploadOf(upload: unknown, { kind, now }: CallMade): unknown {
  return troubled(upload as object, kind, now);
}

/** An R2 object with another body: its other properties are read from the true one. */
function withTroubledBody(result: unknown, fate: Fate, waitMs: number): unknown {
  const body = (result as { body?: ReadableStream<Uint8Array> } | null)?.body;
  if (!body) return result;
  const troubledBody = body.pipeThrough(troubleOf(fate, waitMs));
  return new Proxy(result as object, {
    get(target, name) {
      if (name === 'body') return troubledBody;
      if (isReader(name)) return () => new Response(troubledBody)[name]();
      const own: unknown = Reflect.get(target, name, target);
      return typeof own === 'function' ? (own as Method).bind(target) : own;
    },
  });
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'json', 'text'] as const;

/** Methods that read a body whole. */
function isReader(name: string | symbol): name is (typeof READERS)[number] {
  return READERS.some((reader) => reader === name);
}

/** What passes before a body's trouble begins. */
const HEAD_BYTES = 32 * 1024;

function troubleOf(fate: Fate, waitMs: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    async transform(chunk, controller) {
      const first = passed === 0;
      passed++;
      if (!first) return controller.enqueue(chunk);
      // Enough for a header, and half of a short object.
      const head = chunk.subarray(0, Math.min(HEAD_BYTES, Math.ceil(chunk.length / 2)));
      controller.enqueue(head);
      if (fate === 'breakOff') return controller.error(new Error('Network connection lost.'));
      if (fate === 'stall') await new Promise(() => undefined);
      if (fate === 'pause') await scheduler.wait(waitMs);
      controller.enqueue(chunk.subarray(head.length));
    },
  });
}
