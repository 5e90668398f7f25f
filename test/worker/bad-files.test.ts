/** Damaged and hostile files end in a documented refusal or in a picture, and the next request is served rightly. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { bytesOf, process } from './support/ask.ts';
import { measure } from './support/measure.ts';
import { fromBase64, sourceBytes, storeSources } from './support/sources.ts';

beforeAll(storeSources);

/** The source's first `share` of bytes. */
const cut = (key: string, share: number) => sourceBytes(key).slice(0, sourceBytes(key).length * share);

/** The source with some bytes turned round, `from` on. */
function spoilt(key: string, from: number): Uint8Array<ArrayBuffer> {
  const bytes = sourceBytes(key);
  for (let at = from; at < bytes.length; at += 97) bytes[at] = ~(bytes[at] ?? 0);
  return bytes;
}

const MADE: Record<string, Uint8Array<ArrayBuffer>> = {
  'nothing.jpg': new Uint8Array(0),
  'one-byte.jpg': Uint8Array.of(0xff),
  'start-only.jpg': Uint8Array.of(0xff, 0xd8, 0xff),
  'zeros.png': new Uint8Array(5000),
  'half.jpg': cut('400x267.jpg', 0.5),
  'half.png': cut('400x267.png', 0.5),
  'half.webp': cut('400x267.webp', 0.5),
  'header.jpg': cut('400x267.jpg', 0.05),
  'spoilt.jpg': spoilt('400x267.jpg', 700),
  'spoilt.png': spoilt('400x267.png', 60),
  'spoilt.webp': spoilt('400x267.webp', 60),
  'bad-header.jpg': spoilt('400x267.jpg', 4),
  'bad-header.png': spoilt('400x267.png', 12),
  'bad-header.webp': spoilt('400x267.webp', 12),
};
const CORPUS = Object.entries(inject('bad')).map(([key, text]): [string, Uint8Array<ArrayBuffer>] => [
  key,
  fromBase64(text),
]);
const FILES = [...Object.entries(MADE), ...CORPUS];
const CHAINS = ['resize,w_100', 'rotate,90/format,png', 'info', 'average-hue'];

/** A request whose answer tells whether the isolate is well: one for each codec. */
async function healthy(): Promise<void> {
  for (const key of ['400x267.jpg', '400x267.png', '400x267.webp']) {
    const response = await process(key, `resize,w_${100 + Math.floor(Math.random() * 200)}`);
    expect(response.status).toBe(200);
    measure(await bytesOf(response));
  }
}

describe('a bad file', () => {
  it.each(FILES)('%s is refused or shown in part', async (key, bytes) => {
    await env.ORIGINALS.put(`bad/${key}`, bytes);
    for (const chain of CHAINS) {
      const response = await process(`bad/${key}`, chain);
      const body = await bytesOf(response);
      if (response.status === 200) {
        if (!/^(info|average)/.test(chain)) expect(measure(body).width).toBeGreaterThan(0);
      } else {
        expect(response.status, new TextDecoder().decode(body)).toBe(400);
        expect(new TextDecoder().decode(body)).toMatch(
          /<Code>(BadRequest|BadWebPImage|MemLimitExceeded|ImageTooLarge)</,
        );
      }
    }
    await healthy();
  });
});
