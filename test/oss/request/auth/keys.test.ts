/** Keys that are kept: each belongs to one secret, version and scope, and only so many stay. */
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isPathSigned, signV1, signV2, signV4 } from '../../../../src/oss/request/auth/hmac.ts';

const SCOPE = { date: '20250301', region: 'cn-hangzhou', product: 'oss' };
const TEXT = 'text to sign';

function v4(secret: string, { date, region, product } = SCOPE): string {
  let key: Buffer | string = `aliyun_v4${secret}`;
  for (const message of [date, region, product, 'aliyun_v4_request'])
    key = createHmac('sha256', key).update(message).digest();
  return createHmac('sha256', key).update(TEXT).digest('hex');
}

describe('kept keys', () => {
  const scopes = [
    SCOPE,
    { ...SCOPE, date: '20250302' },
    { ...SCOPE, region: 'cn-beijing' },
    { ...SCOPE, product: 'oss-cloudbox' },
  ];

  it.each(['one', 'another'])('sign for their own scope and secret: %s', async (secret) => {
    for (const scope of [...scopes, ...scopes])
      expect(await signV4(secret, scope, TEXT)).toBe(v4(secret, scope));
  });

  it.each(['one', 'another'])('sign in their own version: %s', async (secret) => {
    for (let times = 0; times < 2; times++) {
      expect(await signV1(secret, TEXT)).toBe(createHmac('sha1', secret).update(TEXT).digest('base64'));
      expect(await signV2(secret, TEXT)).toBe(createHmac('sha256', secret).update(TEXT).digest('base64'));
    }
  });

  it.each(['00ff', 'ff00'])('verify paths by the key of their bucket: %s', async (key) => {
    const salt = 'abcd';
    const hmac = createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(salt, 'hex'));
    const signature = hmac.update('/path').digest('base64url');
    expect(await isPathSigned({ key, salt }, '/path', signature)).toBe(true);
    expect(await isPathSigned({ key: `${key}01`, salt }, '/path', signature)).toBe(false);
  });

  describe('in number', () => {
    afterEach(() => vi.restoreAllMocks());

    it('are bounded: callers name regions as they like', async () => {
      const imports = vi.spyOn(crypto.subtle, 'importKey');
      const sign = (region: string) => signV4('bounded', { ...SCOPE, region }, TEXT);
      await sign('first');
      const each = imports.mock.calls.length;
      await sign('first');
      expect(imports).toHaveBeenCalledTimes(each);
      for (let i = 0; i < 64; i++) await sign(`region-${i}`);
      imports.mockClear();
      await sign('region-63');
      expect(imports).not.toHaveBeenCalled();
      await sign('first');
      expect(imports).toHaveBeenCalledTimes(each);
    });
  });
});
