import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

let world: World;
beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'public-read', protect: ['png'] }] });
  await world.put('examplebucket', 'dir/图.jpg', 'hello', { headers: { contentType: 'image/jpeg' } });
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/${path}`, options));
const visit = (path: string) => world.face(anonymous(`/examplebucket/${path}`));
const link = (key: string, target: string, headers: Record<string, string> = {}) =>
  send(`${key}?symlink`, {
    method: 'PUT',
    headers: { 'x-oss-symlink-target': encodeURIComponent(target), ...headers },
  });

describe('a symbolic link', () => {
  it.each([
    ['HEAD', '', {}, '5'],
    ['GET', '', {}, '5'],
    ['GET', '', { range: 'bytes=1-2' }, '2'],
    ['GET', '', { 'if-none-match': '"other"' }, '5'],
    ['GET', '?x-oss-process=image/resize,w_1', {}, undefined],
  ] as const)(
    'is read with metadata of its own and no other: %s %s %o',
    async (method, query, headers, length) => {
      await world.put('examplebucket', 'dir/图.jpg', 'hello', { meta: { author: 'eve', place: 'there' } });
      await link('a.jpg', 'dir/图.jpg', { 'x-oss-meta-author': 'bob', 'x-oss-meta-year': '2025' });
      const answer = await send(`a.jpg${query}`, { method, headers });
      const meta = [...answer.headers].filter(([name]) => name.startsWith('x-oss-meta-'));
      expect(meta).toEqual([
        ['x-oss-meta-author', 'bob'],
        ['x-oss-meta-year', '2025'],
      ]);
      if (length !== undefined) expect(answer.headers.get('content-length')).toBe(length);
    },
  );

  it('is read as what it stands for, whole, in part and made into pictures', async () => {
    expect((await link('a.jpg', 'dir/图.jpg')).status).toBe(200);
    const whole = await visit('a.jpg');
    expect([whole.headers.get('content-type'), await whole.text()]).toEqual(['image/jpeg', 'hello']);
    expect(whole.headers.get('x-oss-object-type')).toBe('Symlink');
    expect((await visit('dir/图.jpg')).headers.get('x-oss-object-type')).toBe('Normal');
    const part = await send('a.jpg', { headers: { range: 'bytes=1-2' } });
    expect(await part.text()).toBe('el');
    const picture = await visit('a.jpg?x-oss-process=image/resize,w_1');
    expect(await picture.text()).toBe('dir/图.jpg: image/resize,w_1');
  });

  it('tells its target and metadata', async () => {
    await link('a.jpg', 'dir/图.jpg', { 'x-oss-meta-author': 'bob', 'content-type': 'text/plain' });
    const answer = await send('a.jpg?symlink');
    expect(answer.headers.get('x-oss-meta-author')).toBe('bob');
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('x-oss-symlink-target')).toBe('dir%2F%E5%9B%BE.jpg');
    expect(await refusal(send('dir/%E5%9B%BE.jpg?symlink'))).toEqual([400, 'NotSymlink']);
    expect((await refusal(send('none?symlink')))[1]).toBe('NoSuchKey');
  });

  it('shows nobody what they could not see without it', async () => {
    await world.put('examplebucket', 'secret.jpg', 'x', { acl: 'private' });
    await world.put('examplebucket', 'b.png', 'x');
    await link('a.jpg', 'secret.jpg');
    await link('b.jpg', 'b.png');
    expect((await refusal(visit('a.jpg')))[1]).toBe('AccessDenied');
    expect((await refusal(visit('b.jpg')))[1]).toBe('AccessDenied');
    expect(await (await send('a.jpg')).text()).toBe('x');
  });

  it('is deleted alone, and its target may be missing', async () => {
    await link('a.jpg', 'none.jpg');
    expect(await refusal(send('a.jpg'))).toEqual([404, 'SymlinkTargetNotExist']);
    await link('b.jpg', 'a.jpg');
    expect(await refusal(send('b.jpg'))).toEqual([400, 'InvalidTargetType']);
    expect((await link('d.jpg', 'd.jpg')).status).toBe(200);
    expect(await refusal(send('d.jpg'))).toEqual([400, 'InvalidTargetType']);
    await link('c.jpg', 'dir/图.jpg');
    await send('c.jpg', { method: 'DELETE' });
    expect((await visit('dir/%E5%9B%BE.jpg')).status).toBe(200);
  });

  it.each([
    ['a.jpg', '/b', {}, 'InvalidObjectName'],
    ['a.jpg', 'b', { 'x-oss-symlink-target': '%zz' }, 'InvalidArgument'],
    ['dir/%E5%9B%BE.jpg', 'b', { 'x-oss-forbid-overwrite': 'true' }, 'FileAlreadyExists'],
  ])('%s to %s with %o is refused', async (key, target, headers, code) => {
    expect((await refusal(link(key, target, headers)))[1]).toBe(code);
  });
});
