/** Callbacks as they leave the Worker: signed as their receivers check them, and sent to one place only. */
import { describe, expect, it, vi } from 'vitest';
import { fromBase64, toBase64, toHex } from '../../src/oss/protocol/text/base64.ts';
import { readConfig } from '../../src/worker/config/config.ts';
import { createCallbacks } from '../../src/worker/gateway/callbacks.ts';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 1024,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const pair = (await crypto.subtle.generateKey(RSA, true, ['sign', 'verify'])) as CryptoKeyPair;
const der = new Uint8Array((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
const PEM = `-----BEGIN PRIVATE KEY-----\n${toBase64(der).replaceAll(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
const KEY = { pem: PEM, url: 'https://app.example.com/key.pem' };
const bytes = (text: string) => new TextEncoder().encode(text);

const number = (big: Uint8Array) => BigInt(`0x${toHex(big)}`);

/** To the 65,537th, the public exponent. */
function power(base: bigint, modulus: bigint): bigint {
  let squared = base;
  for (let count = 0; count < 16; count++) squared = (squared * squared) % modulus;
  return (squared * base) % modulus;
}

describe('a callback', () => {
  it('is signed with RSA and MD5, as receivers of OSS check it', async () => {
    const signature = await createCallbacks(KEY).sign(bytes('/done?a=1\nbody'));
    // RFC 8017 section 9.2: padding, the name of MD5, the digest.
    const digest = toHex(new Uint8Array(await crypto.subtle.digest('MD5', bytes('/done?a=1\nbody'))));
    const signed = `3020300c06082a864886f70d020505000410${digest}`;
    const { n = '' } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
    const opened = power(number(signature), number(fromBase64(n) ?? new Uint8Array()));
    expect(opened.toString(16)).toBe(`1${'f'.repeat(256 - 6 - signed.length)}00${signed}`);
  });

  it('follows no redirection, has a deadline, and gives the answer as it came', async () => {
    const asked: RequestInit[] = [];
    const deadline = vi.spyOn(AbortSignal, 'timeout');
    const { post } = createCallbacks(KEY, async (_, init) => {
      asked.push(init);
      return new Response(null, { status: 302, headers: { location: 'http://127.0.0.1/' } });
    });
    const answer = await post(new URL('http://app.example.com/'), { 'x-oss-tag': 'CALLBACK' }, bytes('a'));
    expect(answer).toEqual({ status: 302, body: new Uint8Array() });
    expect(asked).toMatchObject([
      { method: 'POST', redirect: 'manual', headers: { 'x-oss-tag': 'CALLBACK' } },
    ]);
    expect(asked[0]?.signal).toBeInstanceOf(AbortSignal);
    expect(deadline).toHaveBeenCalledWith(5000);
    deadline.mockRestore();
  });

  it('takes an answer of three megabytes and not a byte more', async () => {
    const most = 3 * 1024 * 1024;
    for (const [length, isTaken] of [
      [most, true],
      [most + 1, false],
    ] as const) {
      const { post } = createCallbacks(KEY, async () => new Response(new Uint8Array(length)));
      const answer = await post(new URL('http://app.example.com/'), {}, bytes('a')).catch(() => undefined);
      expect(answer?.body.length).toBe(isTaken ? length : undefined);
    }
  });

  it('has no answer that goes on for ever', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
    });
    const { post } = createCallbacks(KEY, async () => new Response(endless));
    await expect(post(new URL('http://app.example.com/'), {}, bytes('a'))).rejects.toThrow(
      'longer than 3145728 bytes',
    );
  });
});

describe('the setting', () => {
  const read = (callbacks: unknown, variables: object = { CALLBACK_KEY: PEM, CALLBACK_KEY_URL: KEY.url }) =>
    readConfig({ ORIGINALS: {}, BUCKETS: { photos: { binding: 'ORIGINALS', callbacks } }, ...variables });

  it('is a list of hosts and a key', () => {
    const config = read(['App.example.com', '*.example.com', 'localhost:9000', '[::1]:9000']);
    expect(config.buckets[0]?.settings.callbacks).toEqual([
      'app.example.com',
      '*.example.com',
      'localhost:9000',
      '[::1]:9000',
    ]);
    expect(config.callbackKey).toEqual(KEY);
    expect(read([], {}).callbackKey).toBeUndefined();
  });

  it.each(['*', '*.com', 'https://app.example.com', 'app.example.com/done'])('is no list with %j', (host) => {
    expect(() => read([host])).toThrow('BUCKETS.photos.callbacks[0] is');
  });

  it('wants a key that can sign, and never shows it', () => {
    expect(() => read(['app.example.com'], {})).toThrow('CALLBACK_KEY is not set: expected a key');
    expect(() => read([], { CALLBACK_KEY: 'hush', CALLBACK_KEY_URL: KEY.url })).toThrow(
      /^CALLBACK_KEY is something else: expected an RSA key/,
    );
    expect(() => read([], { CALLBACK_KEY: PEM })).toThrow('CALLBACK_KEY_URL is not set');
    for (const [CALLBACK_KEY, CALLBACK_KEY_URL, wrong] of [
      [PEM.replace(/KEY-----\n./, 'KEY-----\n='), KEY.url, 'CALLBACK_KEY is something else'],
      [`x${PEM}`, KEY.url, 'CALLBACK_KEY is something else'],
      [PEM, 'key.pem', 'CALLBACK_KEY_URL is "key.pem": expected the address'],
    ])
      expect(() => read([], { CALLBACK_KEY, CALLBACK_KEY_URL })).toThrow(wrong);
  });
});
