import { describe, expect, it } from 'vitest';
import { readMadeKey } from '../../src/worker/config/buckets.ts';
import { pixelVersion, readConfig } from '../../src/worker/config/config.ts';

const BINDING = {};
const BUCKET = { binding: 'ORIGINALS' };
const read = (vars: Record<string, unknown>) =>
  readConfig({ ORIGINALS: BINDING, PRIVATE: BINDING, BUCKETS: { photos: BUCKET }, ...vars });

describe('what decides pixels', () => {
  it('has another version for each setting of each kind, and the code’s alone for the usual ones', () => {
    const unusual = [
      { SCALING: 'linear' },
      { SCALING: 'best' },
      { JPEG_ENCODER: 'tuned' },
      { JPEG_ENCODER: 'small' },
      { WEBP_ENCODER: 'small' },
      { ANIMATED_PNG: true },
      { HEIC: 'off' },
      { LIMIT_POLICY: 'box' },
      { JPEG_ENCODER: 'small', WEBP_ENCODER: 'small' },
    ].map((settings) => pixelVersion(read({ ENGINE_VERSION: '7', ...settings })));
    expect(pixelVersion(read({ ENGINE_VERSION: '7' }))).toBe('7');
    expect(new Set(['7', ...unusual]).size).toBe(1 + unusual.length);
  });
});

describe('a configuration', () => {
  it('needs no more than a bucket', () => {
    const config = read({});
    expect(config).toMatchObject({
      freshness: 60,
      memoryBytes: 96 * 1024 * 1024,
      jpegEncoder: 'fast',
      webpEncoder: 'fast',
      scaling: 'gamma',
      limits: { bytes: 20_971_520, side: 30_000, pixels: 250_000_000 },
      limitPolicy: 'result',
      edgeCache: 'cache-api',
      heic: 'on',
      hostSuffixes: [],
      defaultBucket: undefined,
      template: undefined,
      animatedPng: false,
      planHeader: false,
      viewer: false,
      viewerHost: undefined,
      viewerSamples: [],
      adminKey: undefined,
      logRequests: false,
      fontPrefix: '',
    });
    expect(config.buckets).toEqual([
      {
        binding: 'ORIGINALS',
        prefix: '',
        prerender: [],
        origin: undefined,
        settings: {
          name: 'photos',
          acl: 'private',
          delimiters: ['!'],
          protect: [],
          cors: [],
          callbacks: [],
          cacheControl: undefined,
          autoFormat: 'off',
          scripts: false,
          dialects: [],
          imgproxy: undefined,
          presets: undefined,
          created: new Date('2011-10-01T00:00:00Z'),
        },
      },
    ]);
  });
  it('may come as values, as JSON text and from a command line', () => {
    const config = read({
      BUCKETS: '{"photos": {"binding": "ORIGINALS", "acl": "public-read", "delimiters": ["-", "!"]}}',
      FRESHNESS_SECONDS: '0',
      PLAN_HEADER: 'true',
      VIEWER: 'false',
      HOST_SUFFIXES: ['OSS.example.com'],
      CUSTOM_DOMAINS: { 'Img.example.com': 'photos' },
      DEFAULT_BUCKET: 'photos',
      FONT_PREFIX: '',
      ACCESS_KEYS: '{"id": {"secret": "s", "permissions": ["read"], "expires": "2025-03-01T12:00:00Z"}}',
    });
    expect(config.buckets[0]?.settings).toMatchObject({ acl: 'public-read', delimiters: ['-', '!'] });
    expect(config).toMatchObject({
      freshness: 0,
      planHeader: true,
      viewer: false,
      hostSuffixes: ['oss.example.com'],
      defaultBucket: 'photos',
      fontPrefix: '',
    });
    expect(config.hosts.get('img.example.com')).toBe('photos');
    expect(config.keys.get('id')).toEqual({
      id: 'id',
      secret: 's',
      token: undefined,
      expires: new Date('2025-03-01T12:00:00Z'),
      permissions: ['read'],
      buckets: undefined,
    });
  });
});

/** A number that may be set, where it lands in the configuration, what it may be, and what it is when it is left out. */
const YEAR = 365 * 24 * 3600;
const MEGABYTE = 1024 * 1024;
type Config = ReturnType<typeof readConfig>;
const NUMBERS: [string, (config: Config) => number, min: number, max: number, usual: number][] = [
  ['MAX_SOURCE_BYTES', ({ limits }) => limits.bytes, 1, 512 * MEGABYTE, 20 * MEGABYTE],
  ['MAX_SOURCE_SIDE', ({ limits }) => limits.side, 1, 65_535, 30_000],
  ['MAX_SOURCE_PIXELS', ({ limits }) => limits.pixels, 1, 4_000_000_000, 250_000_000],
  ['CPU_BUDGET', ({ limits }) => limits.cost / 1000, 1, 300, 10],
  ['MEMORY_BYTES', ({ memoryBytes }) => memoryBytes, MEGABYTE, 4096 * MEGABYTE, 96 * MEGABYTE],
  ['MEMORY_QUEUE', ({ memoryQueue }) => memoryQueue, 0, 10_000, 64],
  ['FRESHNESS_SECONDS', ({ freshness }) => freshness, 0, YEAR, 60],
  ['CACHE_SECONDS', ({ cacheSeconds }) => cacheSeconds, 0, YEAR, 30 * 24 * 3600],
  ['MAX_AVIF_SIDE', ({ maxAvifSide }) => maxAvifSide, 4096, 16_384, 4096],
];

describe('a number', () => {
  it.each(NUMBERS)('%s is taken up to its limits and no further', (name, of, min, max, usual) => {
    expect(of(read({}))).toBe(usual);
    for (const value of [min, max]) {
      expect(of(read({ [name]: value }))).toBe(value);
      expect(of(read({ [name]: `${value}` }))).toBe(value);
    }
    for (const value of [min - 1, max + 1, min + 0.5, `${max + 1}`, '', ' 1', true])
      expect(() => read({ [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}: expected a whole`);
  });
});

describe('a bucket', () => {
  const bucket = (fields: object) => read({ BUCKETS: { photos: { ...BUCKET, ...fields } } }).buckets[0];
  it.each([
    [
      { kind: 'oss', url: 'https://photos.oss-cn-hangzhou.aliyuncs.com' },
      {
        kind: 'oss',
        url: 'https://photos.oss-cn-hangzhou.aliyuncs.com/',
        bucket: 'photos',
        region: undefined,
        acl: 'ask',
      },
    ],
    [
      { kind: 's3', url: 'http://s3.example/old/', bucket: 'old', region: 'mars', acl: 'bucket' },
      { kind: 's3', url: 'http://s3.example/old/', bucket: 'old', region: 'mars', acl: 'bucket' },
    ],
    [
      { kind: 'http', url: 'http://a.example/x' },
      { kind: 'http', url: 'http://a.example/x/', bucket: 'photos', region: undefined, acl: 'bucket' },
    ],
  ])('may have the origin %j', (origin, expected) => {
    expect(bucket({ origin })?.origin).toEqual(expected);
  });
  it('signs for an origin with a key of its own, where origins are signed for', () => {
    const keys = (kind: string, ORIGIN_KEYS: object) =>
      read({ BUCKETS: { photos: { ...BUCKET, origin: { kind, url: 'http://a.example' } } }, ORIGIN_KEYS })
        .originKeys;
    const key = { id: 'ID', secret: 'hush' };
    for (const kind of ['oss', 's3']) {
      expect(keys(kind, { photos: key }).get('photos')).toEqual({ ...key, token: undefined });
      expect(keys(kind, { photos: { ...key, token: 't' } }).get('photos')).toEqual({ ...key, token: 't' });
    }
    expect(keys('http', { others: key }).has('others')).toBe(true);
    expect(() => keys('http', { photos: key })).toThrow(
      /^ORIGIN_KEYS\.photos is something else: expected no key/,
    );
  });
  it('may have keys of imgproxy, of the sizes that there are', () => {
    const plain = { sourceKey: undefined, presetsOnly: false, mark: undefined, opacity: 100 };
    expect(bucket({ imgproxy: {} })?.settings.imgproxy).toEqual(plain);
    const signed = { key: 'ab', salt: 'CD', mark: 'm.png', opacity: 0, presetsOnly: true };
    expect(bucket({ imgproxy: signed })?.settings.imgproxy).toEqual({ ...plain, ...signed });
    for (const size of [16, 24, 32]) {
      const sourceKey = '0f'.repeat(size);
      expect(bucket({ imgproxy: { sourceKey } })?.settings.imgproxy).toEqual({ ...plain, sourceKey });
      for (const other of [size - 1, size + 1, 8, 64])
        expect(() => bucket({ imgproxy: { sourceKey: '0f'.repeat(other) } })).toThrow('16, 24 or 32 bytes');
    }
  });
  it.each([
    [{ one: { ...BUCKET, prefix: 'a/' }, two: { ...BUCKET, prefix: 'b/' } }, true],
    [{ one: BUCKET, two: { binding: 'PRIVATE' } }, true],
    [{ one: { ...BUCKET, prefix: 'a/' }, two: { binding: 'PRIVATE', prefix: 'a/' } }, true],
    [{ one: { ...BUCKET, prefix: 'a/' }, two: { ...BUCKET, prefix: 'a/' } }, false],
    [{ one: { ...BUCKET, prefix: 'a/' }, two: { ...BUCKET, prefix: 'a/b/' } }, false],
    [{ one: { ...BUCKET, prefix: 'a/b/' }, two: { ...BUCKET, prefix: 'a/' } }, false],
    [{ one: { ...BUCKET, prefix: 'b/a/' }, two: { ...BUCKET, prefix: 'a/' } }, true],
  ])('keeps to itself: %j, %s', (BUCKETS, isApart) => {
    if (isApart) expect(read({ BUCKETS }).buckets).toHaveLength(2);
    else expect(() => read({ BUCKETS })).toThrow('expected each to have a prefix of its own');
  });
  it.each([
    ['/buckets/photos/a/b.png', { bucket: 'photos', key: 'a/b.png' }],
    ['/buckets/photos/', { bucket: 'photos', key: '' }],
    ['/buckets/photos', undefined],
    ['buckets/photos/a', undefined],
    ['x/buckets/photos/a', undefined],
    ['photos/a/buckets/', undefined],
  ])('that a caller made has the key %j in R2: %j', (key, made) => {
    expect(readMadeKey(key)).toEqual(made);
  });
});

describe('a wrong configuration', () => {
  const bucket = (fields: object) => ({ BUCKETS: { photos: { ...BUCKET, ...fields } } });
  it.each([
    [{ BUCKETS: undefined }, 'BUCKETS is not set: expected a table'],
    [{ BUCKETS: '{' }, 'BUCKETS is something else: expected JSON'],
    [{ BUCKETS: {} }, 'BUCKETS is {}: expected at least one bucket'],
    [
      { BUCKETS: { No_Name: BUCKET } },
      'BUCKETS.No_Name is no bucket name: expected 3 to 63 of a-z, 0-9 and -',
    ],
    [{ BUCKETS: { photos: {} } }, 'BUCKETS.photos.binding is not set: expected a text'],
    [
      bucket({ binding: 'NOWHERE' }),
      'BUCKETS.photos.binding is "NOWHERE": expected the binding of one of the',
    ],
    [
      bucket({ acl: 'open' }),
      'BUCKETS.photos.acl is "open": expected one of private, public-read, public-read-write',
    ],
    [
      bucket({ acls: 'private' }),
      'BUCKETS.photos.acls is something else: expected one of the fields binding, prefix, acl',
    ],
    [bucket({ delimiters: ['.'] }), 'BUCKETS.photos.delimiters[0] is ".": expected one of -, _, /, !'],
    [
      bucket({ dialects: ['thumbor'] }),
      'BUCKETS.photos.dialects[0] is "thumbor": expected one of tos, obs, ci, qiniu, cloudflare, imgproxy',
    ],
    [
      bucket({ presets: { small: 'w:80', sharp: 'sharpen:x' } }),
      'BUCKETS.photos.presets.sharp is "sharpen:x": expected imgproxy\'s options',
    ],
    [bucket({ prefix: '/x/' }), 'BUCKETS.photos.prefix is "/x/": expected a prefix such as photos/'],
    [{ BUCKETS: { one: BUCKET, two: { ...BUCKET, prefix: 'a/' } } }, 'share the binding ORIGINALS'],
    ...['photos.example', 'ftp://a.example/', 'https://a.example/?b', 'https://a.example/#b', ''].map(
      (url) => [bucket({ origin: { kind: 'oss', url } }), 'BUCKETS.photos.origin.url is'] as [object, string],
    ),
    [bucket({ imgproxy: { key: '00' } }), 'BUCKETS.photos.imgproxy.salt is not set: expected a text'],
    [bucket({ imgproxy: { salt: '00' } }), 'BUCKETS.photos.imgproxy.key is not set: expected a text'],
    [bucket({ created: 'once' }), 'BUCKETS.photos.created is "once": expected a date such as'],
    [bucket({ cacheControl: '' }), 'BUCKETS.photos.cacheControl is "": expected a text'],
    [bucket({ protect: { a: 1 } }), 'BUCKETS.photos.protect is {"a":1}: expected a list'],
    [{ BUCKETS: { photos: null } }, 'BUCKETS.photos is null: expected a table'],
    [
      { BUCKET_TEMPLATE: { binding: 'NOWHERE' } },
      'BUCKET_TEMPLATE.binding is "NOWHERE": expected the binding of one of the',
    ],
    [{ BUCKET_TEMPLATE: { ...BUCKET, prefix: 'a/' } }, 'BUCKET_TEMPLATE.prefix is something else'],
    [
      { BUCKETS: { one: { binding: 'PRIVATE' }, two: { ...BUCKET, callbacks: ['a.example'] } } },
      'CALLBACK_KEY is not set: expected a key',
    ],
    [{ BUCKET_TEMPLATE: { ...BUCKET, callbacks: ['a.example'] } }, 'CALLBACK_KEY is not set: expected a key'],
    [{ FRESHNESS_SECONDS: -1 }, 'FRESHNESS_SECONDS is -1: expected a whole number from 0 to 31536000'],
    [{ FRESHNESS_SECONDS: '1 minute' }, 'FRESHNESS_SECONDS is "1 minute": expected a whole number'],
    [{ PLAN_HEADER: 1 }, 'PLAN_HEADER is 1: expected true or false'],
    [{ HEIC: 'maybe' }, 'HEIC is "maybe": expected one of on, off'],
    [{ MAX_AVIF_SIDE: 20_000 }, 'MAX_AVIF_SIDE is 20000: expected a whole number from 4096 to 16384'],
    [{ ANIMATED_PNG: 'perhaps' }, 'ANIMATED_PNG is "perhaps": expected true or false'],
    [{ SCALING: 'lanczos' }, 'SCALING is "lanczos": expected one of gamma, linear, best'],
    [{ WEBP_ENCODER: 'best' }, 'WEBP_ENCODER is "best": expected one of fast, small'],
    [{ JPEG_ENCODER: 'best' }, 'JPEG_ENCODER is "best": expected one of fast, tuned, small'],
    [{ DEFAULT_BUCKET: 'fotos' }, 'DEFAULT_BUCKET is "fotos": expected one of photos'],
    [{ HOST_SUFFIXES: 'example.com' }, 'HOST_SUFFIXES is something else: expected JSON'],
    [{ HOST_SUFFIXES: ['https://example.com'] }, 'expected a host name without scheme and port'],
    [
      { CUSTOM_DOMAINS: { 'a.example': 'fotos' } },
      'CUSTOM_DOMAINS.a.example is "fotos": expected one of photos',
    ],
    [{ ACCESS_KEYS: { id: {} } }, 'ACCESS_KEYS.id.secret is not set: expected a text'],
  ] as [Record<string, unknown>, string][])('%j is named', (vars, message) =>
    expect(() => read(vars)).toThrow(message),
  );
  it('of secrets is named without showing them', () => {
    const keys = { id: { secret: 'hush', permissions: ['everything-hush'] } };
    expect(() => read({ ACCESS_KEYS: keys })).toThrow(
      'ACCESS_KEYS.id.permissions[0] is something else: expected one of read, write, styles',
    );
    expect(() => read({ ACCESS_KEYS: 'hush' })).toThrow(/^ACCESS_KEYS is something else: expected JSON$/);
  });
  it.each([
    ['a key that is none', { imgproxy: { key: 'hush', salt: '00' } }, 'imgproxy.key'],
    ['a key without a salt', { imgproxy: { salt: '00', key: 'hush' } }, 'imgproxy.key'],
    ['a key of no size of AES', { imgproxy: { sourceKey: 'hush' } }, 'imgproxy.sourceKey'],
    ['the same, of digits', { imgproxy: { sourceKey: 'abcdef' } }, 'imgproxy.sourceKey'],
    ['an opacity that is none', { imgproxy: { opacity: 101 } }, 'imgproxy.opacity'],
    ['a salt that is none', { imgproxy: { key: '00', salt: 'hush' } }, 'imgproxy.salt'],
    ['a key of another type', { imgproxy: { key: { hush: 1 }, salt: '00' } }, 'imgproxy.key'],
    ['a key alone', { imgproxy: 'hush' }, 'imgproxy'],
    ['a list of keys', { imgproxy: ['hush'] }, 'imgproxy'],
    ['a misspelt key', { imgproxy: { keys: 'hush' } }, 'imgproxy.keys'],
    ['a misspelt name', { imgprox: { key: 'hush', salt: '00' } }, 'imgprox'],
    [
      'a password in an address',
      { origin: { kind: 'oss', url: 'https://me:hush@oss.example' } },
      'origin.url',
    ],
  ])('of secrets inside buckets is named without showing them: %s', (_, wrong, name) => {
    const message = (() => {
      try {
        return read(bucket(wrong));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toMatch(new RegExp(`^BUCKETS\\.photos\\.${name} is something else: expected`));
    expect(message).not.toContain('hush');
  });
  it('of all buckets is named without showing what cannot be read', () => {
    const broken = `{"photos": {"imgproxy": {"key": "hush"}`;
    expect(() => read({ BUCKETS: broken })).toThrow(/^BUCKETS is something else: expected JSON$/);
  });
});
