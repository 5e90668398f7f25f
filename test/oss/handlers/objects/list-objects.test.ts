import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { signed } from '../../support/sign.ts';

interface Listing {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  readonly result: Record<string, unknown>;
}

async function list(world: World, query: Record<string, string>): Promise<Listing> {
  const search = new URLSearchParams(query);
  const token = query['continuation-token'];
  const resource = `/examplebucket/${token ? `?continuation-token=${token}` : ''}`;
  const response = await world.face(signed(`/examplebucket/?${search}`, { resource }));
  expect(response.status).toBe(200);
  const result = (await xml(response))['ListBucketResult'] as Record<string, unknown>;
  const names = (element: string, child: string) =>
    [result[element] ?? []].flat().map((entry) => (entry as Record<string, string>)[child]!);
  return { keys: names('Contents', 'Key'), prefixes: names('CommonPrefixes', 'Prefix'), result };
}

async function worldOf(keys: readonly string[]): Promise<World> {
  const world = createWorld();
  for (const key of keys) await world.put('examplebucket', key, key);
  return world;
}

/** All pages of a listing, one entry at a time. */
async function walk(world: World, query: Record<string, string>, version: 1 | 2): Promise<string[]> {
  const [marker, next] =
    version === 1 ? ['marker', 'NextMarker'] : ['continuation-token', 'NextContinuationToken'];
  const seen: string[] = [];
  for (let after: string | undefined, pages = 0; pages < 100; pages++) {
    const asked = { ...query, 'max-keys': '1', ...(version === 2 && { 'list-type': '2' }) };
    const { keys, prefixes, result } = await list(world, { ...asked, ...(after && { [marker]: after }) });
    seen.push(...keys, ...prefixes);
    after = result[next] as string | undefined;
    expect(result['IsTruncated']).toBe(String(after !== undefined));
    if (after === undefined) return seen;
  }
  throw new Error('The listing does not end.');
}

describe('ListObjects', () => {
  it('has what ali-oss reads of the first version, an owner above all', async () => {
    const { result } = await list(await worldOf(['a.jpg']), { prefix: 'a', 'encoding-type': 'url' });
    expect(result).toMatchObject({
      Name: 'examplebucket',
      Prefix: 'a',
      Marker: '',
      MaxKeys: '100',
      EncodingType: 'url',
      IsTruncated: 'false',
      Contents: {
        Key: 'a.jpg',
        LastModified: '2025-03-01T12:00:00.000Z',
        Type: 'Normal',
        Size: '5',
        StorageClass: 'Standard',
        Owner: { ID: '1', DisplayName: '1' },
      },
    });
  });

  it('counts, and names owners when asked, in the second', async () => {
    const world = await worldOf(['a', 'd/b', 'd/c']);
    const { result, prefixes } = await list(world, { 'list-type': '2', delimiter: '/' });
    expect(result).toMatchObject({ KeyCount: '2', StartAfter: '', Contents: { Key: 'a' } });
    expect(result['Contents']).not.toHaveProperty('Owner');
    expect(prefixes).toEqual(['d/']);
    const owned = await list(world, { 'list-type': '2', 'fetch-owner': 'true', 'start-after': 'd/b' });
    expect(owned.result['Contents']).toMatchObject({ Key: 'd/c', Owner: { ID: '1' } });
  });

  it.each([1, 2] as const)(
    'gives every name once over its pages, folders too (version %i)',
    async (version) => {
      const name = fc.stringMatching(/^[ab/é𝒳]{1,5}$/u).filter((key) => !key.startsWith('/'));
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), async (keys) => {
          const world = await worldOf(keys);
          expect((await walk(world, {}, version)).toSorted()).toEqual(keys.toSorted());
          const folded = new Set(
            keys.map((key) => (key.includes('/') ? key.slice(0, key.indexOf('/') + 1) : key)),
          );
          expect((await walk(world, { delimiter: '/' }, version)).toSorted()).toEqual([...folded].toSorted());
          const below = new Set(
            keys
              .filter((key) => key.startsWith('a/'))
              .map((key) => (key.includes('/', 2) ? key.slice(0, key.indexOf('/', 2) + 1) : key)),
          );
          const folder = { prefix: 'a/', delimiter: '/' };
          expect((await walk(world, folder, version)).toSorted()).toEqual([...below].toSorted());
        }),
        { numRuns: 100 },
      );
    },
  );

  it.each(['1', '1000'])('takes max-keys=%s', async (count) => {
    const response = await (
      await worldOf([])
    ).face(signed(`/examplebucket/?max-keys=${count}`, { resource: '/examplebucket/' }));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`<MaxKeys>${count}</MaxKeys>`);
  });

  it.each(['0', '1001', '-1', 'many'])('refuses max-keys=%s', async (count) => {
    const response = (await worldOf([])).face(
      signed(`/examplebucket/?max-keys=${count}`, { resource: '/examplebucket/' }),
    );
    expect(await refusal(response)).toEqual([400, 'InvalidArgument']);
  });

  it('refuses a token that is none', async () => {
    const resource = '/examplebucket/?continuation-token=%';
    const response = (await worldOf([])).face(
      signed('/examplebucket/?list-type=2&continuation-token=%25', { resource }),
    );
    expect(await refusal(response)).toEqual([400, 'InvalidArgument']);
  });
});
