import { createCipheriv, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { isPathSigned } from '../../../../src/oss/request/auth/hmac.ts';
import { openAddress } from '../../../../src/oss/request/auth/sealed-address.ts';

const IV = Buffer.alloc(16, 7);

/** An address as operators of imgproxy seal it. */
function sealed(key: string, address: string | Buffer): Buffer {
  const secret = Buffer.from(key, 'hex');
  const cipher = createCipheriv(`aes-${secret.length * 8}-cbc`, secret, IV);
  return Buffer.concat([IV, cipher.update(address), cipher.final()]);
}

it.each([16, 24, 32])('opens what was sealed with a key of %i bytes', async (size) => {
  const key = '0f'.repeat(size);
  for (const address of ['a', 's3://bucket/图.png', 'x'.repeat(16), 'y'.repeat(300)])
    expect(await openAddress(key, sealed(key, address).toString('base64url'))).toBe(address);
});

it.each<[string, (whole: Buffer) => string]>([
  ['no base64url', () => '*'],
  ['nothing', () => ''],
  ['a vector alone', (whole) => whole.subarray(0, 16).toString('base64url')],
  ['half a block', (whole) => whole.subarray(0, 24).toString('base64url')],
  ['an end of its own', (whole) => whole.subarray(0, -16).toString('base64url')],
  ['what another key sealed', () => sealed('aa'.repeat(16), 'photo.png').toString('base64url')],
  ['no text', () => sealed('0f'.repeat(16), Buffer.from([0xff, 0xfe])).toString('base64url')],
])('says of %s no more than of what is not there', async (_, change) => {
  const key = '0f'.repeat(16);
  const whole = sealed(key, 'a'.repeat(40));
  await expect(openAddress(key, change(whole))).rejects.toMatchObject({ code: 'NoSuchKey' });
});

it('takes signatures of paths from sixteen bytes on, of the very path', async () => {
  const [key, salt] = ['00ff', 'abcd'];
  const hmac = createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(salt, 'hex'));
  const full = hmac.update('/path').digest('base64url');
  const isSigned = (signature: string, path = '/path') => isPathSigned({ key, salt }, path, signature);
  for (let letters = 0; letters <= full.length; letters++)
    expect([letters, await isSigned(full.slice(0, letters))]).toEqual([letters, letters >= 22]);
  expect(await isSigned(`${full}A`)).toBe(false);
  expect(await isSigned(full, '/path2')).toBe(false);
  expect(await isSigned(`${full.slice(0, 21)}-`)).toBe(full[21] === '-');
  expect(await isPathSigned({ key, salt: '00' }, '/path', full)).toBe(false);
});
