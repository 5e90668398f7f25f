import { describe, expect, it } from 'vitest';
import {
  type Addressing,
  candidates,
  readHost,
  readPath,
} from '../../../../src/oss/request/address/candidates.ts';

const BUCKETS = ['examplebucket', 'privatebucket'];
const addressing: Addressing = {
  suffixes: ['oss.example.com'],
  hosts: new Map([['img.example.com', 'privatebucket']]),
  fallback: 'examplebucket',
  isBucket: (name) => BUCKETS.includes(name),
};

const read = (host: string, path: string) =>
  candidates(readHost(host), readPath(path), addressing)
    .filter(({ known }) => known)
    .map(({ shape, bucket, key, resource }) => [shape, bucket, key, resource]);

describe('the first reading of a request', () => {
  it.each([
    ['examplebucket.oss-cn-hangzhou.aliyuncs.com', '/a.jpg', 'virtual', 'examplebucket', 'a.jpg'],
    ['examplebucket.oss.aliyuncs.com', '/a.jpg', 'virtual', 'examplebucket', 'a.jpg'],
    ['ExampleBucket.localhost:8787', '/a.jpg', 'virtual', 'examplebucket', 'a.jpg'],
    ['privatebucket.oss.example.com', '/a.jpg', 'virtual', 'privatebucket', 'a.jpg'],
    ['127.0.0.1:8787', '/privatebucket/a/b.jpg', 'path', 'privatebucket', 'a/b.jpg'],
    ['127.0.0.1:8787', '/privatebucket', 'path', 'privatebucket', ''],
    ['127.0.0.1:8787', '/privatebucket/', 'path', 'privatebucket', ''],
    ['127.0.0.1:8787', '/privatebucket%2Fa%2Fb.jpg', 'path', 'privatebucket', 'a/b.jpg'],
    ['img.example.com', '/a/b.jpg', 'mapped', 'privatebucket', 'a/b.jpg'],
    ['localhost:8787', '/a/b.jpg', 'mapped', 'examplebucket', 'a/b.jpg'],
    ['[::1]:8787', '/a.jpg', 'mapped', 'examplebucket', 'a.jpg'],
  ])('%s %s is %s', (host, path, shape, bucket, key) => {
    expect(read(host, path)[0]).toEqual([shape, bucket, key, `/${bucket}/${key}`]);
  });

  it('offers the signature every other reading, the one without a bucket too', () => {
    expect(read('examplebucket.localhost', '/privatebucket/k')).toEqual([
      ['virtual', 'examplebucket', 'privatebucket/k', '/examplebucket/privatebucket/k'],
      ['path', 'privatebucket', 'k', '/privatebucket/k'],
      ['mapped', 'examplebucket', 'privatebucket/k', '/examplebucket/privatebucket/k'],
      ['hidden', 'examplebucket', 'privatebucket/k', '/privatebucket/k'],
    ]);
  });

  it('serves a custom domain from its own bucket only, whatever its paths look like', () => {
    expect(read('img.example.com', '/examplebucket/evil.html')).toEqual([
      ['mapped', 'privatebucket', 'examplebucket/evil.html', '/privatebucket/examplebucket/evil.html'],
      ['hidden', 'privatebucket', 'examplebucket/evil.html', '/examplebucket/evil.html'],
    ]);
  });

  it.each([
    ['127.0.0.1', '/'],
    ['127.0.0.1', '///'],
    ['.oss-cn-hangzhou.aliyuncs.com', '/'],
  ])('%s %s may ask for the service itself', (host, path) => {
    const all = host.startsWith('.')
      ? candidates(host, readPath(path), addressing).map(({ shape }) => shape)
      : read(host, path).map(([shape]) => shape);
    expect(all).toContain('service');
  });

  it.each([
    ['127.0.0.1', ['k', ...BUCKETS]],
    ['nowhere.localhost', ['nowhere', 'k']],
    ['img.example.com', ['privatebucket', 'privatebucket']],
  ])('at %s offers buckets that nothing names to signatures only: last, or not at all', (host, expected) => {
    const all = candidates(host, 'k', { ...addressing, fallback: undefined, unnamed: BUCKETS });
    expect(all.map(({ bucket }) => bucket)).toEqual(expected);
  });

  it('keeps readings with an unknown bucket last, so that a signature for it can be recognised', () => {
    const all = candidates('127.0.0.1', 'nowhere/k', addressing);
    expect(all.map(({ bucket, known }) => [bucket, known])).toEqual([
      ['examplebucket', true],
      ['examplebucket', true],
      ['nowhere', false],
    ]);
  });
});

describe('paths', () => {
  it.each([
    ['/a+b%2Bc', 'a b+c'],
    ['/dir%2Fexample%20%E5%9B%BE.jpg', 'dir/example 图.jpg'],
    ["/!'()*%21%27%28%29%2A", "!'()*!'()*"],
    ['/a%3Fb%21c', 'a?b!c'],
    ['/a//b', 'a//b'],
  ])('%s is %s', (path, key) => expect(readPath(path)).toBe(key));

  it.each(['/%', '/%zz', '/%ff%fe', '/%c0%ae'])('%s is refused', (path) => {
    expect(() => readPath(path)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  });
});

describe('hosts', () => {
  it.each(['a.example, b.example', 'a b', 'a/b', 'a@b', '', 'a:b'])('"%s" is refused', (host) => {
    expect(() => readHost(host)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  });
});
