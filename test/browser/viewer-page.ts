/** The viewer in a real browser on the whole service, for the tests of a file. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type DevService, startDevService } from '../support/dev-service.ts';
import { openBrowser } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** Milliseconds that anything may take, on a machine that does other things as well. */
export const WAIT = 180_000;

/** What tests do with pages. */
export interface Viewers {
  /** Where the service is. */
  readonly origin: string;
  /** Opens the viewer; `expected` are the texts of console errors that belong to the test. */
  open(hash?: string, options?: BrowserContextOptions, expected?: RegExp): Promise<Page>;
}

/**
 * Starts browser and service for the tests of a file. After each of them nothing may have gone wrong on any page: no console
 * error, no failed script, no request to anybody else.
 */
export function useViewers(): Viewers {
  let browser: Browser;
  let service: DevService;
  let troubles: string[] = [];
  const viewers = { origin: '', open };

  beforeAll(async () => {
    [browser, service] = await Promise.all([openBrowser(), startDevService()]);
    viewers.origin = `http://127.0.0.1:${service.port}`;
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const found = troubles;
    troubles = [];
    expect(found).toEqual([]);
  });

  async function open(hash = '', options: BrowserContextOptions = {}, expected?: RegExp): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB', ...options })).newPage();
    page.setDefaultTimeout(WAIT);
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected?.test(message.text()))
        troubles.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(viewers.origin))
        troubles.push(request.url());
    });
    await page.goto(`${viewers.origin}/-/viewer/${hash}`);
    return page;
  }
  return viewers;
}

/** The hash of a view. */
export function linkTo(chain: string, key = 'example.jpg', bucket = 'examplebucket'): string {
  const link = new URLSearchParams({ bucket, key });
  for (const action of chain.split('/')) link.append('do', action);
  return `#${link}`;
}

/** What the page tells of the result. */
export function fact(page: Page, name: string): Promise<string> {
  return page.locator(`[data-fact=${name}]`).innerText();
}

/** The chain as the page writes it. */
export function text(page: Page): Promise<string> {
  return page.getByLabel('As text').inputValue();
}

/** Gives the page the key of `npm run dev`. */
export async function signIn(page: Page, secret = 'TestAccessKeySecret'): Promise<void> {
  const form = page.getByLabel('Key id');
  if (!(await form.isVisible())) await page.locator('summary', { hasText: 'Access key' }).click();
  await form.fill('TestAccessKeyId');
  await page.getByLabel('Secret').fill(secret);
  await page.getByRole('button', { name: 'Use this key' }).click();
}

/** Waits until the result is there. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[data-fact=size]').waitFor();
}

/** What of a page is accessible to some only, as axe finds it: its serious and critical findings, with the elements. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Axe = {
      run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
    };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
