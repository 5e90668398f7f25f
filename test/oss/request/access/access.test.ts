import { describe, expect, it } from 'vitest';
import type { BucketAcl, ObjectAcl, Permission } from '../../../../src/oss/ports.ts';
import { refusal } from '../../support/answer.ts';
import { createWorld, KEY } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const PATH = '/examplebucket/photo.jpg';

async function world(acl: BucketAcl, objectAcl?: ObjectAcl) {
  const made = createWorld({ buckets: [{ acl }] });
  await made.put('examplebucket', 'photo.jpg', 'photo', { acl: objectAcl });
  await made.put('examplebucket', '.fonts/house.ttf', 'font', { acl: 'public-read' });
  return made;
}

describe('what anyone may read', () => {
  it.each<[BucketAcl, ObjectAcl | undefined, number]>([
    ['private', undefined, 403],
    ['private', 'default', 403],
    ['private', 'public-read', 200],
    ['private', 'public-read-write', 200],
    ['public-read', undefined, 200],
    ['public-read', 'default', 200],
    ['public-read', 'private', 403],
    ['authenticated-read', undefined, 403],
    ['authenticated-read', 'public-read', 200],
    ['public-read-write', undefined, 200],
    ['public-read-write', 'private', 403],
  ])('a %s bucket and a %s object: %d', async (acl, objectAcl, status) => {
    const { face } = await world(acl, objectAcl);
    for (const suffix of ['', '?x-oss-process=image/info']) {
      expect((await face(anonymous(PATH + suffix))).status).toBe(status);
      expect((await face(anonymous(PATH + suffix, { method: 'HEAD' }))).status).toBe(status);
    }
    expect((await face(anonymous(`${PATH}?objectMeta`, { method: 'HEAD' }))).status).toBe(status);
  });

  it('is never below a closed prefix, and signed callers reach it', async () => {
    const { face } = await world('public-read-write');
    const path = '/examplebucket/.fonts/house.ttf';
    expect(await refusal(face(anonymous(path)))).toEqual([403, 'AccessDenied', '0003-00000001']);
    expect((await face(signed(path))).status).toBe(200);
  });

  it('answers alike for what is there and what is not, in a private bucket', async () => {
    const { face, style } = await world('private');
    style('thumb', 'image/resize,w_1');
    const bodies = new Set<string>();
    const paths = ['photo.jpg', 'nothing.jpg', 'photo.jpg!thumb', 'nothing.jpg!nostyle'];
    const processes = [
      '',
      '?x-oss-process=image/slim',
      '?x-oss-process=style/nostyle',
      '?x-oss-process=',
      '?append',
    ];
    for (const path of paths) {
      for (const process of processes) {
        const response = await face(anonymous(`/examplebucket/${path}${process}`));
        const text = await response.text();
        bodies.add(`${response.status} ${text.replace(/<RequestId>\w+/, '')}`);
      }
    }
    expect([...bodies]).toHaveLength(1);
  });
});

describe('what anyone may do to a bucket', () => {
  it.each([
    'GET ?bucketInfo',
    'GET ?acl',
    'GET ?location',
    'GET ?style',
    'PUT ?style&styleName=a',
    'PUT ',
    'PUT ?img',
  ])('%s is nothing, even where all may write', async (line) => {
    const [method, query] = line.split(' ') as [string, string];
    const { face } = await world('public-read-write');
    const response = face(anonymous(`/examplebucket/${query}`, { method }));
    expect(await refusal(response)).toEqual([403, 'AccessDenied', '0003-00000002']);
  });

  it('is nothing to the service itself', async () => {
    const { face } = await world('public-read');
    expect(await refusal(face(anonymous('/')))).toEqual([403, 'AccessDenied', '0003-00000002']);
  });
});

describe('what a key may do', () => {
  const ask = (line: string, permissions: Permission[], buckets?: string[]) => {
    const [method, path] = line.split(' ') as [string, string];
    const { face } = createWorld({ keys: [{ ...KEY, permissions, buckets }] });
    return face(signed(path, { method }));
  };

  it.each<[string, Permission]>([
    ['GET /examplebucket/photo.jpg', 'read'],
    ['GET /examplebucket/?bucketInfo', 'read'],
    ['GET /examplebucket/photo.jpg?acl', 'read'],
    ['PUT /examplebucket/', 'write'],
    ['GET /examplebucket/?style', 'styles'],
    ['DELETE /examplebucket/?style&styleName=a', 'styles'],
    ['GET /examplebucket/?processConfiguration', 'styles'],
    ['GET /examplebucket/?img', 'styles'],
  ])('%s needs %s', async (line, needed) => {
    const others = (['read', 'write', 'styles'] as const).filter((permission) => permission !== needed);
    expect(await refusal(ask(line, others))).toEqual([403, 'AccessDenied']);
    expect(await refusal(ask(line, [needed], ['otherbucket']))).toEqual([403, 'AccessDenied']);
    expect((await ask(line, [needed], ['examplebucket'])).status).not.toBe(403);
  });
});
