import { beforeEach, describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

let world: World;
beforeEach(() => {
  world = createWorld({ buckets: [{ acl: 'public-read' }] });
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/${path}`, options));
const tagsOf = async (key: string) =>
  ((await xml(await send(`${key}?tagging`)))['Tagging'] as { TagSet: unknown }).TagSet;
const set = (...tags: [string, string][]) =>
  `<Tagging><TagSet>${tags.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('')}</TagSet></Tagging>`;
const TAGGED = { 'x-oss-tagging': 'a=1&b%2Fc=%E5%9B%BE' };
const BOTH = {
  Tag: [
    { Key: 'a', Value: '1' },
    { Key: 'b/c', Value: '图' },
  ],
};

describe('tags', () => {
  it('come in the header of an upload, and are counted', async () => {
    await send('a.jpg', { method: 'PUT', body: 'hello', headers: TAGGED });
    expect(await tagsOf('a.jpg')).toEqual(BOTH);
    expect((await send('a.jpg', { method: 'HEAD' })).headers.get('x-oss-tagging-count')).toBe('2');
  });

  it('are written, read and dropped, and nothing else changes', async () => {
    await send('a.jpg', { method: 'PUT', body: 'hello', headers: { 'x-oss-meta-author': 'bob' } });
    expect(await tagsOf('a.jpg')).toBe('');
    expect((await send('a.jpg?tagging', { method: 'PUT', body: set(['x', 'y']) })).status).toBe(200);
    expect(await tagsOf('a.jpg')).toEqual({ Tag: { Key: 'x', Value: 'y' } });
    expect((await send('a.jpg')).headers.get('x-oss-meta-author')).toBe('bob');
    expect((await send('a.jpg?tagging', { method: 'DELETE' })).status).toBe(204);
    expect(await tagsOf('a.jpg')).toBe('');
  });

  it.each([
    [{}, BOTH],
    [{ 'x-oss-tagging': 'z=9' }, BOTH],
    [{ 'x-oss-tagging': 'z=9', 'x-oss-tagging-directive': 'Replace' }, { Tag: { Key: 'z', Value: '9' } }],
  ])('go with a copy, with %o', async (headers, expected) => {
    await send('a.jpg', { method: 'PUT', body: 'hello', headers: TAGGED });
    const copy = { 'x-oss-copy-source': '/examplebucket/a.jpg', ...headers };
    await send('b.jpg', { method: 'PUT', headers: copy });
    expect(await tagsOf('b.jpg')).toEqual(expected);
  });

  it('go with an upload in parts', async () => {
    const begun = await xml(await send('a.jpg?uploads', { method: 'POST', headers: TAGGED }));
    const { UploadId } = begun['InitiateMultipartUploadResult'] as { UploadId: string };
    const body = '<CompleteMultipartUpload></CompleteMultipartUpload>';
    await send(`a.jpg?uploadId=${UploadId}`, { method: 'POST', body });
    expect(await tagsOf('a.jpg')).toEqual(BOTH);
  });

  it.each([
    ['eleven', set(...Array.from({ length: 11 }, (_, at): [string, string] => [`k${at}`, '']))],
    ['a name twice', set(['a', '1'], ['a', '2'])],
    ['a long name', set(['a'.repeat(129), ''])],
    ['a long value', set(['a', 'b'.repeat(257)])],
    ['no name', set(['', 'b'])],
    ['a forbidden character', set(['a!', 'b'])],
  ])('are refused: %s', async (_what, body) => {
    await send('a.jpg', { method: 'PUT', body: 'hello' });
    expect(await refusal(send('a.jpg?tagging', { method: 'PUT', body }))).toEqual([400, 'InvalidTag']);
    expect(await tagsOf('a.jpg')).toBe('');
  });

  it('need an object, and a key to write them', async () => {
    const body = set(['a', 'b']);
    expect((await refusal(send('none.jpg?tagging')))[1]).toBe('NoSuchKey');
    expect((await refusal(send('none.jpg?tagging', { method: 'PUT', body })))[1]).toBe('NoSuchKey');
    const stranger = world.face(anonymous('/examplebucket/none.jpg?tagging', { method: 'PUT', body }));
    expect((await refusal(stranger))[1]).toBe('AccessDenied');
  });
});

/** What a header says about a new object, call by call: told by a later answer, or refused with a code. */
describe('headers of writes', () => {
  type Write = (headers: Record<string, string>) => Promise<Response>;
  const WRITES: Record<string, Write> = {
    PutObject: (headers) => send('new.jpg', { method: 'PUT', body: 'hello', headers }),
    CopyObject: async (headers) => {
      await world.put('examplebucket', 'old.jpg', 'hello');
      return send('new.jpg', {
        method: 'PUT',
        headers: { ...headers, 'x-oss-copy-source': '/examplebucket/old.jpg' },
      });
    },
    'an upload in parts': async (headers) => {
      const begun = await send('new.jpg?uploads', { method: 'POST', headers });
      if (!begun.ok) return begun;
      const { UploadId } = (await xml(begun))['InitiateMultipartUploadResult'] as { UploadId: string };
      const body = '<CompleteMultipartUpload></CompleteMultipartUpload>';
      return send(`new.jpg?uploadId=${UploadId}`, { method: 'POST', body });
    },
  };
  const told = async (header: string) => (await send('new.jpg', { method: 'HEAD' })).headers.get(header);
  const rows = Object.entries(WRITES).map(([name, write]) => ({ name, write }));

  it.each(rows)('$name keeps ACL and storage class', async ({ write }) => {
    await write({ 'x-oss-object-acl': 'private', 'x-oss-storage-class': 'IA' });
    expect(await told('x-oss-storage-class')).toBe('IA');
    expect(await (await send('new.jpg?acl')).text()).toContain('<Grant>private</Grant>');
  });

  it.each(rows)('$name takes AES256, with which everything is kept', async ({ write }) => {
    expect((await write({ 'x-oss-server-side-encryption': 'AES256' })).status).toBe(200);
  });

  it.each(rows)('$name does not overwrite when that is forbidden', async ({ write }) => {
    await world.put('examplebucket', 'new.jpg', 'before');
    const answer = await write({ 'x-oss-forbid-overwrite': 'true' });
    expect(await refusal(answer)).toEqual([409, 'FileAlreadyExists']);
    expect(await (await send('new.jpg')).text()).toBe('before');
  });

  const REFUSED: [string, string, number, string][] = [
    ['x-oss-callback', 'e30=', 501, 'NotImplemented'],
    ['x-oss-server-side-encryption', 'KMS', 501, 'NotImplemented'],
    ['x-oss-server-side-encryption', 'ROT13', 400, 'InvalidEncryptionAlgorithmError'],
    ['x-oss-storage-class', 'Cold', 400, 'InvalidStorageClass'],
    ['x-oss-object-acl', 'everybody', 400, 'InvalidArgument'],
    ['x-oss-tagging', 'a!=1', 400, 'InvalidTag'],
  ];
  it.each(rows.flatMap((row) => REFUSED.map((refused) => ({ ...row, refused }))))(
    '$name with $refused is refused, and nothing is written',
    async ({ write, refused: [header, value, status, code] }) => {
      expect((await refusal(await write({ [header]: value }))).slice(0, 2)).toEqual([status, code]);
      expect((await send('new.jpg')).status).toBe(404);
    },
  );
});
