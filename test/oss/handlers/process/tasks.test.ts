import { beforeEach, describe, expect, it } from 'vitest';
import { ProcessError } from '../../../../src/core/spec/error.ts';
import { newUploadId } from '../../../../src/oss/handlers/multipart/upload-id.ts';
import { doTask, sweepTasks } from '../../../../src/oss/handlers/process/tasks.ts';
import type { ObjectStore, Task } from '../../../../src/oss/ports.ts';
import { refusal } from '../../support/answer.ts';
import { createWorld, NOW, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');
const BODY = `x-oss-async-process=image/resize,w_9|sys/saveas,o_${encode('out.jpg')},b_${encode('targetbucket')}`;

let queue: Task[];
let world: World;
beforeEach(async () => {
  queue = [];
  const tasks = { add: async (task: Task) => void queue.push(task) };
  world = createWorld({ buckets: [{ acl: 'public-read-write' }, { name: 'targetbucket' }], tasks });
  await world.put('examplebucket', 'a.jpg', 'hello');
});

const ask = (body = BODY, key = 'a.jpg') =>
  world.face(signed(`/examplebucket/${key}?x-oss-async-process`, { method: 'POST', body }));
const stored = () => world.buckets.get('targetbucket')?.objects.head('out.jpg');
const next = () => doTask(queue.at(-1) as Task, world.services);

describe('a picture that is made later', () => {
  it('is named at once, and stored when its task is done', async () => {
    const answer = await ask();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const { TaskId, EventId, RequestId } = (await answer.json()) as Record<string, string>;
    expect([TaskId, RequestId]).toEqual([EventId, answer.headers.get('x-oss-request-id')]);
    expect(queue).toEqual([{ bucket: 'examplebucket', id: TaskId }]);
    expect(await stored()).toBeUndefined();
    await next();
    expect(await stored()).toMatchObject({ size: 23, attributes: { headers: { contentType: 'image/png' } } });
    expect(world.changed).toEqual(['targetbucket/out.jpg']);
  });

  it('is not made again when its task is delivered twice', async () => {
    await ask();
    await next();
    await world.put('targetbucket', 'out.jpg', 'written since');
    await next();
    expect(await stored()).toMatchObject({ size: 13 });
    expect(world.renderer.jobs).toHaveLength(1);
  });

  it.each([
    ['a store fails', new Error('away for now')],
    ['there is no room', new ProcessError('ServiceUnavailable', 'away for now')],
  ])('is tried again while %s, and given up when it can never be', async (_, error) => {
    await ask();
    const render = world.renderer.render.bind(world.renderer);
    world.renderer.render = () => Promise.reject(error);
    await expect(next()).rejects.toThrow('away for now');
    world.renderer.render = render;
    await next();
    expect(await stored()).toBeDefined();

    await ask(BODY.replace('w_9', 'w_8'));
    world.renderer.render = () => Promise.reject(new ProcessError('BadRequest', 'no picture'));
    await next();
    world.renderer.render = render;
    await next();
    expect(world.renderer.jobs).toHaveLength(1);
  });

  it.each([
    ['another text', 'image/slim|sys/saveas,o_YQ', 'InvalidArgument'],
    ['no place', 'x-oss-async-process=image/resize,w_9', 'InvalidArgument'],
    [
      'a bucket that is not there',
      `image/resize,w_9|sys/saveas,o_YQ,b_${encode('no-such-bucket')}`,
      'NoSuchBucket',
    ],
  ])('is refused at once for %s', async (_, body, code) => {
    expect((await refusal(ask(body)))[1]).toBe(code);
    expect(queue).toEqual([]);
  });

  it('is refused for what is not there, and to whoever does not sign', async () => {
    expect((await refusal(ask(BODY, 'b.jpg')))[1]).toBe('NoSuchKey');
    const request = anonymous('/examplebucket/a.jpg?x-oss-async-process', { method: 'POST', body: BODY });
    expect((await refusal(world.face(request)))[1]).toBe('AccessDenied');
  });

  it('is forgotten when no queue has delivered it for a week', async () => {
    await ask();
    const staging = world.buckets.get('examplebucket')?.staging as ObjectStore;
    expect(await sweepTasks(staging, NOW + 604_800_000)).toBe(0);
    expect(await sweepTasks(staging, NOW + 604_800_001)).toBe(1);
    await next();
    expect(await stored()).toBeUndefined();
  });

  it('is forgotten with all others, however many there are', async () => {
    const staging = world.buckets.get('examplebucket')?.staging as ObjectStore;
    const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
    for (let i = 0; i < 2001; i++)
      await staging.put(`tasks/${newUploadId(NOW)}`, new Uint8Array(), { attributes });
    expect(await sweepTasks(staging, NOW + 604_800_001)).toBe(2001);
    expect((await staging.list({ prefix: 'tasks/', limit: 1000 })).objects).toEqual([]);
  });

  it('is not offered without a queue', async () => {
    world = createWorld();
    await world.put('examplebucket', 'a.jpg', 'hello');
    expect(await refusal(ask())).toEqual([501, 'NotImplemented']);
  });
});
