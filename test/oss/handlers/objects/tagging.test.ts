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

  it('of several writers at once are those of one of them, and nobody is refused', async () => {
    await send('a.jpg', { method: 'PUT', body: 'hello' });
    // No two writes at the same time.
    let time = world.clock.time;
    Object.defineProperty(world.clock, 'time', { get: () => (time += 1) });
    const writers = Array.from({ length: 20 }, (_, at) => {
      const what =
        at % 4 === 0 ? { headers: { 'x-oss-object-acl': 'private' } } : { body: set(['writer', `${at}`]) };
      return send(at % 4 === 0 ? 'a.jpg?acl' : 'a.jpg?tagging', { method: 'PUT', ...what });
    });
    const answers = await Promise.all(writers);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await tagsOf('a.jpg')).toMatchObject({ Tag: { Key: 'writer' } });
    expect(await (await send('a.jpg?acl')).text()).toContain('<Grant>private</Grant>');
    expect(await (await send('a.jpg')).text()).toBe('hello');
  });
});
