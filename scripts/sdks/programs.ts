/** The programs that every SDK runs, in JavaScript: those of the vendor's documentation, each with something to look at. */
import assert from 'node:assert/strict';
import { LOCAL_BUCKET } from '../lib/place.ts';

/** What the JavaScript SDKs have in common; what only one of them has may be missing. */
export interface Client {
  put(key: string, file: Buffer, options?: object): Promise<{ res: Answer }>;
  get(key: string, options?: object): Promise<{ content: Buffer; res: Answer }>;
  head(key: string): Promise<{ res: Answer; meta: Record<string, string> | null }>;
  delete(key: string): Promise<unknown>;
  list(query: object, options?: object): Promise<{ objects: { name: string }[]; isTruncated: boolean }>;
  copy(key: string, source: string, options?: object): Promise<unknown>;
  append(key: string, file: Buffer, options?: object): Promise<{ nextAppendPosition: string | number }>;
  signatureUrl(key: string, options: SignedUrl): string | Promise<string>;
  processObjectSave(key: string, target: string, chain: string, bucket?: string): Promise<unknown>;
  putObjectTagging(key: string, tags: Record<string, string>): Promise<unknown>;
  getObjectTagging(key: string): Promise<{ tag: Record<string, string> }>;
  putSymlink(key: string, target: string, options: object): Promise<unknown>;
  putACL(key: string, acl: string): Promise<unknown>;
  getACL(key: string): Promise<{ acl: string }>;
  multipartUpload?(key: string, file: Buffer, options: object): Promise<unknown>;
  putBucket?(name: string): Promise<unknown>;
  deleteBucket?(name: string): Promise<unknown>;
}

/** What a signed address grants: one chain, for so many seconds. */
export interface SignedUrl {
  readonly expires: number;
  readonly process: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What a program needs besides its client. */
export interface Ground {
  readonly client: Client;
  /** What the program's own keys begin with. */
  readonly prefix: string;
}

/** Rejects when something is not as the documentation says; `SKIPPED` where the SDK has no such call. */
export type Program = (ground: Ground) => Promise<typeof SKIPPED | void>;

export const SKIPPED = Symbol('the SDK has no such call');
/** A sample of the local service, 1280 pixels wide. */
const PICTURE = 'landscape.jpg';
const MEGABYTE = 1024 * 1024;

/** In the order of the table. Programs in other languages have the same names. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  async 'put, get, head, delete'({ client, prefix }) {
    const key = `${prefix}dir/图 1+2.txt`;
    await client.put(key, Buffer.from('hello'), {
      meta: { author: 'bob' },
      headers: { 'Content-Type': 'text/plain' },
    });
    const { content, res } = await client.get(key);
    assert.equal(String(content), 'hello');
    assert.equal(res.headers['content-type'], 'text/plain');
    assert.deepEqual((await client.head(key)).meta, { author: 'bob' });
    await client.delete(key);
    await assert.rejects(client.get(key), { status: 404, code: 'NoSuchKey' });
  },
  async 'list in pages'({ client, prefix }) {
    for (const name of ['a', 'b', 'c']) await client.put(prefix + name, Buffer.from(name));
    const page = await client.list({ prefix, 'max-keys': 2 });
    assert.deepEqual(
      page.objects.map(({ name }) => name),
      [`${prefix}a`, `${prefix}b`],
    );
    const rest = await client.list({ prefix, 'max-keys': 2, marker: `${prefix}b` });
    assert.deepEqual([rest.objects.map(({ name }) => name), rest.isTruncated], [[`${prefix}c`], false]);
  },
  async copy({ client, prefix }) {
    await client.put(`${prefix}a`, Buffer.from('hello'));
    await client.copy(`${prefix}b`, `${prefix}a`);
    assert.equal(String((await client.get(`${prefix}b`)).content), 'hello');
  },
  async 'upload in parts'({ client, prefix }) {
    if (client.multipartUpload === undefined) return SKIPPED;
    const whole = Buffer.alloc(2.5 * MEGABYTE, 'part');
    await client.multipartUpload(`${prefix}a`, whole, { partSize: MEGABYTE });
    assert.ok(whole.equals((await client.get(`${prefix}a`)).content));
  },
  async append({ client, prefix }) {
    const { nextAppendPosition } = await client.append(`${prefix}a`, Buffer.from('hello '));
    await client.append(`${prefix}a`, Buffer.from('world'), { position: String(nextAppendPosition) });
    assert.equal(String((await client.get(`${prefix}a`)).content), 'hello world');
  },
  async 'access control'({ client, prefix }) {
    await client.put(`${prefix}a`, Buffer.from('hello'));
    await client.putACL(`${prefix}a`, 'private');
    assert.equal((await client.getACL(`${prefix}a`)).acl, 'private');
  },
  async tags({ client, prefix }) {
    await client.put(`${prefix}a`, Buffer.from('hello'));
    await client.putObjectTagging(`${prefix}a`, { team: 'web' });
    assert.deepEqual((await client.getObjectTagging(`${prefix}a`)).tag, { team: 'web' });
  },
  async 'symbolic link'({ client, prefix }) {
    await client.put(`${prefix}a`, Buffer.from('hello'));
    await client.putSymlink(`${prefix}b`, `${prefix}a`, {});
    assert.equal(String((await client.get(`${prefix}b`)).content), 'hello');
  },
  async 'make and delete a bucket'({ client, prefix }) {
    if (client.putBucket === undefined || client.deleteBucket === undefined) return SKIPPED;
    const name = prefix.replaceAll('/', '-').replace(/-$/, '').toLowerCase();
    await client.putBucket(name);
    await client.deleteBucket(name);
  },
  async resize({ client }) {
    assert.equal(await widthOf(client, 'image/resize,m_fixed,w_100,h_100'), 100);
  },
  async chain({ client }) {
    assert.equal(await widthOf(client, 'image/resize,w_100/crop,w_50,h_50/rotate,90/format,png'), 50);
  },
  async watermark({ client }) {
    const { res } = await client.get(PICTURE, { process: 'image/watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ' });
    assert.equal(res.headers['content-type'], 'image/jpeg');
  },
  async 'named style'({ client }) {
    assert.equal(await widthOf(client, 'style/oss-pic-style-w-100'), 100);
  },
  async info({ client }) {
    const { content } = await client.get(PICTURE, { process: 'image/info' });
    assert.ok(JSON.parse(String(content)).ImageWidth.value);
  },
  async 'save as'({ client, prefix }) {
    await client.processObjectSave(PICTURE, `${prefix}small.jpg`, 'image/resize,w_100', LOCAL_BUCKET);
    assert.equal(sizeOf((await client.get(`${prefix}small.jpg`)).content), 100);
  },
  async 'signed address'({ client, prefix }) {
    const key = `${prefix}private.jpg`;
    await client.copy(key, PICTURE);
    await client.putACL(key, 'private');
    const address = await client.signatureUrl(key, { expires: 60, process: 'image/resize,w_100' });
    const answer = await fetch(address);
    assert.equal(answer.status, 200);
    assert.equal((await fetch(address.replace(/[?].*/, ''))).status, 403);
    assert.equal(sizeOf(Buffer.from(await answer.arrayBuffer())), 100);
  },
};

async function widthOf(client: Client, process: string): Promise<number> {
  return sizeOf((await client.get(PICTURE, { process })).content);
}

/** Width of a PNG or JPEG: in its header chunk, or in its frame's. */
function sizeOf(bytes: Buffer): number {
  if (bytes.readUInt32BE(0) === 0x8950_4e47) return bytes.readUInt32BE(16);
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc2) return bytes.readUInt16BE(at + 7);
  }
  return 0;
}
