import { describe, expect, it } from 'vitest';
import { findSigner } from '../../../../src/oss/handlers/form/signer.ts';
import type { AccessKey } from '../../../../src/oss/ports.ts';
import { KEY, NOW } from '../../support/memory.ts';

const POLICY_V1 =
  'eyJleHBpcmF0aW9uIjoiMjAyNS0wMy0wMVQxMzowMDowMC4wMDBaIiwiY29uZGl0aW9ucyI6W1siZXEiLCIkYnVja2V0IiwiZXhhbXBsZWJ1Y2tldCJdLFsiY29udGVudC1sZW5ndGgtcmFuZ2UiLDEsMTA0ODU3NjBdLFsic3RhcnRzLXdpdGgiLCIka2V5IiwidXNlci8iXV19';
const POLICY_V4 =
  'eyJleHBpcmF0aW9uIjoiMjAyNS0wMy0wMVQxMzowMDowMC4wMDBaIiwiY29uZGl0aW9ucyI6W3siYnVja2V0IjoiZXhhbXBsZWJ1Y2tldCJ9LHsieC1vc3Mtc2lnbmF0dXJlLXZlcnNpb24iOiJPU1M0LUhNQUMtU0hBMjU2In0seyJ4LW9zcy1jcmVkZW50aWFsIjoiVGVzdEFjY2Vzc0tleUlkLzIwMjUwMzAxL2NuLWhhbmd6aG91L29zcy9hbGl5dW5fdjRfcmVxdWVzdCJ9LHsieC1vc3MtZGF0ZSI6IjIwMjUwMzAxVDEyMDAwMFoifSxbImNvbnRlbnQtbGVuZ3RoLXJhbmdlIiwxLDEwNDg1NzYwXV19';
const V1 = { ossaccesskeyid: 'TestAccessKeyId', signature: '0zIdMkQWG529EGTPjQBrcYBLqus=' };
const V4 = {
  'x-oss-signature-version': 'OSS4-HMAC-SHA256',
  'x-oss-credential': 'TestAccessKeyId/20250301/cn-hangzhou/oss/aliyun_v4_request',
  'x-oss-date': '20250301T120000Z',
  'x-oss-signature': 'e6333784dd029d8a61db9957f37fb7e83a9fb293a5b11a5394ebfe181de94f50',
};

const find = (fields: Record<string, string>, policy: string, now = NOW, key: AccessKey = KEY) => {
  const keys = { find: (id: string) => (id === key.id ? key : undefined) };
  return findSigner(new Map(Object.entries(fields)), policy, keys, now);
};

describe('findSigner', () => {
  it('accepts the vectors of ali-oss', async () => {
    expect(await find(V1, POLICY_V1)).toBe(KEY);
    expect(await find(V4, POLICY_V4)).toBe(KEY);
  });

  it.each([
    ['another policy', V1, `${POLICY_V1.slice(0, -1)}8`, 'SignatureDoesNotMatch'],
    ['another V4 policy', V4, POLICY_V1, 'SignatureDoesNotMatch'],
    [
      'another signature',
      { ...V1, signature: '1zIdMkQWG529EGTPjQBrcYBLqus=' },
      POLICY_V1,
      'SignatureDoesNotMatch',
    ],
    ['a V4 signature cut short', { ...V4, 'x-oss-signature': 'e633' }, POLICY_V4, 'SignatureDoesNotMatch'],
    ['an unknown key', { ...V1, ossaccesskeyid: 'Nobody' }, POLICY_V1, 'InvalidAccessKeyId'],
    ['no key', { signature: V1.signature }, POLICY_V1, 'MissingArgument'],
    ['no signature', { ...V4, 'x-oss-signature': '' }, POLICY_V4, 'MissingArgument'],
    ['an unknown version', { ...V4, 'x-oss-signature-version': 'OSS5' }, POLICY_V4, 'InvalidArgument'],
    ['a broken credential', { ...V4, 'x-oss-credential': 'TestAccessKeyId' }, POLICY_V4, 'InvalidArgument'],
    ['a date of another day', { ...V4, 'x-oss-date': '20250302T120000Z' }, POLICY_V4, 'InvalidArgument'],
    ['a token the key has not', { ...V1, 'x-oss-security-token': 't' }, POLICY_V1, 'InvalidAccessKeyId'],
  ])('refuses %s', async (_what, fields, policy, code) => {
    await expect(find(fields, policy)).rejects.toMatchObject({ code });
  });

  it.each([
    ['x-oss-signature-version', 'x-oss-signature-version'],
    ['x-oss-credential', 'x-oss-credential'],
    ['x-oss-date', 'x-oss-date'],
    ['x-oss-signature', 'x-oss-signature'],
  ])('takes a form with anything that only V4 says for one of V4, and misses %s', async (name, missing) => {
    for (const others of [{}, V1]) {
      const fields = new Map(Object.entries({ ...V4, ...others }));
      fields.delete(name);
      await expect(find(Object.fromEntries(fields), POLICY_V4)).rejects.toMatchObject({
        code: 'MissingArgument',
        detail: { elements: { ArgumentName: missing } },
      });
    }
  });

  it.each(['OSSAccessKeyId', 'Signature'])('misses %s in a form that says nothing of V4', async (name) => {
    const fields = { ...V1, 'x-oss-date': V4['x-oss-date'], [name.toLowerCase()]: '' };
    await expect(find(fields, POLICY_V1)).rejects.toMatchObject({
      code: 'MissingArgument',
      detail: { elements: { ArgumentName: name } },
    });
  });

  it('lets a V4 signature live a week', async () => {
    await expect(find(V4, POLICY_V4, NOW + 604_800_000)).resolves.toBe(KEY);
    await expect(find(V4, POLICY_V4, NOW + 604_800_001)).rejects.toMatchObject({
      code: 'RequestTimeTooSkewed',
    });
    await expect(find(V4, POLICY_V4, NOW - 900_001)).rejects.toMatchObject({ code: 'RequestTimeTooSkewed' });
  });

  it('asks for the token of a temporary key', async () => {
    const temporary = { ...KEY, token: 't', expires: new Date(NOW) };
    await expect(find({ ...V1, 'x-oss-security-token': 't' }, POLICY_V1, NOW, temporary)).resolves.toBe(
      temporary,
    );
    await expect(find(V1, POLICY_V1, NOW, temporary)).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
    await expect(
      find({ ...V1, 'x-oss-security-token': 't' }, POLICY_V1, NOW + 1, temporary),
    ).rejects.toMatchObject({
      code: 'InvalidSecurityToken',
    });
  });
});
