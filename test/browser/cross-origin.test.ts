/** Pages of other origins, in a real browser with its real cache: what the headers promise, it does. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serve, type Served } from '../oss/support/serve.ts';
import { createWorld, type World } from '../oss/support/memory.ts';
import { signed } from '../oss/support/sign.ts';
import { type DevService, startDevService } from '../support/dev-service.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let pages: Server;
/** Where the page comes from: another origin than the pictures'. */
let shop: string;

beforeAll(async () => {
  browser = await openBrowser();
  pages = createServer((_, answer) => {
    answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Shop</title>');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  shop = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  pages?.close();
});

async function openShop(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(shop);
  return page;
}

/** Shows a picture as any page does, then draws the same address on a canvas and reads a pixel. */
function showThenDraw(page: Page, address: string): Promise<number[] | string> {
  return page.evaluate(async (src) => {
    const load = async (crossOrigin: string | null) => {
      const image = Object.assign(new Image(), { crossOrigin, src });
      await image.decode();
      return image;
    };
    await load(null);
    try {
      const image = await load('anonymous');
      const context = document.createElement('canvas').getContext('2d');
      context?.drawImage(image, 0, 0);
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
    } catch {
      return 'blocked';
    }
  }, address);
}

describe('a picture that was shown, and is then drawn', () => {
  let served: Served;
  const drawn = async (cors: string[]) => {
    const world = createWorld({
      buckets: [{ acl: 'public-read', cors, cacheControl: 'public, max-age=60' }],
    });
    // A browser keeps nothing whose date is long gone.
    world.clock.time = Date.now();
    const green = { r: 0, g: 255, b: 0 };
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: green } })
      .png()
      .toBuffer();
    await world.put('examplebucket', 'green.png', png, { headers: { contentType: 'image/png' } });
    served = await serve(world.face);
    try {
      const page = await openShop();
      return await showThenDraw(page, `http://127.0.0.1:${served.port}/examplebucket/green.png`);
    } finally {
      await served.close();
    }
  };

  it('can be read where the bucket lets everyone', async () => {
    expect(await drawn(['*'])).toEqual([0, 255, 0, 255]);
  });
  it('can be read where the bucket names the origin', async () => {
    expect(await drawn([shop])).toEqual([0, 255, 0, 255]);
  });
  it.each([[[]], [['https://elsewhere.example']]])('cannot where the rules are %j', async (cors) => {
    expect(await drawn(cors)).toBe('blocked');
  });
});

describe('what an object was stored with', () => {
  it.each([
    ['every origin', '*', 'panda'],
    ['its own', 'shop', 'panda'],
    ['another', 'https://elsewhere.example', 'unread'],
  ])('is read by a page where the bucket lets in %s', async (_, origin, told) => {
    const cors = [origin === 'shop' ? shop : origin];
    const world = createWorld({ buckets: [{ acl: 'public-read', cors }] });
    await world.put('examplebucket', 'note', 'hello', { meta: { author: 'panda' } });
    const served = await serve(world.face);
    try {
      const page = await openShop();
      const read = page.evaluate(
        async (url) => (await fetch(url)).headers.get('x-oss-meta-author'),
        `http://127.0.0.1:${served.port}/examplebucket/note`,
      );
      expect(await read.catch(() => 'unread')).toBe(told);
    } finally {
      await served.close();
    }
  });
});

describe('a page of another origin, against the whole service', () => {
  let service: DevService;
  beforeAll(async () => {
    service = await startDevService();
  });
  afterAll(() => service?.stop());

  it('shows a processed picture, draws it, and reads what it is and cost', async () => {
    const page = await openShop();
    const address = `http://127.0.0.1:${service.port}/example.jpg?x-oss-process=image/resize,w_40`;
    expect(await showThenDraw(page, address)).toHaveLength(4);
    const read = await page.evaluate(async (url) => {
      const { headers } = await fetch(url, { cache: 'reload' });
      const names = ['Server-Timing', 'x-img-plan', 'Content-Length', 'ETag', 'x-oss-request-id'];
      const entry = performance.getEntriesByName(url).at(-1) as PerformanceResourceTiming;
      const missing = names.filter((name) => !headers.get(name));
      return { missing, timed: entry.responseStart > 0, phases: entry.serverTiming.map(({ name }) => name) };
    }, address);
    expect(read).toEqual({ missing: [], timed: true, phases: expect.arrayContaining(['cache']) as string[] });
  });
  it('reads why a picture was refused', async () => {
    const page = await openShop();
    const code = await page.evaluate(
      async (url) => (await fetch(url)).headers.get('x-oss-ec'),
      `http://127.0.0.1:${service.port}/example.jpg?x-oss-process=image/resize,w_0`,
    );
    expect(code).toMatch(/^\d{4}-\d{8}$/);
  });
});

/** Hotlink protection: what a browser says of the page that shows a picture, or does not say, decides. */
describe('pictures of a bucket with Referer rules', () => {
  let served: Served;
  let world: World;
  beforeEach(async () => {
    world = createWorld({ buckets: [{ acl: 'public-read' }] });
    const grey = { create: { width: 4, height: 4, channels: 3 as const, background: 'grey' } };
    const headers = { contentType: 'image/png' };
    await world.put('examplebucket', 'grey.png', await sharp(grey).png().toBuffer(), { headers });
    served = await serve(world.face);
  });
  afterEach(() => served.close());

  const setRules = async (empty: boolean, allowed: string, denied = '') => {
    const list = (name: string, page: string) => `<${name}>${page && `<Referer>${page}</Referer>`}</${name}>`;
    const body =
      `<RefererConfiguration><AllowEmptyReferer>${empty}</AllowEmptyReferer>` +
      `${list('RefererList', allowed)}${denied && list('RefererBlacklist', denied)}</RefererConfiguration>`;
    expect((await world.face(signed('/examplebucket/?referer', { method: 'PUT', body }))).status).toBe(200);
  };
  /** Whether a page of this host shows the picture. */
  const shows = async (host: 'shop' | 'thief', attributes = '') => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${shop.replace('127.0.0.1', `${host}.localhost`)}/catalogue?page=2`);
    const src = `http://127.0.0.1:${served.port}/examplebucket/grey.png`;
    await page.setContent(`<img src="${src}" ${attributes}>`, { waitUntil: 'load' });
    return page.evaluate(() => (document.querySelector('img')?.naturalWidth ?? 0) > 0);
  };
  const shownBy = async () => [await shows('shop'), await shows('thief')];

  it('are shown by every page where there are none', async () => {
    expect(await shownBy()).toEqual([true, true]);
  });
  it('are shown by the pages that are named, and by no other', async () => {
    await setRules(false, 'http://shop.localhost:*');
    expect(await shownBy()).toEqual([true, false]);
  });
  it('are shown by all but the pages that are banned', async () => {
    await setRules(true, '', 'http://thief.localhost:*');
    expect(await shownBy()).toEqual([true, false]);
  });
  it.each([true, false])('are shown to pages that tell nothing of themselves: %s', async (empty) => {
    await setRules(empty, 'http://shop.localhost:*');
    expect(await shows('thief', 'referrerpolicy="no-referrer"')).toBe(empty);
  });
});
