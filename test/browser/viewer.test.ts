/** The viewer as people use it: a real browser on the whole service. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { describe as describeOperations } from '../../src/core/ops/describe.ts';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import { actionOf } from '../../src/viewer/chain.ts';
import { fact, findings, linkTo, signIn, text, useViewers, WAIT } from './viewer-page.ts';

const viewers = useViewers();
const { open } = viewers;

describe('the front door', () => {
  it.each([
    ['text/html,application/xhtml+xml', {}, 303],
    ['*/*', {}, 403],
    ['text/html', { authorization: 'OSS TestAccessKeyId:none' }, 403],
  ])('answers Accept %s with %j: %i', async (accept, headers, status) => {
    const response = await fetch(viewers.origin, { headers: { accept, ...headers }, redirect: 'manual' });
    expect(response.status).toBe(status);
    if (status === 303) expect(response.headers.get('location')).toBe(`${viewers.origin}/-/viewer/`);
  });

  it('has no part in a listing, and hands out no fonts', async () => {
    const accept = 'text/html';
    const listing = await fetch(`${viewers.origin}/?prefix=a`, { headers: { accept }, redirect: 'manual' });
    expect(listing.status).not.toBe(303);
    expect((await fetch(`${viewers.origin}/-/viewer/../fonts/manifest.json`)).status).not.toBe(200);
    expect((await fetch(`${viewers.origin}/-/viewer/nothing.js`)).status).toBe(404);
  });

  it('lets no other page frame it and no script from elsewhere run', async () => {
    const policy = (await fetch(`${viewers.origin}/-/viewer/`)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'; img-src 'self' blob:");
    expect(policy).toContain("frame-ancestors 'none'");
  });
});

const SHOWN = describeOperations(OPERATIONS).map(({ name, kind, examples }) => ({
  name,
  kind,
  action: actionOf(examples[0]!, name),
}));

describe('a card', () => {
  it.each(SHOWN)(
    'of $name begins with its example and shows what it makes',
    async ({ name, kind, action }) => {
      const page = await open('#bucket=examplebucket&key=example.jpg');
      await page.getByLabel('Operation').selectOption(name);
      await page.getByRole('button', { name: 'Add a step' }).click();
      await expect.poll(() => text(page)).toBe(`image/${action}`);
      if (kind === 'report') {
        await page.locator('.report').filter({ hasText: '{' }).waitFor();
        return;
      }
      await page.locator('[data-fact=size]').waitFor();
      const sizes = () => Promise.all([fact(page, 'size'), fact(page, 'planned')]);
      await expect.poll(async () => new Set(await sizes()).size).toBe(1);
    },
    WAIT,
  );

  it(
    'changes with its form, and the form with the text',
    async () => {
      const page = await open(linkTo('resize,w_300'));
      const form = page.getByRole('form', { name: 'resize' });
      await form.getByLabel('w', { exact: true }).fill('120');
      await expect.poll(() => text(page)).toBe('image/resize,w_120');
      await page.getByLabel('As text').fill('image/resize,w_80/rotate,90');
      await expect.poll(() => form.getByLabel('w', { exact: true }).inputValue()).toBe('80');
      await expect.poll(() => fact(page, 'size')).toBe('53 × 80');
    },
    WAIT,
  );

  it(
    'writes the documented base64url of what people type',
    async () => {
      const page = await open(linkTo('watermark,text_SGVsbG8'));
      const form = page.getByRole('form', { name: 'watermark' });
      await form.getByLabel('text', { exact: true }).fill('你好');
      await expect.poll(() => text(page)).toBe('image/watermark,text_5L2g5aW9');
      await form.getByLabel('nw', { exact: true }).check();
      await expect.poll(() => text(page)).toBe('image/watermark,g_nw,text_5L2g5aW9');
    },
    WAIT,
  );

  it(
    'says what is wrong beneath the value, and sends nothing',
    async () => {
      const page = await open(linkTo('resize,w_300'));
      await page.locator('[data-fact=size]').waitFor();
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(request.url()));
      await page.getByRole('form', { name: 'resize' }).getByLabel('w', { exact: true }).fill('abc');
      await page
        .getByRole('alert')
        .filter({ hasText: 'The value: abc of parameter: w is invalid.' })
        .waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('Expected: an integer from 1 to 16384');
      await page.waitForTimeout(600);
      expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    },
    WAIT,
  );

  it(
    'is moved, switched off, taken away, and all of it undone, by keyboard alone',
    async () => {
      const page = await open(linkTo('resize,w_100/rotate,90'));
      const press = async (name: string, key = 'Enter') => {
        await page.getByLabel(name).focus();
        await page.keyboard.press(key);
      };
      await press('Move down: resize');
      await expect.poll(() => text(page)).toBe('image/rotate,90/resize,w_100');
      await press('Use: rotate', 'Space');
      await expect.poll(() => text(page)).toBe('image/resize,w_100');
      await press('Remove: resize');
      await expect.poll(() => text(page)).toBe('');
      for (let steps = 0; steps < 3; steps++) await page.getByRole('button', { name: 'Undo' }).press('Enter');
      await expect.poll(() => text(page)).toBe('image/resize,w_100/rotate,90');
      await page.goBack();
      await expect.poll(() => text(page)).not.toBe('image/resize,w_100/rotate,90');
    },
    WAIT,
  );

  it(
    'is placed by dragging on the picture',
    async () => {
      const page = await open(linkTo('crop,x_0,y_0'));
      await page.getByRole('button', { name: 'Place on the picture' }).click();
      const box = await page.locator('[data-role=stage]').evaluate(async (image: HTMLImageElement) => {
        await image.decode();
        const { left, top, width, height } = image.getBoundingClientRect();
        return { left, top, width, height };
      });
      const at = (x: number, y: number) => [box.left + box.width * x, box.top + box.height * y] as const;
      await page.mouse.move(...at(0.25, 0.25));
      await page.mouse.down();
      await page.mouse.move(...at(0.75, 0.5));
      await page.mouse.up();
      const [, x, y, w, h] = /x_(\d+),y_(\d+)/.exec(await text(page)) ?? [];
      expect([w, h]).toEqual([undefined, undefined]);
      expect(Number(x)).toBeGreaterThan(97);
      expect(Number(x)).toBeLessThan(103);
      expect(Number(y)).toBeGreaterThan(63);
      expect(await text(page)).toMatch(/w_(19[6-9]|20[0-4]),h_(6[4-9])/);
      await page.keyboard.press('Escape');
      await expect.poll(() => fact(page, 'size')).toMatch(/^(19|20)\d × 6\d$/);
    },
    WAIT,
  );
});

describe('what the service refuses', () => {
  it(
    'is told with code, sentence and sub-code, and markup in it stays text',
    async () => {
      const key = '<img src=x onerror=alert(1)>.jpg';
      const page = await open(linkTo('resize,w_100', key), {}, /status of 404/);
      const told = await page.locator('.refused').innerText();
      expect(told).toContain('NoSuchKey');
      expect(told).toContain('EC ');
      expect(await page.locator('img[src=x]').count()).toBe(0);
    },
    WAIT,
  );
});

/** The logo under another name, as a file of the reader's own. */
async function drop(page: Page): Promise<void> {
  const buffer = Buffer.from(await (await fetch(`${viewers.origin}/logo.png`)).arrayBuffer());
  const file = { name: 'my own.png', mimeType: 'image/png', buffer };
  await page.getByLabel('Drop a picture here or choose one').setInputFiles(file);
}

describe('a file of the reader’s own', () => {
  /** Whether the result that is shown has the pixels of the picture at a path of the service. */
  const looksLike = (page: Page, path: string) =>
    page.locator('img[data-role=result]').evaluate(async (image: HTMLImageElement, path) => {
      const pixels = async (source: HTMLImageElement) => {
        await source.decode();
        const canvas = new OffscreenCanvas(source.naturalWidth, source.naturalHeight);
        const context = canvas.getContext('2d')!;
        context.drawImage(source, 0, 0);
        return String(context.getImageData(0, 0, canvas.width, canvas.height).data);
      };
      const other = new Image();
      other.src = path;
      return (await pixels(other)) === (await pixels(image));
    }, path);

  it(
    'is processed in the page, to the byte as the service does it, and sent to nobody',
    async () => {
      const page = await open(linkTo('resize,w_60/watermark,text_5L2g5aW9,size_20/format,jpg'));
      await page.locator('[data-fact=size]').waitFor();
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
      await drop(page);
      await expect.poll(() => fact(page, 'size'), { timeout: WAIT / 2 }).toBe('60 × 60');
      await expect.poll(() => fact(page, 'planned')).toBe('60 × 60');
      expect(await fact(page, 'route')).toContain('400×400');
      const sent = [...asked];
      const path = `${viewers.origin}/logo.png?x-oss-process=${await text(page)}`;
      const theirs = await (await fetch(path)).arrayBuffer();
      expect(await fact(page, 'bytes')).toBe(theirs.byteLength.toLocaleString('en-GB'));
      expect(await looksLike(page, path)).toBe(true);
      const own = /^\/-\/viewer\/(engine\.js|wasm\/\w+\.wasm|fonts\/[\w-]+\/(\d+\.ttf|index\.json))$/;
      expect(sent.filter((path) => path.startsWith('/') && !own.test(path))).toEqual([]);
      await page.getByText('Info', { exact: true }).click();
      await page.getByRole('rowheader', { name: 'ImageWidth' }).waitFor();
      await page.getByLabel('As text').fill('image/crop,x_5000,y_1');
      await page.getByRole('alert').first().waitFor();
    },
    WAIT,
  );

  it(
    'is asked for again where a link is opened elsewhere',
    async () => {
      const link = '#bucket=-&key=my+own.png&do=resize%2Cw_50';
      const page = await open(link);
      await page.locator('.refused').filter({ hasText: 'drop it here' }).waitFor();
      await drop(page);
      await expect.poll(() => fact(page, 'size'), { timeout: WAIT / 2 }).toBe('50 × 50');
    },
    WAIT,
  );
});

describe('with a key', () => {
  it(
    'styles are written, tried, renamed and removed',
    async () => {
      const page = await open(linkTo('resize,w_77'));
      page.on('dialog', (dialog) => void dialog.accept('tiny'));
      await signIn(page);
      await page.locator('summary', { hasText: 'Styles' }).click();
      await page.getByLabel('Name', { exact: true }).fill('small');
      await page.getByRole('button', { name: 'Save the chain as this style' }).click();
      const row = (name: string) =>
        page.locator('.styles li').filter({ has: page.getByText(name, { exact: true }) });
      await row('small').waitFor();
      await page.getByLabel('As text').fill('image/resize,w_60');
      await expect.poll(() => fact(page, 'size')).toBe('60 × 40');
      await row('small').getByRole('button', { name: 'Rename' }).click();
      await row('tiny').getByRole('button', { name: 'Try' }).click();
      await expect.poll(() => text(page)).toBe('style/tiny');
      await expect.poll(() => fact(page, 'size')).toBe('77 × 51');
      await drop(page);
      await expect.poll(() => fact(page, 'size'), { timeout: WAIT / 2 }).toBe('77 × 77');
      await row('tiny').getByRole('button', { name: 'Delete' }).click();
      await expect.poll(() => row('tiny').count()).toBe(0);
    },
    WAIT,
  );

  it(
    'a file of the reader’s own is stored on request',
    async () => {
      const page = await open(linkTo('resize,w_50'));
      await signIn(page);
      await drop(page);
      await page.getByRole('button', { name: 'Store it' }).click();
      await expect.poll(() => page.getByLabel('Key', { exact: true }).inputValue()).toBe('my own.png');
      await expect.poll(() => fact(page, 'size'), { timeout: WAIT / 2 }).toBe('50 × 50');
    },
    WAIT,
  );
});

describe('everyone', () => {
  it.each([
    ['en-GB', { width: 1400, height: 900 }, 'Picture viewer'],
    ['zh-CN', { width: 1400, height: 900 }, '图片处理查看器'],
    ['en-GB', { width: 360, height: 740 }, 'Picture viewer'],
  ])(
    'reads it: %s at %j',
    async (locale, viewport, title) => {
      const page = await open(linkTo('resize,w_300/watermark,text_SGVsbG8'), { locale, viewport });
      await page.locator('[data-fact=size]').waitFor();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(viewport.width);
      expect(await findings(page)).toEqual([]);
    },
    WAIT,
  );

  it(
    'switches languages and keeps the chain',
    async () => {
      const page = await open(linkTo('resize,w_300'));
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('heading', { level: 1, name: '图片处理查看器' }).waitFor();
      expect(await page.getByLabel('文本形式').inputValue()).toBe('image/resize,w_300');
      await page.getByText('缩放图片，默认保持宽高比。', { exact: true }).waitFor();
    },
    WAIT,
  );

  it.each(['Picture viewer', '图片处理查看器'])(
    'shows every letter of %s, also where the system has no Chinese font',
    async (title) => {
      const locale = title === 'Picture viewer' ? 'en-GB' : 'zh-CN';
      const page = await open(linkTo('resize,w_300'), { locale });
      const heading = page.getByRole('heading', { level: 1, name: title });
      await heading.waitFor();
      const boxes = await heading.evaluate((element) =>
        Array.from(element.textContent!, (_, at) => {
          const range = document.createRange();
          range.setStart(element.firstChild!, at);
          range.setEnd(element.firstChild!, at + 1);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x, y, width, height };
        }),
      );
      for (const [at, clip] of boxes.entries()) {
        if (title[at] === ' ') continue;
        const { channels } = await sharp(await page.screenshot({ clip })).stats();
        expect(channels[0]!.max - channels[0]!.min, title[at]).toBeGreaterThan(100);
      }
    },
    WAIT,
  );
});
