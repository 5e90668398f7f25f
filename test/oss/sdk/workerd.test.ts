/** The SDK suites against the whole service: R2, KV and pictures in workerd, over loopback. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCommunity } from './suite/community.ts';
import { describeCSharp } from './suite/csharp.ts';
import { describeMultipart } from './suite/multipart.ts';
import { describeObjects } from './suite/objects.ts';
import { describeS3 } from './suite/s3.ts';
import { describeSockets } from './suite/sockets.ts';
import { aliClient, type Target, workerdTarget } from './suite/target.ts';

let service: Target;
beforeAll(async () => {
  service = await workerdTarget();
}, 300_000);
afterAll(() => service?.stop());

for (const authorizationV4 of [false, true]) {
  describeObjects(() => service, authorizationV4);
  describeMultipart(() => service, authorizationV4);

  describe(`pictures through ali-oss, V4: ${authorizationV4}`, () => {
    const client = () => aliClient(service, { authorizationV4 });
    const key = `pictures/${authorizationV4 ? 'v4' : 'v1'}.png`;
    const get = async (process: string) => (await client().get(key, { process })).content;
    const size = async (bytes: Buffer) => {
      const { format, width, height } = await sharp(bytes).metadata();
      return `${format} ${width}x${height}`;
    };

    it('are made of what was put, the newest version at once', async () => {
      for (const width of [40, 60]) {
        const picture = sharp({ create: { width, height: 20, channels: 3, background: '#369' } });
        await client().put(key, await picture.png().toBuffer());
        expect(await size(await get('image/resize,h_10'))).toBe(`png ${width / 2}x10`);
      }
      await expect(get('image/resize,h_0')).rejects.toMatchObject({ status: 400 });
      expect(JSON.parse((await get('image/info')).toString())).toMatchObject({
        ImageWidth: { value: '60' },
        Format: { value: 'png' },
      });
    });

    it('are saved as objects', async () => {
      const target = `${key}.jpg`;
      await client().processObjectSave(key, target, 'image/resize,w_30/format,jpg', 'privatebucket');
      const saved = await aliClient(service, { bucket: 'privatebucket' }).get(target);
      expect(await size(saved.content)).toBe('jpeg 30x10');
    });
  });
}
describeCommunity(() => service);
describeCSharp(() => service, Date.now);
describeS3(() => service);
describeSockets(() => service);
