/** What the page asks of the service, answered by the service's own face. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  addressOf,
  ask,
  deleteStyle,
  listKeys,
  listStyles,
  putStyle,
  Refusal,
  request,
  signedAddress,
} from '../../src/viewer/service.ts';
import { createWorld, type World } from '../oss/support/memory.ts';

const ORIGIN = 'http://127.0.0.1:8787';
const BUCKET = 'examplebucket';
const KEY = "a b/it's (1)~图+1.png";
const credentials = { accessKeyId: 'TestAccessKeyId', accessKeySecret: 'TestAccessKeySecret' };
const owner = { credentials };
const nobody = { credentials: undefined };
const bytes = (text: string) => new TextEncoder().encode(text);

let world: World;
let asked: Request[];
/** Headers that are put on every answer. */
let told: Record<string, string>;

/** As much of a parser as the page uses: texts of the elements that a path ends with. */
class Parser {
  parseFromString(xml: string) {
    return {
      querySelectorAll: (path: string) => {
        const name = path.split(' > ').at(-1);
        const found = xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'));
        const text = (escaped = '') =>
          escaped
            .replaceAll('&lt;', '<')
            .replaceAll('&gt;', '>')
            .replaceAll('&quot;', '"')
            .replaceAll('&amp;', '&');
        return [...found].map(([, escaped]) => ({ textContent: text(escaped) }));
      },
    };
  }
}

beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'private' }] });
  // The page signs by the clock of its machine.
  world.clock.time = Date.now();
  await world.put(BUCKET, KEY, bytes('hello'));
  [asked, told] = [[], {}];
  vi.stubGlobal('DOMParser', Parser);
  vi.stubGlobal('location', { origin: ORIGIN });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    const made = new Request(ORIGIN + path, init);
    asked.push(made.clone());
    const { status, headers, body } = await world.face(made);
    const all = { ...Object.fromEntries(headers), ...told };
    return new Response(body, { status, headers: all });
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe('a request', () => {
  it.each([
    [new Blob(['x'], { type: 'image/png' }), 'image/png'],
    [new Blob(['x']), 'application/octet-stream'],
  ])('stores a file under its type, or one that says nothing: %#', async (body, type) => {
    expect((await request(owner, { bucket: BUCKET, key: KEY, method: 'PUT', body })).status).toBe(200);
    const kept = await world.buckets.get(BUCKET)?.objects.head(KEY);
    expect([kept?.size, kept?.attributes.headers.contentType]).toEqual([1, type]);
  });

  it('says of texts that they are XML, and of nothing no type at all', async () => {
    await request(owner, {
      bucket: BUCKET,
      method: 'PUT',
      query: { style: undefined, styleName: 'a' },
      body: '<Style><Content>image/resize,w_1</Content></Style>',
    });
    await request(owner, { bucket: BUCKET, key: KEY });
    expect(asked.map(({ method, headers }) => [method, headers.get('content-type')])).toEqual([
      ['PUT', 'application/xml'],
      ['GET', null],
    ]);
  });

  it('is signed for who has a key, and for nobody else; nothing of it is kept', async () => {
    await request(owner, { bucket: BUCKET, key: KEY });
    await expect(request(nobody, { bucket: BUCKET, key: KEY })).rejects.toMatchObject({ status: 403 });
    expect(asked.map(({ headers }) => headers.has('authorization'))).toEqual([true, false]);
    expect(asked.map(({ cache }) => cache)).toEqual(['no-store', 'no-store']);
  });

  it('tells what was refused in the words of the service, and the status where there are none', async () => {
    const refused = request(owner, { bucket: BUCKET, key: 'none' });
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    await expect(refused).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchKey',
      message: 'The specified key does not exist.',
      ec: '0026-00000001',
    });
    vi.stubGlobal('fetch', async () => new Response('oh', { status: 502 }));
    await expect(request(owner, { bucket: BUCKET })).rejects.toMatchObject({
      status: 502,
      code: 'HTTP 502',
      message: '',
      ec: undefined,
    });
  });

  it('is given up with its signal', async () => {
    const signal = AbortSignal.abort();
    await expect(request(owner, { bucket: BUCKET, key: KEY, signal })).rejects.toThrow();
  });
});

describe('an answer', () => {
  it('brings the bytes, their type and what was told of the making', async () => {
    told = {
      'server-timing': 'total;dur=5, cache;desc="hit"',
      'x-img-plan': 'bytes=4711; route="dct 1/4";out-size=40x30',
      'content-type': 'image/png',
    };
    const answer = await ask(owner, { bucket: BUCKET, key: KEY });
    expect(await answer.blob.text()).toBe('hello');
    expect(answer).toMatchObject({
      type: 'image/png',
      cache: 'hit',
      plan: { bytes: '4711', route: 'dct 1/4', 'out-size': '40x30' },
    });
    expect(answer.milliseconds).toBeGreaterThanOrEqual(0);
    told = {};
    expect(await ask(owner, { bucket: BUCKET, key: KEY })).toMatchObject({ cache: undefined, plan: {} });
  });

  it('of the page is none where the picture is not in it', async () => {
    for (const own of [undefined, { file: new File(['x'], 'other.png'), bucket: BUCKET }])
      await expect(ask({ credentials, own }, { bucket: '-', key: 'mine.png' })).rejects.toMatchObject({
        status: 0,
        code: 'NotInThisPage',
      });
    expect(asked).toEqual([]);
  });

  it('of the page is the picture itself where nothing is made of it', async () => {
    const file = new File(['mine'], 'mine.png', { type: 'image/png' });
    const answer = await ask(
      { credentials, own: { file, bucket: BUCKET } },
      { bucket: '-', key: 'mine.png' },
    );
    expect(answer).toMatchObject({ blob: file, type: 'image/png', cache: undefined, plan: {} });
    expect(asked).toEqual([]);
  });
});

describe('styles', () => {
  it.each(['image/resize,w_1', 'image/watermark,text_PGEmYj4', 'image/resize,w_1|image/rotate,90'])(
    'are written, listed and removed: %s',
    async (content) => {
      const style = { name: 'a', content };
      await putStyle(owner, BUCKET, style);
      await putStyle(owner, BUCKET, { ...style, name: 'b' });
      expect(await listStyles(owner, BUCKET)).toEqual([style, { ...style, name: 'b' }]);
      await deleteStyle(owner, BUCKET, 'a');
      await deleteStyle(owner, BUCKET, 'a');
      expect(await listStyles(owner, BUCKET)).toEqual([{ ...style, name: 'b' }]);
    },
  );
});

it('keys are those below a prefix, a hundred at most', async () => {
  for (let at = 0; at < 120; at++) await world.put(BUCKET, `many/${`${at}`.padStart(3, '0')}`, bytes('x'));
  const keys = await listKeys(owner, BUCKET, 'many/');
  expect([keys.length, keys[0], keys.at(-1)]).toEqual([100, 'many/000', 'many/099']);
  expect(await listKeys(owner, BUCKET, 'a b')).toEqual([KEY]);
});

describe('addresses', () => {
  it('are of the page’s own host', () => {
    expect(addressOf(BUCKET, 'a b.png', 'image/resize,w_1')).toBe(
      `${ORIGIN}/${BUCKET}/a%20b.png?x-oss-process=image/resize,w_1`,
    );
    expect(addressOf(BUCKET, 'a.png', '')).toBe(`${ORIGIN}/${BUCKET}/a.png`);
  });

  it.each(['', 'image/resize,w_1'])(
    'that are signed hold for an hour, for %j and no other',
    async (process) => {
      const address = await signedAddress(credentials, BUCKET, KEY, process);
      const status = async (one: string) => (await world.face(new Request(one))).status;
      expect(new URL(address).searchParams.get('x-oss-process')).toBe(process === '' ? null : process);
      expect(await status(address)).toBe(200);
      expect(await status(`${address}&x-oss-process=image/resize,w_2`)).toBe(403);
      world.clock.time += 3_598_000;
      expect(await status(address)).toBe(200);
      world.clock.time += 3000;
      expect(await status(address)).toBe(403);
    },
  );
});
