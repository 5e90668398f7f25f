/** The package that builds addresses: against the parser, against the service's signature check, and as a package. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import fc from 'fast-check';
import { transformUrl } from 'unpic';
import { afterAll, describe, expect, it } from 'vitest';
import { type Chain, chain, pictureUrl, responsive, signUrl } from '../../packages/url/src/index.ts';
import {
  astroService,
  chainOfWish,
  nextLoader,
  nuxtProvider,
  unpicTransformer,
} from '../../packages/url/src/loaders.ts';
import { parseChain } from '../../src/core/engine/chain/parse.ts';
import { describe as describeOperations, type ParamDescription } from '../../src/core/ops/describe.ts';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import { createWorld } from '../oss/support/memory.ts';

const run = promisify(execFile);
const base = 'https://img.example.com';
const canonical = (text: string) => parseChain(text, OPERATIONS).text;

/** Any value of a parameter, and its text in a URL. */
function valueOf({ key, control }: ParamDescription): fc.Arbitrary<[string, unknown, string]> {
  switch (control.kind) {
    case 'number':
      return fc.integer({ min: control.min, max: control.max }).map((value) => [key, value, String(value)]);
    case 'toggle':
      return fc.boolean().map((value) => [key, value, value ? '1' : '0']);
    case 'select':
    case 'place':
      return fc.constantFrom(...control.options).map((value) => [key, value, value]);
    case 'colour':
      return fc
        .integer({ min: 0, max: 0xffffff })
        .map((value) => value.toString(16).padStart(6, '0').toUpperCase())
        .map((text) => [key, `#${text}`, text]);
    case 'text':
      return fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
        .map((value) => [key, value, Buffer.from(value).toString('base64url')]);
  }
}

describe('a chain', () => {
  it('reads as it is written', () => {
    const made = chain().resize({ w: 300, h: 200, m: 'fill' }).watermark({ text: '你好' }).rotate(90);
    expect(String(made)).toBe('image/resize,w_300,h_200,m_fill/watermark,text_5L2g5aW9/rotate,90');
    expect(String(chain().autoOrient(true).format('webp').info())).toBe(
      'image/auto-orient,1/format,webp/info',
    );
    expect(String(chain())).toBe('');
    expect(String(chain('blur,r_3,s_2').crop({ g: undefined, w: 10 }))).toBe('image/blur,r_3,s_2/crop,w_10');
  });

  const operations = describeOperations(OPERATIONS);
  it.each(operations.map((one) => [one.name, one] as const))(
    'of %s means to the parser what was given, whatever was given',
    (name, { params, bareOnly }) => {
      const method = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const call = (values?: unknown) =>
        (chain() as unknown as Record<string, (values?: unknown) => Chain>)[method]!(values);
      const single = bareOnly || (params.length === 1 && params[0]!.bare);
      const some = fc.tuple(...params.map((param) => fc.option(valueOf(param), { nil: undefined })));
      fc.assert(
        fc.property(some, (drawn) => {
          const given = drawn.filter((one) => one !== undefined);
          const texts = given.map(([key, , text]) => (single ? text : `${key}_${text}`));
          const values = single ? given[0]?.[1] : Object.fromEntries(given);
          fc.pre(!single || given.length === 1);
          const expected = `image/${[name, ...texts].join(',')}`;
          expect(String(call(values))).toBe(expected);
          let parsed: string | undefined;
          try {
            parsed = canonical(expected);
          } catch {
            return; // Values that do not go together are the parser's to refuse.
          }
          expect(canonical(String(call(values)))).toBe(parsed);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each([
    [chain().resize({ w: 300, h: 200, m: 'fill' }), 'image/resize,w_600,h_400,m_fill'],
    [chain().resize({ p: 50 }).rotate(90), 'image/resize,w_600/rotate,90'],
    [chain().resize({ l: 50, s: 20, limit: 0 }), 'image/resize,w_600,limit_0'],
    [chain('resize,P_20'), 'image/resize,w_600'],
    [chain().resize({ h: 200 }), 'image/resize,w_600'],
    [chain().resize({ w: 6000, h: 15 }), 'image/resize,w_600,h_2'],
    [chain().resize({ w: 6000, h: 5 }), 'image/resize,w_600,h_1'],
    [chain().resize({ w: 6000, h: 1 }), 'image/resize,w_600,h_1'],
    [
      chain().rotate(90).resize({ w: 60, h: 10 }).resize({ w: 9 }),
      'image/rotate,90/resize,w_600,h_100/resize,w_9',
    ],
    [chain().blur({ r: 3, s: 2 }), 'image/resize,w_600/blur,r_3,s_2'],
  ])('%s for another width', (made, expected) => expect(String(made.forWidth(600))).toBe(expected));
});

describe('an address', () => {
  it('is of the key and the chain, whatever is in them', () => {
    const key = "a b/it's #1?&%~图.jpg";
    const process = 'style/a&b=c+d 图😀 #1';
    const url = new URL(pictureUrl({ base: `${base}/`, key, process }));
    expect(decodeURIComponent(url.pathname)).toBe(`/${key}`);
    expect(url.searchParams.get('x-oss-process')).toBe(process);
    expect(pictureUrl({ base, key: 'a.jpg', process: chain().resize({ w: 1 }) })).toBe(
      `${base}/a.jpg?x-oss-process=image/resize,w_1`,
    );
  });

  it.each([base, `${base}/`, `${base}///`])(
    'on %s is one slash apart from its key, whatever slashes both have',
    (at) => {
      for (const key of ['a/b.jpg', '/a/b.jpg', '///a/b.jpg'])
        expect(pictureUrl({ base: at, key })).toBe(`${base}/a/b.jpg`);
      expect(pictureUrl({ base: `${at.replace(/\/$/, '')}/bucket/`, key: '//a//b/' })).toMatch(
        /\/bucket\/a\/\/b\/$/,
      );
    },
  );

  it('comes in many widths', () => {
    const process = chain().resize({ w: 100, h: 50, m: 'fill' });
    expect(responsive({ base, key: 'a.jpg', process }, { widths: [200, 400] })).toEqual({
      src: `${base}/a.jpg?x-oss-process=image/resize,w_400,h_200,m_fill`,
      srcset:
        `${base}/a.jpg?x-oss-process=image/resize,w_200,h_100,m_fill 200w, ` +
        `${base}/a.jpg?x-oss-process=image/resize,w_400,h_200,m_fill 400w`,
      sizes: '100vw',
    });
  });

  it.each(['V1', 'V4'] as const)('signed in %s holds for its time and for what it asks', async (version) => {
    const world = createWorld({ buckets: [{ acl: 'private' }] });
    const key = "a b/it's 图+1.txt";
    await world.put('examplebucket', key, new TextEncoder().encode('x'));
    const sign = (secret: string) =>
      signUrl({
        base: 'http://127.0.0.1:8787/examplebucket',
        bucket: 'examplebucket',
        key,
        query: { 'response-content-type': 'text/x-a b' },
        credentials: { accessKeyId: 'TestAccessKeyId', accessKeySecret: secret },
        seconds: 60,
        version,
        now: new Date(world.clock.time),
      });
    const ask = async (url: string) => world.face(new Request(url));
    const url = await sign('TestAccessKeySecret');
    expect((await ask(url)).headers.get('content-type')).toBe('text/x-a b');
    expect((await ask(await sign('another'))).status).toBe(403);
    expect((await ask(url.replace('text%2Fx-a', 'text%2Fx-b'))).status).toBe(403);
    world.clock.time += 61_000;
    expect((await ask(url)).status).toBe(403);
  });
});

describe('loaders', () => {
  const asked = 'image/resize,m_fill,w_300,h_200/format,webp/quality,q_80';
  const wish = { width: 300, height: 200, format: 'webp', quality: 80 };
  it.each([
    [
      'next',
      nextLoader({ base })({ src: '/a b.jpg', width: 300, quality: 80 }),
      'image/resize,w_300/quality,q_80',
    ],
    ['nuxt', nuxtProvider({ base })('/a b.jpg', { modifiers: wish }).url, asked],
    [
      'nuxt elsewhere',
      nuxtProvider({ base: 'https://x' })('a b.jpg', { modifiers: wish, baseURL: base }).url,
      asked,
    ],
    ['astro', astroService({ base }).getURL({ src: { src: '/a b.jpg' }, ...wish }), asked],
    ['unpic', unpicTransformer({ base })(`${base}/a%20b.jpg?x-oss-process=style/x`, wish), asked],
  ])('of %s', (_, url, process) => expect(url).toBe(`${base}/a%20b.jpg?x-oss-process=${process}`));

  it.each([
    ['contain', 'image/resize,m_pad,w_3,h_2'],
    ['fill', 'image/resize,m_fixed,w_3,h_2'],
    ['inside', 'image/resize,m_lfit,w_3,h_2'],
    ['outside', 'image/resize,m_mfit,w_3,h_2'],
  ])('know fit %s', (fit, process) =>
    expect(String(chainOfWish({ width: '3', height: 2.2, fit, format: 'avif', quality: 'low' }))).toBe(
      process,
    ),
  );

  it.each([
    [undefined, ''],
    ['auto', ''],
    ['', ''],
    [-5, ''],
    [0, ''],
    ['0', ''],
    [0.4, ''],
    [NaN, ''],
    [0.5, '1'],
    ['1', '1'],
    [2.5, '3'],
    [100, '100'],
    ['101', '101'],
  ])('leave out sides and qualities that are none, and round others: %j', (value, text) => {
    const resized = (side: string) => (text === '' ? '' : `image/resize,${side}_${text}`);
    expect(String(chainOfWish({ width: value }))).toBe(resized('w'));
    expect(String(chainOfWish({ height: value }))).toBe(resized('h'));
    const quality = text === '101' ? '100' : text;
    expect(String(chainOfWish({ quality: value }))).toBe(text === '' ? '' : `image/quality,q_${quality}`);
    const both = text === '' ? 'image/resize,w_7' : `image/resize,m_fill,w_7,h_${text}`;
    expect(String(chainOfWish({ width: 7, height: value }))).toBe(both);
  });

  it('find the key of an address, whatever is in it', () => {
    const key = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((one) => !/^\/|^\.|\/\.|\p{Cs}/u.test(one));
    fc.assert(
      fc.property(key, (one) => {
        const address = pictureUrl({ base, key: one });
        const asked = `${address}?x-oss-process=image/resize,w_5`;
        const path = new URL(address).pathname;
        expect(nextLoader({ base })({ src: path, width: 5 })).toBe(asked);
        expect(unpicTransformer({ base })(`${address}?x-oss-process=style/x#y`, { width: 5 })).toBe(asked);
      }),
    );
    expect(nextLoader({ base })({ src: '/100% 图.jpg', width: 5 })).toBe(
      `${base}/100%25%20%E5%9B%BE.jpg?x-oss-process=image/resize,w_5`,
    );
  });

  it('ask for the size that unpic itself asks another service for', () => {
    const theirs = new URL(
      String(transformUrl({ url: `${base}/a.jpg`, width: 300, height: 200, provider: 'imgix' })),
    );
    const [w, h] = [theirs.searchParams.get('w'), theirs.searchParams.get('h')];
    expect(unpicTransformer({ base })(`${base}/a.jpg`, { width: 300, height: 200 })).toContain(
      `w_${w},h_${h}`,
    );
  });
});

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'url-package-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is under 6 kB compressed', async () => {
    const bundle = (name: string) =>
      build({
        entryPoints: [`packages/url/src/${name}.ts`],
        bundle: true,
        minify: true,
        format: 'esm',
        write: false,
      });
    for (const name of ['index', 'loaders'])
      expect(gzipSync((await bundle(name)).outputFiles[0]!.contents).length).toBeLessThan(6_000);
  });

  it('is packed, installed elsewhere, completes what it knows and refuses what it does not', async () => {
    await run('npm', ['pack', '--pack-destination', folder], { cwd: 'packages/url' });
    const [packed = ''] = readdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${packed}`], { cwd: folder });
    const program = `import { chain, pictureUrl } from '@edge-img/url';
import { nextLoader } from '@edge-img/url/loaders';
console.log(pictureUrl({ base: 'https://h', key: 'k', process: chain().resize({ w: 5 }) }));
console.log(nextLoader({ base: 'https://h' })({ src: 'k', width: 5 }));
`;
    writeFileSync(join(folder, 'use.js'), program);
    const { stdout } = await run(process.execPath, ['use.js'], { cwd: folder });
    expect(stdout).toBe('https://h/k?x-oss-process=image/resize,w_5\n'.repeat(2));
    mkdirSync(join(folder, 'types'));
    const check = async (text: string) => {
      writeFileSync(join(folder, 'types/use.ts'), text);
      const tsc = join(process.cwd(), 'node_modules/.bin/tsc');
      const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
      return run(tsc, [...flags, 'types/use.ts'], { cwd: folder }).then(
        () => '',
        (error: { stdout: string }) => error.stdout,
      );
    };
    const use = (call: string) => `import { chain } from '@edge-img/url';\nchain().${call};\n`;
    expect(await check(use("resize({ w: 5, m: 'fill' }).rotate(90).autoOrient(1).info()"))).toBe('');
    expect(await check(use("resize({ m: 'stretch' })"))).toContain('error TS');
    expect(await check(use('circle()'))).toContain('error TS');
    expect(await check(use('spin(90)'))).toContain('error TS');
  });
});
