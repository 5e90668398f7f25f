/** Who sees the viewer, and who sees the service as it is without it. */
import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createViewer, type ViewerSettings } from '../../../src/worker/gateway/viewer.ts';

const ORIGIN = 'https://img.example.com';
const assets = {
  fetch: async (request: RequestInfo | URL) => {
    const { pathname } = new URL((request as Request).url);
    const there = ['/viewer/', '/viewer/main.js', '/viewer/engine.js', '/fonts/noto-sans-sc/12.ttf'].includes(
      pathname,
    );
    return new Response(there ? pathname : 'no', { status: there ? 200 : 404 });
  },
} as unknown as Pick<Fetcher, 'fetch'>;

function view(path: string, init: RequestInit = {}, settings: Partial<ViewerSettings> = {}) {
  const all = {
    viewer: true,
    viewerHost: undefined,
    viewerSamples: ['open/a.jpg'],
    buckets: [],
    defaultBucket: 'open',
    hosts: new Map(),
    hostSuffixes: [],
    ...settings,
  };
  return createViewer(all, assets)(new Request(ORIGIN + path, { redirect: 'manual', ...init }));
}
const html = { headers: { accept: 'text/html,*/*;q=0.8' } };

describe('the viewer', () => {
  it('is what a person gets at the front door, and nobody else', async () => {
    const door = await view('/', html);
    expect([door?.status, door?.headers.get('location')]).toEqual([303, `${ORIGIN}/-/viewer/`]);
    const others: [string, RequestInit][] = [
      ['/', {}],
      ['/', { headers: { accept: '*/*' } }],
      ['/?prefix=', html],
      ['/?x-oss-signature=a', html],
      ['/a.jpg', html],
      ['/', { method: 'POST', ...html }],
      ['/', { headers: { accept: 'text/html', authorization: 'OSS a:b' } }],
      ['/-/viewer', { method: 'PUT' }],
    ];
    for (const [path, init] of others) expect([path, await view(path, init)]).toEqual([path, undefined]);
  });

  it('hides no object while it is off, and none on other hosts than its own', async () => {
    for (const path of ['/', '/-/viewer', '/-/viewer/', '/-/viewer/main.js', '/-/a.jpg']) {
      expect(await view(path, html, { viewer: false })).toBeUndefined();
      expect(await view(path, html, { viewerHost: 'viewer.example.com' })).toBeUndefined();
    }
    expect(await view('/-/a.jpg', html)).toBeUndefined();
    expect((await view('/', html, { viewerHost: 'img.example.com' }))?.status).toBe(303);
  });

  it.each([
    ['img.example.com', { hosts: new Map([['img.example.com', 'open']]) }],
    ['img.example.com', { hostSuffixes: ['example.com'] }],
    ['open.localhost:8787', {}],
  ])('is not at %s, which is a bucket’s, where %j', async (host, settings) => {
    for (const path of ['/', '/-/viewer/']) {
      const init = { headers: { ...html.headers, host } };
      expect(await view(path, init, settings)).toBeUndefined();
      const named = { ...settings, viewerHost: host.replace(/:.*/, '') };
      expect(await view(path, init, named)).toBeDefined();
    }
  });

  it('is files of its own under a strict policy', async () => {
    const page = await view('/-/viewer/');
    expect(await page?.text()).toBe('/viewer/');
    const policy = page?.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'self'; img-src 'self' blob:; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(page?.headers.get('x-content-type-options')).toBe('nosniff');
    const engine = (await view('/-/viewer/engine.js'))?.headers.get('content-security-policy');
    expect(engine).toBe("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
    expect((await view('/-/viewer'))?.status).toBe(301);
  });

  it.each([
    ['/-/viewer/fonts/noto-sans-sc/12.ttf', 200],
    ['/-/viewer/fonts/manifest.json', 404],
    ['/-/viewer/%2e%2e/fonts/manifest.json', undefined],
    ['/-/viewer/nothing.js', 404],
  ])('%s: %j', async (path, status) => {
    const response = await view(path);
    expect(response?.status).toBe(status);
    if (status === 404) expect(response?.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('tells of buckets that anyone may read, and of no secret', async () => {
    const bucket = (name: string, acl: string) => ({ settings: { name, acl, imgproxy: { key: '00' } } });
    const buckets = [bucket('open', 'public-read'), bucket('closed', 'private')];
    const settings = await view(
      '/-/viewer/settings.json',
      {},
      {
        buckets: buckets as unknown as ViewerSettings['buckets'],
      },
    );
    expect(await settings?.json()).toEqual({
      buckets: ['open'],
      samples: ['open/a.jpg'],
      defaultBucket: 'open',
    });
    const other = await view('/-/viewer/settings.json', {}, { defaultBucket: 'closed' });
    expect(await other?.text()).not.toContain('closed');
  });

  it('is off as shipped', () => {
    expect((env as unknown as { readonly VIEWER: unknown }).VIEWER).toBe(false);
  });
});
