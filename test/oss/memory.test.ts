/** Memory that bodies are promised while they are answered. */
import { expect, it } from 'vitest';
import { heldBytes } from '../../src/oss/protocol/http/body.ts';
import { OssError } from '../../src/oss/protocol/error/oss-error.ts';
import { refusal } from './support/answer.ts';
import { createWorld, type World } from './support/memory.ts';
import { anonymous, signed } from './support/sign.ts';

const MEGABYTE = 1024 * 1024;

const request = (length: number | undefined, body: string | null = 'body') =>
  new Request('https://oss.example/', {
    method: 'PUT',
    body,
    ...(length !== undefined && { headers: { 'content-length': String(length) } }),
  });

it.each([
  ['no body', request(undefined, null), 0],
  ['a small object, which is read first', request(1000), 1000],
  ['the longest text', request(2 * MEGABYTE), 2 * MEGABYTE],
  ['a long object, which streams', request(2 * MEGABYTE + 1), 0],
  ['a length that nobody told: a beginning and a part', request(undefined), 9 * MEGABYTE],
])('of %s', (_, one, bytes) => expect(heldBytes(one)).toBe(bytes));

function counted(): { world: World; log: string[] } {
  const log: string[] = [];
  const hold = (bytes: number) => {
    log.push(`hold ${bytes}`);
    return Promise.resolve(() => void log.push('release'));
  };
  return { log, world: createWorld({ memory: { hold } }) };
}

const put = (body: string, headers: Record<string, string> = {}) => ({
  method: 'PUT',
  body,
  headers: { 'content-length': String(body.length), ...headers },
});

it('is held while the body is read, and given back whether it was stored or refused', async () => {
  const { world, log } = counted();
  expect((await world.face(signed('/examplebucket/a.txt', put('eleven char')))).status).toBe(200);
  const wrong = { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' };
  expect(await refusal(world.face(signed('/examplebucket/a.txt', put('short', wrong))))).toEqual([
    400,
    'InvalidDigest',
  ]);
  expect(log).toEqual(['hold 11', 'release', 'hold 5', 'release']);
});

it('is asked for by nobody who only reads, and by nobody who may not write', async () => {
  const { world, log } = counted();
  await world.put('examplebucket', 'a.txt', 'text');
  expect((await world.face(signed('/examplebucket/a.txt'))).status).toBe(200);
  expect(await refusal(world.face(anonymous('/examplebucket/a.txt', put('mine'))))).toEqual([
    403,
    'AccessDenied',
    '0003-00000001',
  ]);
  expect(log).toEqual([]);
});

it('that is not there in time is a 503 that says to come again, and nothing is written', async () => {
  const hold = () => Promise.reject(new OssError('ServiceUnavailable'));
  const { face, buckets } = createWorld({ memory: { hold } });
  const answer = await face(signed('/examplebucket/a.txt', put('text')));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
  expect(await buckets.get('examplebucket')?.objects.head('a.txt')).toBeUndefined();
});
