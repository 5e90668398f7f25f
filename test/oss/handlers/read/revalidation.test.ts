/** Whether a picture that a client has is still good: original, style and marks all count. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createWorld, NOW, type World } from '../../support/memory.ts';
import { anonymous } from '../../support/sign.ts';

const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW + hours * HOUR).toUTCString();
const MATCHES = { 'if-none-match': '"5D41402ABC4B2A76B9719D911017C592"' };
const OTHER = { 'if-none-match': '"00000000000000000000000000000000"' };

let world: World;
beforeEach(async () => {
  world = createWorld({
    buckets: [{ acl: 'public-read', cacheControl: 'max-age=9', cors: ['https://a.example'] }],
  });
  await world.put('examplebucket', 'a.jpg', 'hello');
});

const get = (path: string, headers: Record<string, string> = {}) =>
  world.face(anonymous(`/examplebucket/${path}`, { headers }));

/** Hours after the original at which the style and the mark were written, and now. */
interface Ages {
  readonly style?: number;
  readonly mark?: number;
}

function age({ style = 0, mark }: Ages): void {
  world.clock.time = NOW + style * HOUR;
  world.style('thumb', 'image/resize,w_1');
  world.renderer.drawnAt = mark === undefined ? undefined : new Date(NOW + mark * HOUR);
  world.clock.time = NOW + 10 * HOUR;
}

describe('a picture made by a style with a mark', () => {
  it.each<[string, Ages, string, Record<string, string>, number]>([
    ['original the newest, ETag', { style: -1, mark: -2 }, at(0), MATCHES, 304],
    ['original the newest, another ETag', { style: -1 }, at(0), OTHER, 200],
    ['original the newest, its date', { style: -1 }, at(0), { 'if-modified-since': at(0) }, 304],
    [
      'original the newest, ETag and an older date',
      { style: -1 },
      at(0),
      { ...MATCHES, 'if-modified-since': at(-1) },
      304,
    ],
    ['style replaced, ETag alone', { style: 1 }, at(1), MATCHES, 200],
    [
      'style replaced, ETag and the old date',
      { style: 1 },
      at(1),
      { ...MATCHES, 'if-modified-since': at(0) },
      200,
    ],
    [
      'style replaced, ETag and its date',
      { style: 1 },
      at(1),
      { ...MATCHES, 'if-modified-since': at(1) },
      304,
    ],
    [
      'style replaced, another ETag and its date',
      { style: 1 },
      at(1),
      { ...OTHER, 'if-modified-since': at(1) },
      200,
    ],
    ['style replaced, the old date alone', { style: 1 }, at(1), { 'if-modified-since': at(0) }, 200],
    ['style replaced, its date alone', { style: 1 }, at(1), { 'if-modified-since': at(1) }, 304],
    [
      'style replaced, ETag and a date nobody can read',
      { style: 1 },
      at(1),
      { ...MATCHES, 'if-modified-since': 'soon' },
      200,
    ],
    [
      'mark replaced, ETag and the style’s date',
      { style: 1, mark: 2 },
      at(2),
      { ...MATCHES, 'if-modified-since': at(1) },
      200,
    ],
    [
      'mark replaced, ETag and its date',
      { style: 1, mark: 2 },
      at(2),
      { ...MATCHES, 'if-modified-since': at(2) },
      304,
    ],
    ['mark replaced, unmodified since the original', { mark: 2 }, '', { 'if-unmodified-since': at(1) }, 412],
    [
      'mark older than the style',
      { style: 2, mark: 1 },
      at(2),
      { ...MATCHES, 'if-modified-since': at(2) },
      304,
    ],
  ])('%s', async (_, ages, modified, headers, status) => {
    age(ages);
    const response = await get('a.jpg?x-oss-process=style/thumb', headers);
    expect(response.status).toBe(status);
    if (status !== 412) expect(response.headers.get('last-modified')).toBe(modified);
    expect(world.renderer.jobs).toHaveLength(status === 200 ? 1 : 0);
  });

  it('shows a change within the second of the last look', async () => {
    age({ style: 1 });
    world.clock.time = NOW + HOUR + 200;
    const first = await get('a.jpg!thumb');
    world.clock.time += 300;
    world.style('thumb', 'image/resize,w_2');
    world.clock.time += HOUR;
    const since = first.headers.get('last-modified') ?? '';
    const second = await get('a.jpg!thumb', { ...MATCHES, 'if-modified-since': since });
    expect([second.status, await second.text()]).toEqual([200, 'a.jpg: image/resize,w_2']);
  });
});

describe('304', () => {
  it('says of the picture what caches on the way have to know', async () => {
    const headers = { ...MATCHES, 'x-oss-process': 'image/resize,w_1', origin: 'https://a.example' };
    const response = await get('a.jpg', headers);
    expect(response.status).toBe(304);
    expect(response.headers.get('vary')).toBe('x-oss-process, Origin');
    expect(response.headers.get('cache-control')).toBe('max-age=9');
    expect(response.headers.get('etag')).toBe(MATCHES['if-none-match']);
    expect(response.headers.get('last-modified')).toBe(at(0));
  });
});
