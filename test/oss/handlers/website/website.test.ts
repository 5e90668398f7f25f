import { describe, expect, it } from 'vitest';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const PATH = '/examplebucket/?website';
const configuration = (index: string, error = '') =>
  `<WebsiteConfiguration>${index && `<IndexDocument>${index}</IndexDocument>`}` +
  `${error && `<ErrorDocument>${error}</ErrorDocument>`}</WebsiteConfiguration>`;
const put = (world: World, body: string) => world.face(signed(PATH, { method: 'PUT', body }));
const INDEX = '<Suffix>index.html</Suffix>';
const FOLDERS = `${INDEX}<SupportSubDir>true</SupportSubDir>`;

/** A public bucket with some pages. */
async function site(index: string, error = ''): Promise<World> {
  const world = createWorld({ buckets: [{ acl: 'public-read' }] });
  for (const key of ['index.html', 'docs/index.html', 'docs/', 'docs/a.png', 'gone.html'])
    await world.put('examplebucket', key, key);
  expect((await put(world, configuration(index, error))).status).toBe(200);
  return world;
}

/** Status and what is shown. */
async function read(world: World, path: string, init: RequestInit = {}): Promise<[number, string]> {
  const answer = await world.face(anonymous(`/examplebucket/${path}`, init));
  return [answer.status, answer.headers.get('location') ?? (await answer.text())];
}

describe('the pages of a bucket', () => {
  it('are told as they were set, and gone after they are deleted', async () => {
    const world = createWorld();
    expect(await refusal(world.face(signed(PATH)))).toEqual([404, 'NoSuchWebsiteConfiguration']);
    const body = configuration(
      '<Suffix>index+中文.html</Suffix><SupportSubDir>true</SupportSubDir><Type>1</Type>',
      '<Key>error.中文</Key><HttpStatus>200</HttpStatus>',
    );
    expect((await put(world, body)).status).toBe(200);
    expect(await (await world.face(signed(PATH))).text()).toContain(body);
    expect((await world.face(signed(PATH, { method: 'DELETE' }))).status).toBe(204);
    expect(await refusal(world.face(signed(PATH)))).toEqual([404, 'NoSuchWebsiteConfiguration']);
  });

  it.each([
    [400, 'InvalidArgument', configuration('')],
    [400, 'MalformedXML', configuration('<Suffix>/index.html</Suffix>')],
    [400, 'MalformedXML', configuration('<Suffix>a/index.html</Suffix>')],
    [400, 'MalformedXML', configuration(`${INDEX}<Type>3</Type>`)],
    [400, 'MalformedXML', configuration('', '<Key>e</Key><HttpStatus>500</HttpStatus>')],
    [501, 'NotImplemented', configuration(INDEX).replace('</Web', '<RoutingRules></RoutingRules></Web')],
  ])('are refused with %s %s', async (status, code, body) => {
    expect((await refusal(put(createWorld(), body))).slice(0, 2)).toEqual([status, code]);
  });
});

describe('a bucket with pages', () => {
  it('shows its first page to whoever does not sign, and its objects to whoever does', async () => {
    const world = await site(INDEX);
    expect(await read(world, '')).toEqual([200, 'index.html']);
    const head = await world.face(anonymous('/examplebucket/', { method: 'HEAD' }));
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
    expect(await (await world.face(signed('/examplebucket/'))).text()).toContain('<Key>docs/a.png</Key>');
  });

  it.each(['utm_source=x&utm_medium=y', 'fbclid=1', 'v', 'versionId=null'])(
    'shows its first page whatever else the address says (%s)',
    async (query) => expect(await read(await site(INDEX), `?${query}`)).toEqual([200, 'index.html']),
  );

  it.each([
    'prefix=docs',
    'marker=a',
    'max-keys=5',
    'delimiter=/',
    'list-type=2',
    'encoding-type=url',
    'start-after=a',
    'continuation-token=a',
    'fetch-owner=true',
    'acl',
    'uploads',
    'stat',
    'x-oss-process=image/info',
  ])('lists and tells nothing of itself to whoever does not sign (%s)', async (query) =>
    expect(
      (await refusal((await site(INDEX)).face(anonymous(`/examplebucket/?${query}`)))).slice(0, 2),
    ).toEqual([403, 'AccessDenied']),
  );

  it('shows its first page to no page that may not show its objects', async () => {
    const world = await site(INDEX);
    const referer =
      '<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><RefererList>' +
      '<Referer>https://shop.example</Referer></RefererList></RefererConfiguration>';
    const body = { method: 'PUT', body: referer };
    expect((await world.face(signed('/examplebucket/?referer', body))).status).toBe(200);
    const from = (page: string) => read(world, '', { headers: { referer: page } });
    expect(await from('https://shop.example/a')).toEqual([200, 'index.html']);
    const [status, text] = await from('https://evil.example/');
    expect([status, text]).toEqual([403, expect.stringContaining('bucket referer policy')]);
  });

  it.each([
    ['every folder with the page of the root', INDEX, 'docs/', [200, 'index.html']],
    ['every folder with a page of its own', FOLDERS, 'docs/', [200, 'docs/index.html']],
    [
      'a folder without its slash with a way there',
      FOLDERS,
      'docs?a=1',
      [302, 'http://127.0.0.1:8787/examplebucket/docs/?a=1'],
    ],
    [
      'a folder without its slash with its page',
      `${FOLDERS}<Type>2</Type>`,
      'docs',
      [200, 'docs/index.html'],
    ],
  ])('answers %s', async (_, index, path, answer) => {
    expect(await read(await site(index), path)).toEqual(answer);
  });

  it.each([
    ['a folder without its slash', `${FOLDERS}<Type>1</Type>`, 'docs'],
    ['a folder without its slash where folders have no pages', INDEX, 'docs'],
    ['what is not there', FOLDERS, 'nothing'],
    ['a folder without a page', FOLDERS, 'nothing/'],
  ])('has nothing for %s', async (_, index, path) => {
    expect((await refusal(await (await site(index)).face(anonymous(`/examplebucket/${path}`))))[1]).toBe(
      'NoSuchKey',
    );
  });

  it.each(['', '<Type>2</Type>'])(
    'gives a caller that signed the object that it asks for, or none (%s)',
    async (type) => {
      const world = await site(FOLDERS + type, '<Key>gone.html</Key>');
      expect(await (await world.face(signed('/examplebucket/docs/'))).text()).toBe('docs/');
      await world.buckets.get('examplebucket')?.objects.delete(['docs/']);
      for (const path of ['docs', 'nothing/', 'nothing', 'docs/?x-oss-process=image/info']) {
        expect((await refusal(world.face(signed(`/examplebucket/${path}`)))).slice(0, 2)).toEqual([
          404,
          'NoSuchKey',
        ]);
      }
      for (const path of ['docs/', 'docs', 'nothing/', 'nothing']) {
        expect((await world.face(signed(`/examplebucket/${path}`, { method: 'HEAD' }))).status).toBe(404);
      }
    },
  );

  it('gives a caller that signed the page of a folder that is no object', async () => {
    const world = await site(FOLDERS);
    await world.buckets.get('examplebucket')?.objects.delete(['docs/']);
    const get = async () => (await world.face(signed('/examplebucket/docs/'))).text();
    expect(await get()).toBe('docs/index.html');
    await put(world, configuration(INDEX));
    expect(await get()).toBe('index.html');
  });

  it('lets nobody keep the page for what is not there', async () => {
    const world = await site(INDEX, '<Key>gone.html</Key>');
    const cached = { headers: { cacheControl: 'max-age=3600', expires: 'Thu, 01 Jan 2099 00:00:00 GMT' } };
    await world.put('examplebucket', 'gone.html', 'gone', cached);
    const validators = ['etag', 'last-modified', 'expires'];
    const absent = await world.face(anonymous('/examplebucket/nothing'));
    expect([absent.status, await absent.text(), absent.headers.get('cache-control')]).toEqual([
      404,
      'gone',
      'no-store',
    ]);
    expect(validators.filter((name) => absent.headers.has(name))).toEqual([]);
    await put(world, configuration(INDEX, '<Key>gone.html</Key><HttpStatus>200</HttpStatus>'));
    const page = await world.face(anonymous('/examplebucket/nothing'));
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'max-age=3600']);
    expect(validators.filter((name) => page.headers.has(name))).toEqual(validators);
  });

  it('shows a page for what is not there', async () => {
    const world = await site(INDEX, '<Key>gone.html</Key>');
    expect(await read(world, 'nothing', { headers: { range: 'bytes=2-3', 'if-none-match': '*' } })).toEqual([
      404,
      'gone.html',
    ]);
    expect(await read(await site('', '<Key>gone.html</Key><HttpStatus>200</HttpStatus>'), 'nothing')).toEqual(
      [200, 'gone.html'],
    );
    expect((await read(await site(INDEX, '<Key>missing.html</Key>'), 'nothing'))[1]).toContain('NoSuchKey');
  });

  it('makes pictures of what was asked for and nothing else', async () => {
    const world = await site(FOLDERS, '<Key>gone.html</Key>');
    for (const path of ['nothing', 'docs', 'nothing/'])
      expect((await read(world, `${path}?x-oss-process=image/resize,w_1`))[1]).toContain('NoSuchKey');
  });

  it('opens nothing that is closed', async () => {
    const world = await site(INDEX, '<Key>gone.html</Key>');
    await world.put('examplebucket', 'index.html', 'secret', { acl: 'private' });
    await world.put('examplebucket', 'gone.html', 'secret', { acl: 'private' });
    expect((await read(world, ''))[0]).toBe(403);
    expect((await read(world, 'nothing'))[1]).toContain('NoSuchKey');
  });
});
