/** What the viewer's parts do for people who stay longer: history, placing, comparing, copying, styles, and hostile texts. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { pathText, queryText, signRequest } from '../../packages/url/src/sign.ts';
import { COLOURS, QUADRANTS } from '../codecs/heif/quadrants.ts';
import { eachOutside, outsideFiles } from '../support/outside.ts';
import { fact, linkTo, settled, signIn, text, useViewers, WAIT } from './viewer-page.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'viewer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const viewers = useViewers();
const { open } = viewers;
const credentials = { accessKeyId: 'TestAccessKeyId', accessKeySecret: 'TestAccessKeySecret' };

/** A signed PUT, as programs send it. */
async function put(key: string, query: Record<string, string | undefined>, body: string | Uint8Array) {
  const bucket = 'examplebucket';
  const headers = { 'Content-Type': 'application/octet-stream' };
  const signed = await signRequest({ credentials, bucket, key, method: 'PUT', query, headers });
  const address = `${viewers.origin}/${bucket}/${pathText(key)}${queryText(query)}`;
  const response = await fetch(address, {
    method: 'PUT',
    headers: { ...headers, ...signed },
    body: body as BodyInit,
  });
  expect(response.status, await response.text()).toBe(200);
}

const widthOf = async (bytes: ArrayBuffer | string) =>
  (await sharp(typeof bytes === 'string' ? bytes : Buffer.from(bytes)).metadata()).width;

describe('the history', () => {
  it('has one step for what is typed in one place, and the browser’s goes with it', async () => {
    const page = await open(linkTo('resize,w_300'));
    const entries = () => page.evaluate(() => history.length);
    const before = await entries();
    const width = page.getByRole('form', { name: 'resize' }).getByLabel('w', { exact: true });
    await width.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('5');
    await expect.poll(() => text(page)).toBe('image/resize,w_305');
    expect(await entries()).toBe(before + 1);
    await page.goBack();
    await expect.poll(() => text(page)).toBe('image/resize,w_300');
    await page.goForward();
    await expect.poll(() => text(page)).toBe('image/resize,w_305');
    await page.getByLabel('As text').fill('image/rotate,90');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => text(page)).toBe('image/resize,w_305');
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => text(page)).toBe('image/rotate,90');
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await expect.poll(() => text(page)).toBe('image/rotate,90');
  });
});

/** Drags from one place of an element to another, in shares of its sides. */
async function drag(page: Page, selector: string, ...points: readonly (readonly [number, number])[]) {
  const element = page.locator(selector);
  await element.evaluate((image: HTMLImageElement) => image.decode());
  const { x, y, width, height } = (await element.boundingBox())!;
  for (const [index, [across, down]] of points.entries()) {
    await page.mouse.move(x + across * width, y + down * height);
    if (index === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

describe('placing', () => {
  const stage = '[data-role=stage]';
  const numbers = async (page: Page) =>
    [...(await text(page)).matchAll(/\d+/g)].map(([number]) => Number(number));
  const near = (one: number, other: number) => expect(Math.abs(one - other)).toBeLessThan(4);

  it('shows a crop’s rectangle, moves it, pulls its corner, in one step each', async () => {
    const page = await open(linkTo('crop,w_200,h_100,x_100,y_50'));
    await page.getByRole('button', { name: 'Place on the picture' }).click();
    await page.locator('.drawn').waitFor();
    await drag(page, stage, [0.5, 0.3], [0.55, 0.35], [0.6, 0.4]);
    const [w, h, x, y] = await numbers(page);
    expect([w, h]).toEqual([200, 100]);
    near(x!, 140);
    near(y!, 77);
    await drag(page, stage, [340 / 400, 177 / 267], [0.9, 0.8], [1, 1]);
    const pulled = await numbers(page);
    near(pulled[0]!, 260);
    near(pulled[1]!, 190);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => numbers(page)).toEqual([w, h, x, y]);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => fact(page, 'size')).toBe('200 × 100');
  });

  it('drops a mark by its nearest place, and shows it there', async () => {
    const page = await open(linkTo('watermark,text_SGVsbG8,size_20'));
    await page.getByRole('button', { name: 'Place on the picture' }).click();
    await drag(page, stage, [0.2, 0.9], [0.1, 0.9]);
    await expect
      .poll(() => text(page))
      .toMatch(/^image\/watermark,g_sw,x_(39|4\d),y_2\d,text_SGVsbG8,size_20$/);
    await page.keyboard.press('Escape');
    await settled(page);
  });
});

describe('comparing', () => {
  it('asks for the original when the line is moved, by keys too', async () => {
    const page = await open(linkTo('resize,w_200'));
    await settled(page);
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    expect(await page.locator('.ends span').allInnerTexts()).toEqual([
      'Before',
      'drag the line to compare',
      'After',
    ]);
    await page.getByLabel('Share of the original that is shown').focus();
    await page.keyboard.press('ArrowRight');
    const original = page.locator('[data-role=original]');
    await original.waitFor();
    expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([
      `${viewers.origin}/examplebucket/example.jpg`,
    ]);
    const width = () => original.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(400);
    await page.keyboard.press('Home');
    await expect.poll(() => original.count()).toBe(0);
  });

  /** A page with a HEIC and its line moved over the whole result. */
  async function besideHeic(file: Uint8Array, way: 'stored' | 'dropped'): Promise<Page> {
    if (way === 'stored') await put('phone.heic', {}, file);
    const page = await open(linkTo('resize,w_32', way === 'stored' ? 'phone.heic' : 'example.jpg'));
    const dropped = { name: 'phone.heic', mimeType: 'image/heic', buffer: Buffer.from(file) };
    if (way === 'dropped') await page.getByLabel('Drop a picture').setInputFiles(dropped);
    await expect
      .poll(() => page.locator('[data-fact=size]').allInnerTexts(), { timeout: WAIT / 2 })
      .toEqual([expect.stringMatching(/^32 /)]);
    await page.getByLabel('Share of the original that is shown').press('End');
    await page.locator('[data-role=original]').waitFor();
    return page;
  }
  /** Size of the original that is shown, and the colours of its quadrants. */
  const shown = (page: Page) =>
    page.locator('[data-role=original]').evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      const { naturalWidth: width, naturalHeight: height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      const colours = [0.25, 0.75].flatMap((down) =>
        [0.25, 0.75].map((across) => [
          ...context.getImageData(width * across, height * down, 1, 1).data.subarray(0, 3),
        ]),
      );
      return { size: [width, height], colours };
    });

  it.each(['stored', 'dropped'] as const)('shows the original of a HEIC that was %s', async (way) => {
    const { size, colours } = await shown(await besideHeic(QUADRANTS, way));
    expect(size).toEqual([64, 48]);
    const differences = colours.flat().map((level, at) => Math.abs(level - COLOURS.flat()[at]!));
    expect(Math.max(...differences)).toBeLessThan(12);
  });

  eachOutside(
    'shows the original of %s',
    outsideFiles('corpus/heif', /^(C025|MIAF002|samplefilehub)\.hei[cf]$/),
    async (file) => {
      const page = await besideHeic(file, 'stored');
      const info = await fetch(`${viewers.origin}/phone.heic?x-oss-process=image/info`);
      const told = (await info.json()) as Record<string, { value: string }>;
      const sides = [told['ImageWidth'], told['ImageHeight']].map((side) => Number(side?.value));
      expect((await shown(page)).size.toSorted()).toEqual(sides.toSorted());
    },
  );

  it('shows what browsers do not as PNG, and says so', async () => {
    const page = await open(linkTo('resize,w_120/format,tiff'));
    await expect.poll(() => fact(page, 'size')).toBe('120 × 80');
    expect(await fact(page, 'type')).toBe('image/tiff');
    await page.getByText('the same picture as PNG').waitFor();
  });

  it('keeps the picture while the next is on its way, and tells quality and route', async () => {
    const page = await open(linkTo('resize,w_120/quality,Q_60'));
    await expect.poll(() => fact(page, 'quality')).toBe('60');
    expect(await fact(page, 'route')).toMatch(/^dct \d\/8, 400×267 → 120×80$/);
    expect(await fact(page, 'memory')).toMatch(/^\d+\.\d MiB$/);
    await page.getByLabel('As text').fill('image/resize,w_0');
    await page.getByText('The chain has a mistake').waitFor();
    expect(await page.locator('[data-role=result]').count()).toBe(1);
  });
});

describe('what is copied works where it is pasted', () => {
  async function copy(page: Page, name: string): Promise<string> {
    await page.getByRole('button', { name: `Copy: ${name}`, exact: true }).click();
    await page.getByText('Copied.').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }
  const chain = 'resize,w_77/watermark,text_5L2g5aW9,size_20';
  async function opened(key = 'example.jpg') {
    const page = await open(linkTo(chain, key), { permissions: ['clipboard-read', 'clipboard-write'] });
    await settled(page);
    await page.getByText('Copy as', { exact: true }).click();
    return page;
  }

  it('as an address, for curl, and as the widths of an <img>', async () => {
    const page = await opened();
    const address = await copy(page, 'URL');
    expect(await widthOf(await (await fetch(address)).arrayBuffer())).toBe(77);
    const curl = await copy(page, 'curl');
    const hasCurl = await run('curl', ['--version']).then(Boolean, () => false);
    if (hasCurl) await run('sh', ['-c', curl], { cwd: folder });
    if (hasCurl) expect(await widthOf(join(folder, 'example.jpg'))).toBe(77);
    const image = await copy(page, '<img srcset>');
    const loaded = await page.evaluate(async (html) => {
      document.body.insertAdjacentHTML('beforeend', html);
      const added = document.body.lastElementChild as HTMLImageElement;
      await added.decode();
      return { of: added.currentSrc, count: added.srcset.split(' ').length / 2 };
    }, image);
    expect(loaded.count).toBe(1);
    expect(loaded.of).toContain('resize,w_320/watermark');
  });

  it('as a program for ali-oss, as a style, and as a signed address', async () => {
    const page = await opened();
    const signing = page.locator('.snippet').filter({ hasText: 'signed URL' });
    expect(await signing.getByRole('button').isDisabled()).toBe(true);
    expect(await signing.locator('.help').innerText()).toBe('An access key is needed for this.');
    await signIn(page);
    await expect.poll(() => signing.locator('.help').innerText()).toBe('Holds for an hour, whoever asks.');
    expect(await signing.getByRole('button').isEnabled()).toBe(true);
    const program = await copy(page, 'ali-oss');
    const file = join(folder, 'program.mjs');
    const library = JSON.stringify(
      new URL('../../node_modules/ali-oss/lib/client.js', import.meta.url).pathname,
    );
    const keys = JSON.stringify(credentials);
    writeFileSync(
      file,
      `import { createRequire } from 'node:module';\nconst OSS = createRequire(${library})(${library});\nconst { accessKeyId, accessKeySecret } = ${keys};\n${program}\n`,
    );
    await run(process.execPath, [file], { cwd: folder });
    expect(await widthOf(join(folder, 'picture'))).toBe(77);

    const content = await copy(page, 'style');
    const body = `<Style><Content>${content}</Content></Style>`;
    await put('', { style: undefined, styleName: 'copied' }, body);
    expect(await widthOf(await (await fetch(`${viewers.origin}/example.jpg!copied`)).arrayBuffer())).toBe(77);

    const signed = await copy(page, 'signed URL');
    expect(signed).toContain('x-oss-signature=');
    expect(await widthOf(await (await fetch(signed)).arrayBuffer())).toBe(77);
    expect((await fetch(signed.replace('w_77', 'w_78'))).status).toBe(403);
  });
});

describe('the access key', () => {
  it('is refused when it is wrong, forgotten when asked, and nowhere but in memory', async () => {
    const page = await open(linkTo('resize,w_50'), {}, /status of 403/);
    await settled(page);
    await signIn(page, 'wrong');
    await page.locator('.refused').filter({ hasText: 'SignatureDoesNotMatch' }).waitFor();
    await page.getByRole('button', { name: 'Forget' }).click();
    await expect.poll(() => fact(page, 'size')).toBe('50 × 33');
    await signIn(page);
    await page.getByText('Signing as').waitFor();
    await expect.poll(() => fact(page, 'size')).toBe('50 × 33');
    const kept = await page.evaluate(() => [
      location.href,
      document.cookie,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ]);
    expect(kept.join(' ')).not.toContain('TestAccessKey');
  });
});

describe('styles', () => {
  it('go out as a file and come back, and none is replaced or removed unasked', async () => {
    const page = await open(linkTo('resize,w_61'), {}, /status of 400/);
    const asked: string[] = [];
    let answer: string | boolean = false;
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      return answer === false ? dialog.dismiss() : dialog.accept(answer === true ? undefined : answer);
    });
    await signIn(page);
    await page.locator('summary', { hasText: 'Styles' }).click();
    const rows = page.locator('.styles li');
    const contentOf = (name: string) => rows.filter({ hasText: name }).locator('code').innerText();
    await rows.filter({ hasText: 'thumb' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as Record<string, string>;
    expect(saved['thumb']).toBe('image/resize,w_200');

    const mine = { name: 'mine.json', mimeType: 'application/json' };
    const file = (styles: object) => ({ ...mine, buffer: Buffer.from(JSON.stringify(styles)) });
    await page.getByLabel('Import').setInputFiles(file({ 'in-1': 'image/rotate,90' }));
    await expect.poll(() => contentOf('in-1')).toBe('image/rotate,90');
    await page.getByLabel('Import').setInputFiles(file(['image/rotate,90']));
    await page.getByText('The file holds no styles').waitFor();
    await page.getByLabel('Import').setInputFiles(file({ 'in-2': 'image/resize,w_0' }));
    await page.getByText('Style content is invalid.').waitFor();

    await page.getByLabel('Name', { exact: true }).fill('in-1');
    await page.getByRole('button', { name: 'Save the chain as this style' }).click();
    await expect.poll(() => asked).toEqual(['Replace the style in-1']);
    expect(await contentOf('in-1')).toBe('image/rotate,90');
    answer = true;
    await page.getByRole('button', { name: 'Save the chain as this style' }).click();
    await expect.poll(() => contentOf('in-1')).toBe('image/resize,w_61');
    answer = false;
    await page.getByRole('button', { name: 'Delete: in-1' }).click();
    await expect.poll(() => asked.at(-1)).toBe('Delete the style in-1');
    expect(await contentOf('in-1')).toBe('image/resize,w_61');
    await page.getByRole('button', { name: 'Edit: thumb' }).click();
    await expect.poll(() => text(page)).toBe('image/resize,w_200');
  });
});

describe('texts of strangers', () => {
  const HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
  const unharmed = async (page: Page) => {
    expect(await page.locator('img[src=x], script:not([src])').count()).toBe(0);
    expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false);
  };

  it('in a key, Exif, a style, a chain and an error are texts', async () => {
    const key = `${HOSTILE}.jpg`;
    const picture = sharp({ create: { width: 80, height: 60, channels: 3, background: '#369' } });
    const exif = { IFD0: { ImageDescription: HOSTILE, Artist: '"><svg onload=window.hit=1>' } };
    await put(key, {}, await picture.withExif(exif).jpeg().toBuffer());
    // Contents of styles have no spaces and quotes.
    const content = '<img/src=x/onerror=window.hit=1>';
    const body = `<Style><Content>${content.replaceAll('<', '&lt;')}</Content></Style>`;
    await put('', { style: undefined, styleName: 'x' }, body);
    const page = await open(linkTo('resize,w_40', key), {}, /status of 4\d\d/);
    await expect.poll(() => fact(page, 'size')).toBe('40 × 30');
    await page.getByText('Info', { exact: true }).click();
    await page.getByRole('cell', { name: HOSTILE }).waitFor();
    await signIn(page);
    await page.locator('summary', { hasText: 'Styles' }).click();
    await page.locator('.styles code', { hasText: content }).waitFor();
    await page.getByRole('button', { name: 'List objects' }).click();
    await page.getByRole('button', { name: key, exact: true }).waitFor();
    await page.getByText('Copy as', { exact: true }).click();
    await unharmed(page);
    const markup = await page.locator('.snippet code').allInnerTexts();
    expect(markup.filter((snippet) => snippet.startsWith('<img'))).toHaveLength(1);
    expect(markup.find((snippet) => snippet.startsWith('<img'))!.match(/[<>]/g)).toHaveLength(2);
    await page.getByRole('button', { name: 'Try: x' }).click();
    await page.locator('.refused').waitFor();
    await page.getByLabel('As text').fill(`image/resize,w_${HOSTILE.replaceAll('/', '')}`);
    await page.getByRole('alert').filter({ hasText: '<img src=x' }).first().waitFor();
    await unharmed(page);
  });
});
