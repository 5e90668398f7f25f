import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../support/answer.ts';
import { createWorld, KEY, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');
const OTHERS = ['targetbucket', 'elsewhere'];

function makeWorld(key: Partial<typeof KEY> = {}): World {
  const buckets = [{ acl: 'public-read-write' as const }, ...OTHERS.map((name) => ({ name }))];
  return createWorld({ buckets, keys: [{ ...KEY, ...key }] });
}

let world: World;
beforeEach(async () => {
  world = makeWorld();
  await world.put('examplebucket', 'a.jpg', 'hello', { meta: { author: 'bob' }, acl: 'private' });
  world.style('thumb', 'image/resize,w_1');
});

const save = (body: string, key = 'a.jpg', sent = world) =>
  sent.face(signed(`/examplebucket/${key}?x-oss-process`, { method: 'POST', body }));
const stored = async (bucket: string, key: string) => {
  const object = await world.buckets.get(bucket)?.objects.get(key);
  return (
    object && {
      head: object,
      text: await new Response(object.body as ReadableStream<Uint8Array<ArrayBuffer>>).text(),
    }
  );
};

describe('save-as', () => {
  it.each(['csv/select', 'json/meta'])('is not %s, which is not offered', async (operation) => {
    const path = `/examplebucket/a.jpg?x-oss-process=${operation}`;
    const answer = world.face(signed(path, { method: 'POST', body: '<SelectRequest></SelectRequest>' }));
    expect((await refusal(answer)).slice(0, 2)).toEqual([501, 'NotImplemented']);
  });

  it('stores the picture and answers exactly as SDK test suites expect', async () => {
    const response = await save(`x-oss-process=image/resize,w_100|sys/saveas,o_${encode('out.jpg')}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(
      '{\n    "bucket": "",\n    "fileSize": 25,\n    "object": "out.jpg",\n    "status": "OK"\n}',
    );
    const { head, text } = (await stored('examplebucket', 'out.jpg')) ?? {};
    expect(text).toBe('a.jpg: image/resize,w_100');
    expect(head?.attributes).toEqual({ headers: { contentType: 'image/png' }, meta: {}, kind: 'Normal' });
    expect(world.changed).toEqual(['examplebucket/out.jpg']);
  });

  it('takes a style and another bucket', async () => {
    const target = `o_${encode('out.jpg')},b_${encode('targetbucket')}`;
    const response = await save(`x-oss-process=style/thumb|sys/saveas,${target}`);
    expect(await response.json()).toMatchObject({ bucket: 'targetbucket', object: 'out.jpg' });
    expect((await stored('targetbucket', 'out.jpg'))?.text).toBe('a.jpg: image/resize,w_1');
    expect(await stored('examplebucket', 'out.jpg')).toBeUndefined();
  });

  // The second is what ali-oss sent for this target, byte for byte.
  it.each([
    'image/resize,w_100|sys/saveas,o_b3V0L+e7k+aenD8/Pi5qcGc=,b_dGFyZ2V0YnVja2V0',
    'x-oss-process=image%2Fresize%2Cw_100%7Csys%2Fsaveas%2Co_b3V0L%2Be7k%2BaenD8%2FPi5qcGc%3D%2Cb_dGFyZ2V0YnVja2V0',
    'x-oss-process=image/resize,w_100|sys/saveas,o_b3V0L-e7k-aenD8_Pi5qcGc,b_dGFyZ2V0YnVja2V0\n',
    'x-oss-process=image/resize,w_100|sys/saveas,b_dGFyZ2V0YnVja2V0,o_b3V0L-e7k-aenD8_Pi5qcGc,',
  ])('reads %s', async (body) => {
    expect((await save(body)).status).toBe(200);
    expect((await stored('targetbucket', 'out/结果??>.jpg'))?.text).toBe('a.jpg: image/resize,w_100');
  });

  it.each([
    ['', 400, 'InvalidArgument'],
    ['x-oss-process=', 400, 'InvalidArgument'],
    ['x-oss-process=%', 400, 'InvalidArgument'],
    ['x-oss-process=image/resize,w_100', 400, 'InvalidArgument'],
    ['x-oss-process=image/resize,w_100|sys/other,o_YQ', 400, 'InvalidArgument'],
    [`x-oss-process=sys/saveas,o_${encode('b')}`, 400, 'InvalidArgument'],
    ['x-oss-process=image/resize,w_100|sys/saveas', 400, 'MissingArgument'],
    ['x-oss-process=image/resize,w_100|sys/saveas,o_', 400, 'MissingArgument'],
    ['x-oss-process=image/resize,w_100|sys/saveas,o_*', 400, 'BadRequest'],
    [`x-oss-process=image/slim|sys/saveas,o_${encode('b')}`, 400, 'InvalidArgument'],
    [`x-oss-process=style/none|sys/saveas,o_${encode('b')}`, 404, 'NoSuchStyle'],
    [`x-oss-process=image/info|sys/saveas,o_${encode('b')}`, 400, 'InvalidArgument'],
    [`x-oss-process=image/rotate,90|sys/saveas,o_${encode('/b')}`, 400, 'InvalidObjectName'],
    [`x-oss-process=image/rotate,90|sys/saveas,o_${encode('a/../b')}`, 400, 'InvalidObjectName'],
    [`x-oss-process=image/rotate,90|sys/saveas,o_${encode('b'.repeat(1024))}`, 400, 'InvalidObjectName'],
    [`x-oss-process=image/rotate,90|sys/saveas,o_YQ,b_${encode('Bad_Name')}`, 400, 'InvalidBucketName'],
    [`x-oss-process=image/rotate,90|sys/saveas,o_YQ,b_${encode('nowhere')}`, 404, 'NoSuchBucket'],
    ['x'.repeat(16 * 1024), 400, 'InvalidArgument'],
    ['x'.repeat(16 * 1024 + 1), 400, 'EntityTooLarge'],
  ])('refuses %s', async (body, status, code) => {
    const before = [...world.buckets.values()].map(({ objects }) => objects.list({ limit: 1000 }));
    expect((await refusal(save(body))).slice(0, 2)).toEqual([status, code]);
    const after = [...world.buckets.values()].map(({ objects }) => objects.list({ limit: 1000 }));
    expect(await Promise.all(after)).toEqual(await Promise.all(before));
    expect(world.changed).toEqual([]);
  });

  it('lets go of a report, which is no picture', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
    world.renderer.render = async (job) => {
      world.renderer.jobs.push(job);
      return {
        body: body as never,
        size: 2,
        contentType: 'application/json',
        headers: { 'Server-Timing': '' },
      };
    };
    const answer = save(`x-oss-process=image/info|sys/saveas,o_${encode('b')}`);
    expect((await refusal(answer)).slice(0, 2)).toEqual([400, 'InvalidArgument']);
    expect(cancelled).toBe(true);
  });

  it('of nothing is NoSuchKey', async () => {
    const body = 'x-oss-process=image/rotate,90|sys/saveas,o_YQ';
    expect((await refusal(save(body, 'no.jpg'))).slice(0, 2)).toEqual([404, 'NoSuchKey']);
  });

  it('is for signed callers, whatever the ACL opens', async () => {
    const body = 'x-oss-process=image/rotate,90|sys/saveas,o_YQ';
    const response = world.face(anonymous('/examplebucket/a.jpg?x-oss-process', { method: 'POST', body }));
    expect((await refusal(response)).slice(0, 2)).toEqual([403, 'AccessDenied']);
  });

  it.each([
    [{ permissions: ['read' as const] }, undefined],
    [{ permissions: ['write' as const] }, undefined],
    [{ buckets: ['targetbucket'] }, 'targetbucket'],
    [{ buckets: ['examplebucket'] }, 'targetbucket'],
    // The same answer as for a bucket that exists: whoever may not write there need not know.
    [{ buckets: ['examplebucket'] }, 'nowhere'],
  ])('needs the right to read here and to write there: %o to %s', async (key, bucket) => {
    const limited = makeWorld(key);
    await limited.put('examplebucket', 'a.jpg', 'hello');
    const target = bucket === undefined ? '' : `,b_${encode(bucket)}`;
    const response = await save(`x-oss-process=image/rotate,90|sys/saveas,o_YQ${target}`, 'a.jpg', limited);
    expect(await response.clone().text()).toContain('You have no right to access this object.');
    expect(await refusal(response)).toEqual([403, 'AccessDenied']);
  });

  it('checks Content-MD5 when it is sent', async () => {
    const body = 'x-oss-process=image/rotate,90|sys/saveas,o_YQ';
    const headers = { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
    const request = signed('/examplebucket/a.jpg?x-oss-process', { method: 'POST', body, headers });
    expect(await refusal(world.face(request))).toEqual([400, 'InvalidDigest']);
  });
});
