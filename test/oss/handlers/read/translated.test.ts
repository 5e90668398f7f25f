import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { DIALECT_NAMES, type DialectName } from '../../../../src/dialects/index.ts';
import { refusal } from '../../support/answer.ts';
import { createWorld, NOW, type World } from '../../support/memory.ts';
import { anonymous } from '../../support/sign.ts';

let world: World;
async function open(dialects: readonly DialectName[], rest: object = {}) {
  world = createWorld({ buckets: [{ acl: 'public-read', dialects, ...rest }] });
  await world.put('examplebucket', 'a.jpg', 'hello', { headers: { contentType: 'image/jpeg' } });
  world.style('thumb', 'image/resize,w_1');
}
const get = (path: string, method = 'GET') => world.face(anonymous(`/examplebucket/${path}`, { method }));
const text = async (path: string) => (await get(path)).text();

/** One request in each language, the chain it is, and one that it refuses. */
const REQUESTS: readonly (readonly [DialectName, string, string, string])[] = [
  [
    'tos',
    'a.jpg?x-tos-process=image/rotate,90',
    'image/auto-orient,0/rotate,90',
    'a.jpg?x-tos-process=image/slim',
  ],
  [
    'obs',
    'a.jpg?x-image-process=image/crop,w_1,g_br',
    'image/crop,w_1,g_se',
    'a.jpg?x-image-process=image/slim',
  ],
  ['ci', 'a.jpg?imageView2/2/w/100', 'image/resize,m_lfit,w_100,limit_1', 'a.jpg?imageView2/7/w/1'],
  ['qiniu', 'a.jpg?imageView2/2/w/100', 'image/resize,m_lfit,w_100,limit_1', 'a.jpg?imageView2/7/w/1'],
  [
    'cloudflare',
    'cdn-cgi/image/width=80/a.jpg',
    'image/resize,m_lfit,w_80,limit_1',
    'cdn-cgi/image/widht=80/a.jpg',
  ],
  ['imgproxy', 'unsafe/w:80/plain/a.jpg', 'image/resize,m_lfit,w_80,limit_1', 'unsafe/slim:1/plain/a.jpg'],
];

const REFUSED: Readonly<Record<DialectName, RegExp>> = {
  tos: /^application\/json {"Code":"InvalidArgument","RequestId":"\w+","HostId":"[^"]+","Message":"[^"]*slim[^"]*"}$/,
  obs: /^application\/xml <\?xml[^>]+\?>\n<Error><Code>InvalidArgument<\/Code><Message>.*<RequestId>.*<Resource>a.jpg</,
  ci: /^application\/xml <\?xml[^>]+\?>\n<Error><Code>InvalidArgument<\/Code>.*<Resource>a.jpg<.*<TraceId>\w+</,
  qiniu: /^application\/json {"code":400,"error":"The value: 7 of parameter: mode is invalid."}$/,
  imgproxy: /^text\/plain Invalid URL: The option slim is not offered.$/,
  cloudflare: /^text\/plain; charset=utf-8 ERROR 9401: The value: 80 of parameter: widht is invalid.$/,
};

describe.each(REQUESTS)('%s', (name, address, chain, wrong) => {
  it('makes the picture where the bucket speaks it', async () => {
    await open([name]);
    expect(await text(address)).toBe(`a.jpg: ${chain}`);
    expect(world.renderer.jobs.at(-1)?.chain).toBe(chain);
  });

  it('means nothing elsewhere', async () => {
    await open(DIALECT_NAMES.filter((other) => other !== name && !(name === 'ci' || name === 'qiniu')));
    const expected = address.includes('?') ? /^hello$/ : /NoSuchKey/;
    expect(await text(address)).toMatch(expected);
  });

  it('tells a person whose browser opened the address on a page, with the status and headers of its vendor', async () => {
    await open([name]);
    const told = await get(wrong);
    const person = { accept: 'text/html', 'sec-fetch-dest': 'document', 'accept-language': 'zh' };
    const page = await world.face(anonymous(`/examplebucket/${wrong}`, { headers: person }));
    expect([page.status, page.headers.get('cf-resized')]).toEqual([
      told.status,
      told.headers.get('cf-resized'),
    ]);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toMatch(new RegExp(`<html lang="zh-CN">.*<h1>${told.status} \\w+</h1>`));
  });

  it('refuses in the words of its vendor, with no error of this service in it', async () => {
    await open([name]);
    const response = await get(wrong);
    expect(response.status).toBe(name === 'imgproxy' ? 501 : 400);
    expect(`${response.headers.get('content-type')} ${await response.text()}`).toMatch(REFUSED[name]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await get(wrong, 'HEAD')).status).toBe(response.status);
  });
});

describe('a bucket with dialects', () => {
  beforeEach(() => open(DIALECT_NAMES, { protect: ['jpg'] }));

  it('keeps what it protects behind styles', async () => {
    const response = await get('a.jpg?x-tos-process=image/rotate,90');
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/json']);
    expect((await get('a.jpg?x-tos-process=style/thumb')).status).toBe(200);
  });

  it('still speaks its own language', async () => {
    expect(await text('a.jpg?x-oss-process=style/thumb')).toBe('a.jpg: image/resize,w_1');
    expect((await refusal(get('b.jpg?x-oss-process=style/thumb')))[1]).toBe('NoSuchKey');
  });

  it('says what is missing as the vendor does', async () => {
    await open(['cloudflare']);
    const response = await get('cdn-cgi/image/width=80/b.jpg');
    expect([response.status, response.headers.get('cf-resized')]).toEqual([404, 'err=9404']);
  });
});

describe('a request that forgives errors', () => {
  it.each([
    ['obs', 'a.jpg?x-image-process=image/rounded-corners,rx_9/ignore-error,1'],
    ['obs', 'a.jpg?x-image-process=image/crop,g_middle/ignore-error,1'],
    ['ci', 'a.jpg?imageMogr2/nothing/1/ignore-error/1'],
    ['qiniu', 'a.jpg?imageMogr2/ignore-error/1/thumbnail/abc'],
  ] as const)('is shown the original: %s %s', async (name, address) => {
    await open([name]);
    expect(await text(address)).toBe('hello');
    expect((await get(address.replace(/ignore-error(.)1/, 'ignore-error$10'))).status).toBe(400);
    expect((await get(address.replace('a.jpg', 'b.jpg'))).status).toBe(404);
    await open([name], { protect: ['jpg'] });
    expect((await get(address)).status).toBe(403);
  });
});

describe('a report', () => {
  it('is told as the vendor tells it, with its own length', async () => {
    await open(['obs']);
    world.renderer.report = {
      ImageWidth: { value: '4' },
      ImageHeight: { value: '3' },
      Format: { value: 'png' },
      FileSize: { value: '9' },
    };
    const response = await get('a.jpg?x-image-process=image/info');
    const body = await response.text();
    expect(JSON.parse(body)).toEqual({ format: 'PNG', height: 3, size: 9, width: 4 });
    expect(response.headers.get('content-length')).toBe(`${body.length}`);
  });
});

describe('the sum that Tencent tells', () => {
  it('is that of the original, where its ETag is one', async () => {
    await open(['ci']);
    world.renderer.report = { Format: { value: 'png' }, RGB: '0x123456' };
    const { md5 } = (await (await get('a.jpg?imageInfo')).json()) as { md5: string };
    expect(md5).toBe(createHash('md5').update('hello').digest('hex'));
  });
});

describe('an original that is shown as it is stored', () => {
  /** The body of an answer, and the chains that were rendered for it. */
  const shown = async (path: string, report: object) => {
    world.renderer.report = report;
    const response = await get(path);
    return [response.status, await response.text(), world.renderer.jobs.map(({ chain }) => chain)];
  };

  it.each([
    ['gif', 'hello', ['image/traits']],
    ['png', 'a.jpg: image/resize,m_lfit,w_80,limit_1', ['image/traits', 'image/resize,m_lfit,w_80,limit_1']],
  ])('of a format that is not to be processed: %s', async (format, body, chains) => {
    await open(['imgproxy']);
    const told = { Format: { value: format }, FileSize: { value: '5' } };
    expect(await shown('unsafe/skp:gif:webp/w:80/plain/a.jpg', told)).toEqual([200, body, chains]);
    expect((await get('unsafe/skp:gif:webp/w:80/plain/b.jpg')).status).toBe(404);
  });

  it.each([
    ['larger', '9999', 'a.jpg: image/auto-orient,0/bytes,15360'],
    ['no larger', '38', 'hello'],
    ['smaller', '5', 'hello'],
  ])('and is %s than what is made of it', async (_, size, body) => {
    await open(['ci']);
    const told = { Format: { value: 'jpg' }, FileSize: { value: size } };
    expect((await shown('a.jpg?imageMogr2/size-limit/15k!', told)).slice(0, 2)).toEqual([200, body]);
    expect(await text('a.jpg?imageMogr2/size-limit/15k')).toBe('a.jpg: image/auto-orient,0/bytes,15360');
  });

  it('and is no larger is given in the place of what is made, which is let go', async () => {
    await open(['ci']);
    let cancelled = 0;
    const { render } = world.renderer;
    world.renderer.render = async (job) => {
      const made = await render.call(world.renderer, job);
      const body = new ReadableStream<Uint8Array>({ cancel: () => void cancelled++ });
      return job.chain === 'image/traits' ? made : { ...made, body: body as never };
    };
    const told = { Format: { value: 'jpg' }, FileSize: { value: '38' } };
    expect((await shown('a.jpg?imageMogr2/size-limit/15k!', told)).slice(0, 2)).toEqual([200, 'hello']);
    expect(cancelled).toBe(1);
  });

  it('is not where only styles of it may be seen', async () => {
    await open(['imgproxy', 'ci'], { protect: ['jpg'] });
    const told = { Format: { value: 'gif' }, FileSize: { value: '5' } };
    expect((await shown('unsafe/skp:gif/w:80/plain/a.jpg', told)).slice(0, 2)).toEqual([403, 'Forbidden']);
    expect((await shown('a.jpg?imageMogr2/size-limit/15k!', told))[0]).toBe(403);
  });

  it('is not asked about for nothing', async () => {
    await open(['imgproxy']);
    await get('unsafe/skp:gif/f:webp/plain/a.jpg');
    await get('unsafe/raw:1/skp:gif/plain/a.jpg');
    expect(world.renderer.jobs.map(({ chain }) => chain)).toEqual(['image/format,webp']);
  });
});

describe('names of what imgproxy sends', () => {
  it.each([
    ['unsafe/w:9/plain/a.jpg', null],
    ['unsafe/att:1/plain/a.jpg', 'attachment; filename="a.png"'],
    ['unsafe/fn:cat%20one/plain/a.jpg', 'inline; filename="cat one.png"'],
    ['unsafe/fn:5Zu-IiI:1/att:1/plain/a.jpg', "attachment; filename*=UTF-8''%E5%9B%BE%22%22.png"],
    ['unsafe/fn:cat/raw:1/plain/a.jpg', 'inline; filename="cat.jpg"'],
  ])('%s: %s', async (path, expected) => {
    await open(['imgproxy']);
    expect((await get(path)).headers.get('content-disposition')).toBe(expected);
  });
});

describe('encrypted sources of imgproxy', () => {
  const sourceKey = '1eb5b0e971ad7f45324c1bb15c947cb207c43152fa5c6c7f35c4f36e0c18e0f1';
  // The example of the vendor's page on it.
  const sealed = 'p5VjorNdhs7mRRw8gA9TWoRlGci3l1kuzqN43UQlRaRIQ0qtBKW3qFABIsx-ZRz_cVc8iVTYbhsNsxNBL1BHaQ';
  beforeEach(async () => {
    await open(['imgproxy'], { imgproxy: { sourceKey } });
    await world.put('examplebucket', 'images/curiosity.jpg', 'hello');
  });
  const seal = (address: string | Buffer, key: string, bits: number) => {
    const cipher = createCipheriv(`aes-${bits}-cbc`, Buffer.from(key, 'hex'), Buffer.alloc(16, 7));
    return Buffer.concat([Buffer.alloc(16, 7), cipher.update(Buffer.from(address)), cipher.final()]).toString(
      'base64url',
    );
  };

  it('are opened, parted or not', async () => {
    const made = 'images/curiosity.jpg: image/resize,m_lfit,w_9,limit_1';
    expect(await text(`unsafe/w:9/enc/${sealed}`)).toBe(made);
    const parted = sealed.replaceAll(/.{16}/g, '$&/');
    expect(await text(`unsafe/w:9/enc/${parted}.png`)).toBe(`${made}/format,png`);
  });

  it.each([128, 192, 256])('by keys of %i bits', async (bits) => {
    const key = 'ab'.repeat(bits / 8);
    await open(['imgproxy'], { imgproxy: { sourceKey: key } });
    const address = seal('https://b.example/a.jpg', key, bits);
    expect(await text(`unsafe/w:9/enc/${address}`)).toBe('a.jpg: image/resize,m_lfit,w_9,limit_1');
  });

  it.each([
    ['another key', seal('a.jpg', 'cd'.repeat(32), 256)],
    ['too few bytes', sealed.slice(0, 20)],
    ['half a block', sealed.slice(0, 50)],
    ['what is no text', 'A'.repeat(64)],
    ['bytes that are no text', seal(Buffer.of(0x61, 0xff), sourceKey, 256)],
  ])('say no more of %s than of what is not there', async (_, wrong) => {
    await world.put('examplebucket', 'a\ufffd', 'hello');
    const [first, second] = [await get(`unsafe/w:9/enc/${wrong}`), await get('unsafe/w:9/plain/none.jpg')];
    expect([first.status, await first.text()]).toEqual([404, await second.text()]);
  });

  it('are not offered without a key', async () => {
    await open(['imgproxy']);
    expect((await get(`unsafe/w:9/enc/${sealed}`)).status).toBe(501);
  });
});

describe('presets of imgproxy', () => {
  it('are those of the bucket', async () => {
    await open(['imgproxy'], { presets: { small: 'w:80' } });
    expect(await text('unsafe/pr:small/plain/a.jpg')).toBe('a.jpg: image/resize,m_lfit,w_80,limit_1');
    expect(await text('unsafe/pr:large/plain/a.jpg')).toMatch(/^Invalid URL: .*large/);
  });
});

describe('signatures of imgproxy', () => {
  const imgproxy = { key: '736563726574', salt: '68656c6c6f' };
  const sign = (path: string) => createHmac('sha256', 'secret').update(`hello${path}`).digest('base64url');
  const status = async (path: string) => (await get(path)).status;
  beforeEach(() => open(['imgproxy'], { imgproxy }));

  it.each(['/w:80/plain/a.jpg', '/w:80/plain/local:%2F%2F%2Fa.jpg', '/rs:fit:80:80/YS5qcGc.png'])(
    'are over the path as it is written: %s',
    async (path) => {
      const signature = sign(path);
      expect(await status(signature + path)).toBe(200);
      expect(await status(signature.slice(0, 22) + path)).toBe(200);
      const other = signature.startsWith('A') ? 'B' : 'A';
      for (const wrong of ['unsafe', signature.slice(0, 21), `${signature}A`, other + signature.slice(1)]) {
        const response = await get(wrong + path);
        expect([wrong, response.status, await response.text()]).toEqual([wrong, 403, 'Forbidden']);
      }
    },
  );

  it('end when they say so, signed or not', async () => {
    const [past, future] = [NOW / 1000 - 1, NOW / 1000 + 1].map((end) => `/exp:${end}/w:80/plain/a.jpg`);
    expect(await status(sign(past!) + past!)).toBe(404);
    expect(await status(sign(future!) + future!)).toBe(200);
    await open(['imgproxy']);
    expect(await status(`unsafe${past}`)).toBe(404);
    expect(await status(`unsafe${future}`)).toBe(200);
  });
});
