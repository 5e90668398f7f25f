/**
 * Requests that SDKs signed with a frozen clock, each with twins in which one thing is changed. The vectors are the wire
 * reference's (section 3.6); `from` says which SDK made each.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { address } from '../../../../src/oss/request/address/addressed.ts';
import { authenticate } from '../../../../src/oss/request/auth/authenticate.ts';
import { OssError } from '../../../../src/oss/protocol/error/oss-error.ts';
import type { AccessKey } from '../../../../src/oss/ports.ts';
import { KEY, NOW } from '../../support/memory.ts';

interface Vector {
  readonly id: string;
  readonly from: string;
  readonly scheme: 'v1h' | 'v1q' | 'v4h' | 'v4q';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization?: string;
  readonly stringToSign?: string;
  readonly canonicalRequest?: string;
}

const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Vector[];
const addressing = {
  suffixes: [],
  hosts: new Map<string, string>(),
  fallback: undefined,
  isBucket: (name: string) => name === 'examplebucket',
};

/** The bucket and key a vector is accepted for. */
async function check(vector: Vector, key: AccessKey = keyOf(vector), now = NOW): Promise<string> {
  const { method, url, headers, authorization } = vector;
  const sent = { ...headers, ...(authorization === undefined ? {} : { authorization }) };
  const request = new Request(url, { method, headers: sent });
  const { query, writtenHost, candidates } = await address(request, 'request', addressing, async () => false);
  const signable = { method, headers: request.headers, query, host: writtenHost };
  const keys = { find: (id: string) => (id === key.id ? key : undefined) };
  const { candidate, caller } = await authenticate(signable, candidates, keys, now);
  expect(caller).toBe(key);
  return `${candidate.bucket}/${candidate.key}`;
}

async function refusal(...args: Parameters<typeof check>): Promise<OssError> {
  const accepted = await check(...args).catch((error: unknown) => error);
  if (accepted instanceof OssError) return accepted;
  throw new Error(`Not refused: ${String(accepted)}`);
}

function keyOf({ headers, url }: Vector): AccessKey {
  const temporary = headers['x-oss-security-token'] !== undefined || url.includes('security-token=');
  return temporary ? { ...KEY, token: 'StsTokenExample' } : KEY;
}

/** The vector with one replacement somewhere in it, or undefined when there is nothing to replace. */
function replaced(vector: Vector, from: string | RegExp, to: string): Vector | undefined {
  const text = JSON.stringify({ ...vector, stringToSign: undefined, canonicalRequest: undefined });
  const changed = text.replace(from, to);
  return changed === text ? undefined : (JSON.parse(changed) as Vector);
}

const named = (list: readonly Vector[]) => list.map((vector) => [vector.id, vector] as const);
const having = (...change: [string | RegExp, string]) =>
  vectors.flatMap((vector) => {
    const twin = replaced(vector, ...change);
    return twin ? [[vector.id, twin] as const] : [];
  });

it('has all vectors of the reference', () => {
  expect(vectors).toHaveLength(33);
  expect(new Set(vectors.map(({ scheme }) => scheme)).size).toBe(4);
});

describe('a request as an SDK signed it', () => {
  it.each(named(vectors))('%s is accepted', async (_, vector) => {
    const decoded = decodeURIComponent(new URL(vector.url).pathname).replace(/^\/(examplebucket\/)?/, '');
    expect(await check(vector)).toBe(`examplebucket/${decoded}`);
  });

  it.each(named(vectors))('%s is accepted in path style, unless its host is signed', async (_id, vector) => {
    const url = vector.url.replace(/^http:\/\/examplebucket[^/]*\//, 'http://127.0.0.1:8787/examplebucket/');
    const { host: _host, ...headers } = vector.headers;
    const moved = { ...vector, url, headers };
    if (vector.url.includes('additional-headers=host')) {
      expect((await refusal(moved)).code).toBe('SignatureDoesNotMatch');
    } else {
      expect(await check(moved)).toBe(await check(vector));
    }
  });

  it.each(named(vectors.filter(({ stringToSign }) => stringToSign !== undefined)))(
    '%s explains a wrong signature with the text the SDK signed',
    async (_, vector) => {
      const { detail } = await refusal(vector, { ...keyOf(vector), secret: 'TestAccessKeySecreu' });
      expect(detail.elements?.['StringToSign']).toBe(vector.stringToSign);
      expect(detail.elements?.['StringToSignBytes']).toBe(
        Buffer.from(vector.stringToSign ?? '')
          .toString('hex')
          .toUpperCase()
          .replace(/..(?=.)/g, '$& '),
      );
      if (vector.canonicalRequest !== undefined) {
        expect(detail.elements?.['CanonicalRequest']).toBe(vector.canonicalRequest);
      }
      expect(JSON.stringify(detail)).not.toContain('TestAccessKeySecre');
    },
  );
});

describe('a twin with one thing changed is refused', () => {
  const mismatches: [string, (readonly [string, Vector])[]][] = [
    ['the method', vectors.map((vector) => [vector.id, { ...vector, method: 'DELETE' }])],
    [
      'the path',
      vectors.map((vector) => {
        const url = new URL(vector.url);
        url.pathname = url.pathname.replace(/.?$/, 'x');
        return [vector.id, { ...vector, url: url.href }];
      }),
    ],
    ['the process', [...having('w_100', 'w_200'), ...having('style%2Fsmall', 'style%2Fsmalm')]],
    ['the name of a style', having('styleName=small', 'styleName=smalm')],
    ['Content-Type', having('"content-type":"image/jpeg"', '"content-type":"image/jpef"')],
    ['Content-MD5', having('"content-md5":"X', '"content-md5":"Y')],
    ['metadata', having('"x-oss-meta-author":"bob"', '"x-oss-meta-author":"bot"')],
    ['the security token', having(/StsTokenExample/, 'StsTokenExamplf')],
    ['an additional header', having('bytes=0-9', 'bytes=0-8')],
    [
      'the date',
      [
        ...having('20250301T120000Z', '20250301T120001Z'),
        ...having('12:00:00 GMT', '12:00:01 GMT').filter(([id]) => /^[AB]/.test(id)),
      ],
    ],
    [
      'Expires',
      [
        ...having('Expires=1740834000', 'Expires=1740834001'),
        ...having('x-oss-expires=3', 'x-oss-expires=4'),
      ],
    ],
    ['a response header', having('image%2Fpng', 'image%2Fpnf')],
    ['the signature', [...having(/(OSS TestAccessKeyId:|Signature=|signature=)(?!aa|OSS)../, '$1aa')]],
    ['the region', having('cn-hangzhou/oss', 'cn-hangzhov/oss')],
    [
      'a header that appears',
      vectors.map((vector) => [
        vector.id,
        { ...vector, headers: { ...vector.headers, 'x-oss-process': 'image/info' } },
      ]),
    ],
    [
      'a parameter that appears',
      vectors.map((vector) => [
        vector.id,
        { ...vector, url: `${vector.url}${vector.url.includes('?') ? '&' : '?'}x-oss-process=image/info` },
      ]),
    ],
  ];

  for (const [what, twins] of mismatches) {
    it.each(twins)(`${what}: %s`, async (_, twin) => {
      expect(twins.length).toBeGreaterThan(0);
      expect((await refusal(twin, keyOf(vectors.find(({ id }) => id === twin.id) as Vector))).code).toBe(
        'SignatureDoesNotMatch',
      );
    });
  }

  it('changes something in every vector', () => {
    const changed = new Set(mismatches.flatMap(([, twins]) => twins.map(([id]) => id)));
    expect(changed.size).toBe(vectors.length);
  });

  it.each(having('TestAccessKeyId', 'TestAccessKeyIe'))('the key: %s', async (_, twin) => {
    const { code, detail } = await refusal(twin);
    expect([code, detail.ec]).toEqual(['InvalidAccessKeyId', '0002-00000902']);
  });

  it.each(named(vectors))('its age: %s', async (_, vector) => {
    const hour = 3_600_000;
    const { code, message, detail } = await refusal(vector, keyOf(vector), NOW + hour + 1000);
    if (vector.scheme.endsWith('h')) {
      expect(code).toBe('RequestTimeTooSkewed');
      expect(detail.elements).toEqual({
        MaxAllowedSkewMilliseconds: '900000',
        RequestTime: '2025-03-01T12:00:00.000Z',
        ServerTime: '2025-03-01T13:00:01.000Z',
      });
    } else {
      expect([code, message]).toEqual(['AccessDenied', 'Request has expired.']);
    }
  });
});

it.each(named(vectors.filter(({ headers }) => headers['x-oss-date'] !== undefined)))(
  '%s does not mind a Date header beside x-oss-date',
  async (_, vector) => {
    const headers = { ...vector.headers, date: 'Sat, 01 Mar 2025 11:59:00 GMT' };
    expect(await check({ ...vector, headers })).toBe(await check(vector));
  },
);
