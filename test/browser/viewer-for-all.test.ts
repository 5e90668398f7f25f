/** The viewer for people who use no mouse, no eyes, a phone, or another language; and what it weighs. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fact, findings, linkTo, settled, signIn, text, useViewers } from './viewer-page.ts';

const MOST = 60_000;
const viewers = useViewers();
const { open } = viewers;

/** Opens everything that is folded. */
async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator('.panel > summary, .examples > summary').all())
    await summary.click();
}

describe('by keyboard alone', () => {
  /** What has the focus is called so. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const name =
        element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent;
      return name?.trim();
    });

  /** Presses Tab until what has the focus is called so. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let steps = 0; steps < 80; steps++) {
      await page.keyboard.press('Tab');
      if ((await focused(page)) === name) return;
    }
    throw new Error(`Tab never comes to ${name}.`);
  }

  it('a chain is built from nothing, changed, ordered and undone', async () => {
    const page = await open('#bucket=examplebucket&key=example.jpg');
    await settled(page);
    await tabTo(page, 'Operation');
    await page.keyboard.type('rotate');
    await tabTo(page, 'Add a step');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toBe('image/rotate,90');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('crop');
    await tabTo(page, 'Add a step');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toBe('image/rotate,90/crop,x_100,y_50');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, 'Move up: crop');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toBe('image/crop,x_100,y_50/rotate,90');
    expect(await focused(page)).toContain('crop');
    await tabTo(page, 'w');
    await page.keyboard.type('80');
    await tabTo(page, 'nw');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => text(page)).toMatch(/^image\/crop,w_80,x_100,y_50,g_\w+\/rotate,90$/);
    await tabTo(page, 'Remove: rotate');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).not.toContain('rotate');
    expect(await focused(page)).toContain('crop');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toContain('rotate');
  });

  it.each([
    [
      'a rectangle',
      'crop,w_200,h_100,x_100,y_50',
      [
        ['Rectangle', ['ArrowLeft', 'Shift+ArrowDown'], 'crop,w_200,h_100,x_99,y_60'],
        ['Top left corner', ['ArrowRight'], 'crop,w_199,h_100,x_100,y_60'],
        ['Bottom right corner', ['Shift+ArrowRight', 'ArrowUp'], 'crop,w_209,h_99,x_100,y_60'],
      ],
    ],
    [
      'a mark',
      'watermark,text_SGVsbG8,size_20',
      [['Watermark', ['Shift+ArrowLeft', 'ArrowUp'], 'watermark,g_se,x_20,y_11,text_SGVsbG8,size_20']],
    ],
  ] as const)('%s is placed on the picture, and each handle is one step back', async (_, chain, moves) => {
    const page = await open(linkTo(chain));
    await settled(page);
    await page.getByRole('button', { name: 'Place on the picture' }).focus();
    await page.keyboard.press('Enter');
    // Whoever asked for it is there, and comes back to where they were.
    await expect.poll(() => focused(page)).toBe(moves[0][0]);
    for (const [handle, keys, becomes] of moves) {
      if ((await focused(page)) !== handle) await tabTo(page, handle);
      for (const key of keys) await page.keyboard.press(key);
      await expect.poll(() => text(page)).toBe(`image/${becomes}`);
    }
    const values = moves
      .at(-1)![2]
      .replaceAll(/(^|,)(crop|watermark|text_\w+|size_\d+)/g, '')
      .split(',');
    const heard = await page.locator('.stage').getByRole('status').innerText();
    expect(heard.split(', ').toSorted()).toEqual(values.filter(Boolean).toSorted());
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('Place on the picture');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect.poll(() => text(page)).toBe(`image/${moves.at(-2)?.[2] ?? chain}`);
  });

  it('shows where the focus is', async () => {
    const page = await open(linkTo('crop,w_200,x_100,y_50'));
    await settled(page);
    await page.getByRole('button', { name: 'Place on the picture' }).press('Enter');
    await page.locator('.drawn').waitFor();
    const unseen: string[] = [];
    for (let steps = 0; steps < 40; steps++) {
      await page.keyboard.press('Tab');
      const lacking = await page.evaluate(() => {
        const element = document.activeElement!;
        if (element === document.body) return undefined;
        const seen = element.matches('.file input') ? element.parentElement! : element;
        return getComputedStyle(seen).outlineStyle === 'none' ? element.outerHTML : undefined;
      });
      if (lacking) unseen.push(lacking);
    }
    expect(unseen).toEqual([]);
  });
});

describe('a screen reader', () => {
  it('hears a name for everything that can be used', async () => {
    const page = await open(linkTo('resize,w_300/watermark,text_SGVsbG8'));
    await settled(page);
    await signIn(page);
    await unfold(page);
    await page.locator('.styles li').first().waitFor();
    const tree = await page.locator('body').ariaSnapshot();
    const used =
      /- '?(button|textbox|combobox|slider|checkbox|radio|switch|img|form|region|heading)\b(?! ")/g;
    expect(tree.match(used)).toBeNull();
    for (const part of [
      'heading "Picture viewer" [level=1]',
      'region "Picture"',
      'region "Chain"',
      'region "Result"',
    ])
      expect(tree).toContain(part);
  });
});

describe.each([
  ['en-GB', 'light', 1400],
  ['zh-CN', 'dark', 1400],
  ['zh-CN', 'light', 360],
  ['en-GB', 'dark', 360],
] as const)('in %s, %s, %i pixels wide', (locale, colorScheme, width) => {
  it('nothing overflows and axe finds nothing serious, with everything open', async () => {
    const page = await open(linkTo('watermark,text_SGVsbG8/resize,w_1'), {
      locale,
      colorScheme,
      viewport: { width, height: 740 },
    });
    await settled(page);
    await unfold(page);
    await page.getByRole('rowheader', { name: 'ImageWidth' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await findings(page)).toEqual([]);
    await page.locator('.card button[aria-pressed]').click();
    await page.locator('[data-role=stage]').waitFor();
    expect(await findings(page)).toEqual([]);
  });
});

describe('the page', () => {
  it('weighs under 60 kB compressed before the first picture', async () => {
    const page = await open();
    await settled(page);
    const own = `${viewers.origin}/-/viewer/`;
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const loaded = [own, ...asked.filter((url) => url.startsWith(own))];
    let bytes = 0;
    for (const url of loaded) bytes += gzipSync(await (await fetch(url)).arrayBuffer()).length;
    expect(loaded.length).toBeGreaterThanOrEqual(4);
    expect(bytes).toBeLessThan(MOST);
  });

  it('runs no script that is not its own', async () => {
    const page = await open(linkTo('resize,w_30'), {}, /Content Security Policy/);
    await settled(page);
    const ran = await page.evaluate(async () => {
      const script = Object.assign(document.createElement('script'), { textContent: 'window.hit = 1' });
      document.body.append(script);
      const image = Object.assign(new Image(), { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' });
      const shown = await image.decode().then(Boolean, () => false);
      return 'hit' in globalThis || shown;
    });
    expect(ran).toBe(false);
    expect(await fact(page, 'size')).toBe('30 × 20');
  });
});

describe('an error that a browser opens', () => {
  it.each([
    ['en-GB', 'Expected', 'an integer from 1 to 16384', 'docs/operations.md#resize'],
    ['zh-CN', '应为', '1 到 16384 的整数', 'docs/zh/operations.md#resize'],
  ])('is a page in %s with the same status', async (locale, label, expected, anchor) => {
    const page = await open('', { locale }, /status of 400/);
    const response = await page.goto(`${viewers.origin}/example.jpg?x-oss-process=image/resize,w=100`);
    expect(response?.status()).toBe(400);
    const wrong = await page.goto(`${viewers.origin}/example.jpg?x-oss-process=image/resize,w_0`);
    expect(wrong?.headers()['content-type']).toContain('text/html');
    const told = await page.locator('body').innerText();
    for (const part of ['400 InvalidArgument', label, expected, anchor]) expect(told).toContain(part);
    expect(await findings(page)).toEqual([]);
    const program = await fetch(`${viewers.origin}/example.jpg?x-oss-process=image/resize,w_0`);
    expect(program.headers.get('content-type')).toBe('application/xml');
  });
});
