/** An origin in trouble: nothing that is not what it promised is ever stored, and what is here already is not touched by it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Crc64 } from '../../src/oss/protocol/digest/crc64.ts';
import { bytesOf, errorOf } from './support/ask.ts';
import { measure } from './support/measure.ts';
import { emptyBoth, FRESH, type Gate, OLD, startPair, type Pair } from './support/pair.ts';
import { sourceBytes } from './support/sources.ts';

const BUCKET = 'examplebucket';
const PHOTO = sourceBytes('400x267.png');
const LENGTH = PHOTO.length;

let pair: Pair;
const get = (key: string, init?: RequestInit) => pair.fresh.get(`${BUCKET}/${key}`, init);
const stored = async (key = 'photo.png') => (await FRESH.head(key))?.size;

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await emptyBoth();
  pair = startPair();
  const crc = new Crc64();
  crc.update(PHOTO);
  await OLD.put('photo.png', PHOTO, { customMetadata: { 'oss-crc64': crc.value } });
});

afterEach(async () => {
  await pair.fresh.settle();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Only what is about an object's bytes; questions for ACLs pass. */
const onBytes =
  (change: (answer: Response) => Response | Promise<Response>): Gate =>
  async (request, answer) => {
    const { search } = new URL(request.url);
    return search === '' && request.method === 'GET' ? change(await answer()) : answer();
  };

/** The answer with other bytes. */
function withBody(answer: Response, body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>): Response {
  void answer.body?.cancel();
  return new Response(body, { status: answer.status, headers: answer.headers });
}

/** Gives some pieces, and then ends as it is told. */
function pieces(
  given: readonly Uint8Array[],
  end: (controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = given[at++];
      if (piece) controller.enqueue(piece.slice());
      else await end(controller);
    },
  });
}

const close = (controller: ReadableStreamDefaultController<Uint8Array>) => controller.close();
const half = PHOTO.subarray(0, LENGTH >> 1);
/** Half of the bytes, and never the rest. */
const restsHalfWay = (answer: Response) =>
  withBody(
    answer,
    pieces([half], () => new Promise<void>(() => undefined)),
  );
const changed = PHOTO.slice();
changed[LENGTH - 9] = (changed[LENGTH - 9] ?? 0) ^ 1;

describe('a body', () => {
  it.each([
    ['that ends early', (answer: Response) => withBody(answer, pieces([half], close))],
    ['that is too long', (answer: Response) => withBody(answer, pieces([half, PHOTO], close))],
    ['that is empty', (answer: Response) => withBody(answer, pieces([], close))],
    [
      'that breaks off',
      (answer: Response) =>
        withBody(
          answer,
          pieces([half], (controller) => controller.error(new Error('connection lost'))),
        ),
    ],
    ['with another CRC-64', (answer: Response) => withBody(answer, pieces([changed], close))],
  ])('%s is not stored, and the caller sees that it failed', async (name, fault) => {
    pair.through(onBytes(fault));
    const answer = await get('photo.png');
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    await pair.fresh.settle();
    expect(await stored()).toBeUndefined();
    // One chain a case: a picture that was made once is not made again.
    const picture = await get(`photo.png?x-oss-process=image/resize,w_${name.length}`);
    expect(await errorOf(picture)).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    pair.through((_request, ask) => ask());
    expect(await bytesOf(await get('photo.png'))).toEqual(PHOTO);
    await pair.fresh.settle();
    expect(await stored()).toBe(LENGTH);
  });

  it('with another MD5 is not stored', async () => {
    await OLD.put('plain.png', PHOTO);
    pair.through(onBytes((answer) => withBody(answer, changed)));
    await (await get('plain.png')).arrayBuffer();
    await pair.fresh.settle();
    expect(await stored('plain.png')).toBeUndefined();
  });

  it('is read to its end when the caller has gone', async () => {
    const answer = await get('photo.png');
    await answer.body?.cancel();
    await pair.fresh.settle();
    expect(await stored()).toBe(LENGTH);
  });

  it('that never goes on is given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    pair.through(onBytes(restsHalfWay));
    const answer = await get('photo.png');
    const failed = expect(answer.arrayBuffer()).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(20_000);
    await failed;
    vi.useRealTimers();
    await pair.fresh.settle();
    expect(await stored()).toBeUndefined();
  });

  it('that was on its way when everything was killed does not keep another from being stored', async () => {
    pair.through(onBytes(restsHalfWay));
    const killed = await get('photo.png');
    const reader = killed.body?.getReader();
    await reader?.read();
    expect(await stored()).toBeUndefined();
    const other = startPair();
    expect(await bytesOf(await other.fresh.get(`${BUCKET}/photo.png`))).toEqual(PHOTO);
    await other.fresh.settle();
    expect(await stored()).toBe(LENGTH);
    // In the isolate that was not killed the bytes pass meanwhile.
    pair.through((_request, ask) => ask());
    expect(await bytesOf(await get('photo.png'))).toEqual(PHOTO);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await reader?.cancel();
    await vi.advanceTimersByTimeAsync(20_000);
  });
});

describe('an answer', () => {
  const status =
    (code: number): Gate =>
    () =>
      Promise.resolve(new Response('no', { status: code }));

  it.each([500, 502, 503, 504, 429, 408])('of %d is no answer yet', async (code) => {
    await FRESH.put('here.png', PHOTO);
    pair.through(status(code));
    expect(await errorOf(await get('photo.png'))).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    expect((await get('photo.png', { method: 'HEAD' })).status).toBe(503);
    expect(await bytesOf(await get('here.png'))).toEqual(PHOTO);
    pair.through((_, answer) => answer());
    expect(await bytesOf(await get('photo.png'))).toEqual(PHOTO);
  });

  it.each([301, 302, 400, 501, 401, 403, 405, 410])('of %d is a refusal', async (code) => {
    pair.through(status(code));
    expect(await errorOf(await get('photo.png'))).toMatchObject({
      status: 424,
      code: 'MirrorFailed',
      ec: '0041-00000101',
    });
  });

  it('that does not come in time is not waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let aborted = false;
    pair.through((request) => {
      request.signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    const answer = get('photo.png');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await errorOf(await answer)).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    expect(aborted).toBe(true);
  });

  it('that never comes because nobody listens is told as such', async () => {
    pair.through(() => Promise.reject(new TypeError('connection refused')));
    expect(await errorOf(await get('photo.png'))).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
  });

  it('without a length is refused', async () => {
    pair.through(async (_, answer) => {
      const given = await answer();
      const headers = new Headers(given.headers);
      headers.delete('content-length');
      return new Response(given.body, { status: given.status, headers });
    });
    expect(await errorOf(await get('photo.png'))).toMatchObject({ status: 424, code: 'MirrorFailed' });
  });

  it('for another part than was asked for is refused', async () => {
    pair.through((request, answer) => {
      if (!request.headers.has('range')) return answer();
      const headers = { 'content-range': `bytes 0-2/${LENGTH}`, 'content-length': '3' };
      return Promise.resolve(new Response(PHOTO.subarray(0, 3), { status: 206, headers }));
    });
    const part = await get('photo.png', { headers: { Range: 'bytes=5-7' } });
    expect(await errorOf(part)).toMatchObject({ status: 424, code: 'MirrorFailed' });
  });
});

describe('an object that changes at its origin', () => {
  it('is drawn in its new version', async () => {
    const other = sourceBytes('200x100.png');
    let replaced = false;
    pair.through(async (request, answer) => {
      const response = await answer();
      if (request.method === 'HEAD' && !replaced) {
        replaced = true;
        await OLD.put('photo.png', other);
      }
      return response;
    });
    const picture = await get('photo.png?x-oss-process=image/resize,w_40');
    expect(measure(await bytesOf(picture))).toMatchObject({ width: 40, height: 20 });
    await pair.fresh.settle();
    expect(await stored()).toBe(other.length);
  });

  it('is not stored as something in between', async () => {
    pair.through(onBytes((answer) => withBody(answer, pieces([half, changed.subarray(LENGTH >> 1)], close))));
    await (await get('photo.png')).arrayBuffer().catch(() => undefined);
    await pair.fresh.settle();
    expect(await stored()).toBeUndefined();
  });
});

describe('many callers at once', () => {
  it('all get the object, which is stored once', async () => {
    pair = startPair({ variables: { ADMIN_KEY: 'hush' } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => get('photo.png')));
    for (const body of await Promise.all(answers.map(bytesOf))) expect(body).toEqual(PHOTO);
    await pair.fresh.settle();
    expect(await stored()).toBe(LENGTH);
    expect(await countsOf(pair)).toEqual({ copied: 1, passed: 5 });
  });
});

/** Outcomes of reads of the origin, by their names. */
async function countsOf({ fresh }: Pair): Promise<Record<string, number>> {
  const request = new Request('http://127.0.0.1:8787/-/metrics', {
    headers: { authorization: 'Bearer hush' },
  });
  const text = (await (await fresh.service.operator(request))?.text()) ?? '';
  const lines = [...text.matchAll(/^edge_img_origin_total\{.*outcome="(\w+)"\} (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, outcome = '', count]) => [outcome, Number(count)]));
}
