import { describe, expect, it } from 'vitest';
import { expire } from '../../../../src/oss/handlers/lifecycle/expire.ts';
import { findUploads, openUpload } from '../../../../src/oss/handlers/multipart/staging.ts';
import { newUploadId } from '../../../../src/oss/handlers/multipart/upload-id.ts';
import type { Bucket, ObjectAttributes, ObjectStore } from '../../../../src/oss/ports.ts';
import { refusal } from '../../support/answer.ts';
import { createWorld, KEY, NOW, type World, type WorldOptions } from '../../support/memory.ts';
import { signed } from '../../support/sign.ts';

const PATH = '/examplebucket/?lifecycle';
const DAY = 86_400_000;
const PLAIN: ObjectAttributes = { headers: {}, meta: {}, kind: 'Normal' };
/** `NOW` is noon: what is written then is a day old from the midnight after the next one on. */
const NEXT_MIDNIGHT = NOW + DAY / 2;

function configuration(...rules: string[]): string {
  const bodies = rules.map((rule) => `\n  <Rule>${rule}</Rule>`);
  return `<?xml version="1.0"?>\n<LifecycleConfiguration>${bodies.join('')}\n</LifecycleConfiguration>`;
}

function rule(id: string, prefix: string, action: string, status = 'Enabled'): string {
  return `<ID>${id}</ID><Prefix>${prefix}</Prefix><Status>${status}</Status>${action}`;
}

const ABORT = '<AbortMultipartUpload><Days>1</Days></AbortMultipartUpload>';
const days = (count: number) => `<Expiration><Days>${count}</Days></Expiration>`;
const put = (world: World, body: string, headers: Record<string, string> = {}) =>
  world.face(signed(PATH, { method: 'PUT', body, headers }));

/** Runs the rules as the sweep does, with the settings that the face wrote. */
async function sweep(
  world: World,
  body: string,
  now: number,
  bucket = world.buckets.get('examplebucket') as Bucket,
): Promise<number> {
  expect((await put(world, body)).status).toBe(200);
  const changes = { changed: (_: string, keys: readonly string[]) => world.changed.push(...keys) };
  return expire(bucket, { settings: world.settings, changes }, now);
}

async function keysOf(world: World): Promise<string[]> {
  const page = await world.buckets.get('examplebucket')?.objects.list({ limit: 1000 });
  return page?.objects.map(({ key }) => key) ?? [];
}

/** Keys of unfinished uploads, in their own order: those of one millisecond have none. */
async function uploadsOf(world: World): Promise<string[]> {
  const uploads = await findUploads((world.buckets.get('examplebucket') as Bucket).staging, NOW);
  return uploads.map(({ key }) => key).toSorted();
}

describe('the rules of a bucket', () => {
  it('are told as they were set, with a name for those that had none', async () => {
    const world = createWorld();
    const sent = configuration(
      rule('old', ' logs/', days(3)),
      '<Prefix>tmp/</Prefix><Status>Disabled</Status><Expiration><CreatedBeforeDate>2020-02-18T00:00:00.000Z' +
        '</CreatedBeforeDate></Expiration><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key></Tag>',
    );
    expect((await put(world, sent)).status).toBe(200);
    const told = await (await world.face(signed(PATH))).text();
    const [, id] = /<Rule><ID>([\w-]{36})<\/ID><Prefix>tmp/.exec(told) ?? [];
    expect(told.replace(`<ID>${id}</ID>`, '').replaceAll(/\s*\n\s*/g, '')).toContain(
      `<LifecycleConfiguration><Rule><ID>old</ID><Prefix> logs/</Prefix><Status>Enabled</Status>${days(3)}</Rule>` +
        '<Rule><Prefix>tmp/</Prefix><Status>Disabled</Status><Expiration><CreatedBeforeDate>2020-02-18T00:00:00.000Z' +
        '</CreatedBeforeDate></Expiration><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key></Tag></Rule>',
    );
  });

  it('get a name where theirs is empty', async () => {
    const world = createWorld();
    await put(world, configuration(rule('', 'a/', days(1))));
    expect(await (await world.face(signed(PATH))).text()).toMatch(/<Rule><ID>[\w-]{36}<\/ID><Prefix>a/);
  });

  it('are none before they are set and after they are deleted', async () => {
    const world = createWorld();
    expect(await refusal(world.face(signed(PATH)))).toEqual([404, 'NoSuchLifecycle']);
    await put(world, configuration(rule('old', '', days(3))));
    for (let twice = 0; twice < 2; twice++)
      expect((await world.face(signed(PATH, { method: 'DELETE' }))).status).toBe(204);
    expect(await refusal(world.face(signed(PATH)))).toEqual([404, 'NoSuchLifecycle']);
  });

  const transition = (name: string, count: number) =>
    `<Transition><Days>${count}</Days><StorageClass>${name}</StorageClass></Transition>`;
  const UNKNOWN = {
    'an expiration': '<Expiration><Days>1</Days><IsAccessTime>true</IsAccessTime></Expiration>',
    'an end of uploads': '<AbortMultipartUpload><Days>1</Days><Spare/></AbortMultipartUpload>',
    'a filter': `${days(1)}<Filter><Only/></Filter>`,
    'what is spared': `${days(1)}<Filter><Not><Prefix>a</Prefix><Size>3</Size></Not></Filter>`,
    'a tag': `${days(1)}<Tag><Key>a</Key><Not>b</Not></Tag>`,
    'the tag of what is spared': `${days(1)}<Filter><Not><Tag><Key>a</Key><Or/></Tag></Not></Filter>`,
    'one of two transitions': transition('IA', 5) + transition('Archive', 6).replace('</T', '<X/></T'),
    'old versions': '<NoncurrentVersionExpiration><Days>1</Days></NoncurrentVersionExpiration>',
    'a text': `${days(1)}<Filter><Not><Prefix><Not>a</Not></Prefix></Not></Filter>`,
  };
  /** What uploads have not. */
  const OF_OBJECTS = {
    'a tag': '<Tag><Key>a</Key></Tag>',
    'a size from below': '<Filter><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan></Filter>',
    'a size from above': '<Filter><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter>',
    'a spared tag': '<Filter><Not><Prefix>a</Prefix><Tag><Key>b</Key></Tag></Not></Filter>',
  };
  const IA = '<StorageClass>IA</StorageClass>';
  const TWO_AGES = '<Days>1</Days><CreatedBeforeDate>2020-02-18T00:00:00.000Z</CreatedBeforeDate>';
  const TWO_TAGS = '<Not><Tag><Key>a</Key></Tag><Tag><Key>b</Key></Tag></Not>';
  const one = (code: string, name: string, action: string): [string, string, string] => [
    code,
    name,
    configuration(rule('a', '', action)),
  ];
  const old = (...counts: readonly [number, number]) =>
    ['IA', 'Archive']
      .map((name, at) => transition(name, counts[at] ?? 0))
      .join('')
      .replaceAll('Transition', 'NoncurrentVersionTransition')
      .replaceAll('Days', 'NoncurrentDays');
  const OLD_END =
    '<NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration>';
  const MARKER = (text: string) =>
    `<Expiration><ExpiredObjectDeleteMarker>${text}</ExpiredObjectDeleteMarker></Expiration>`;
  const DATE = '<Expiration><Date>2020-02-18T00:00:00.000Z</Date></Expiration>';
  it.each([
    ['MalformedXML', 'no rule', configuration()],
    ['MalformedXML', 'no action', configuration(rule('a', '', ''))],
    ['MalformedXML', 'a status of its own', configuration(rule('a', '', days(1), 'On'))],
    ['MalformedXML', 'what is not known', configuration(rule('a', '', `${days(1)}<Spare>b</Spare>`))],
    ...Object.entries(UNKNOWN).map(([name, action]) =>
      one('MalformedXML', `an unknown element in ${name}`, action),
    ),
    ...['Expiration', 'AbortMultipartUpload', 'Transition'].map((action) =>
      one(
        'MalformedXML',
        `two ages of one ${action}`,
        `<${action}>${TWO_AGES}${action === 'Transition' ? IA : ''}</${action}>`,
      ),
    ),
    one('MalformedXML', 'two tags in one Not', `${days(1)}<Filter>${TWO_TAGS}</Filter>`),
    ...Object.entries(OF_OBJECTS).map(([name, narrowing]) =>
      one('InvalidRequest', `uploads beside ${name}`, ABORT + narrowing),
    ),
    ['InvalidArgument', 'no days', configuration(rule('a', '', days(0)))],
    [
      'InvalidArgument',
      'a time of day',
      configuration(rule('a', '', '<Expiration><Date>2020-02-18T10:00:00Z</Date></Expiration>')),
    ],
    [
      'InvalidArgument',
      'two rules of one name',
      configuration(rule('a', 'b', days(1)), rule('a', 'c', days(1))),
    ],
    ['InvalidArgument', 'two that overlap', configuration(rule('a', 'b', days(1)), rule('c', 'bc', days(2)))],
    ['InvalidArgument', 'a name of 256 bytes', configuration(rule('é'.repeat(128), '', days(1)))],
    ['InvalidRequest', 'days beside a date', configuration(rule('a', '', transition('IA', 5) + DATE))],
    [
      'InvalidArgument',
      'a tag that no object has',
      configuration(rule('a', '', `${days(1)}<Tag><Key>%</Key></Tag>`)),
    ],
    ['InvalidArgument', 'an unknown class', configuration(rule('a', '', transition('Standard', 5)))],
    [
      'InvalidArgument',
      'a colder class before a warmer one',
      configuration(rule('a', '', transition('IA', 5) + transition('Archive', 2))),
    ],
    ['InvalidArgument', 'a class after the end', configuration(rule('a', '', transition('IA', 7) + days(6)))],
    one('InvalidArgument', 'an old version that becomes warmer', old(20, 12)),
    one(
      'InvalidArgument',
      'an old version that goes before it changes',
      old(12, 20) + OLD_END.replace('30', '20'),
    ),
    one('InvalidArgument', 'old versions without days', old(0, 12)),
    one('MalformedXML', 'what is neither true nor false', MARKER('yes')),
  ])('are refused with %s for %s', async (code, _, body) => {
    expect(await refusal(put(createWorld(), body))).toEqual([
      400,
      code,
      ...(code === 'MalformedXML' ? ['0031-00000001'] : []),
    ]);
  });

  it.each([
    ['a thousand rules', Array.from({ length: 1000 }, (_, at) => rule(`${at}`, `${at}/`, days(1))), 200],
    ['one more', Array.from({ length: 1001 }, (_, at) => rule(`${at}`, `${at}/`, days(1))), 400],
    ['a name of 255 bytes', [rule(`${'é'.repeat(127)}e`, '', days(1))], 200],
    ['the longest age', [rule('a', '', days(999_999_999))], 200],
    ['a longer one', [rule('a', '', days(1_000_000_000))], 400],
  ])('may be %s: %i', async (_, rules, status) => {
    expect((await put(createWorld(), configuration(...rules))).status).toBe(status);
  });

  it.each([
    ['the same twice', days(1), days(2), 200],
    ['one class after the other', transition('IA', 40), transition('Archive', 45) + days(60), 200],
    ['a colder class before a warmer one', transition('IA', 45), transition('Archive', 40), 400],
    ['an end before a change', transition('IA', 45), days(45), 400],
  ])('that overlap may say %s where the caller says that it is meant', async (_, one_, other, status) => {
    const body = configuration(rule('a', 'b', one_), rule('c', 'bc', other));
    const answer = await put(createWorld(), body, { 'x-oss-allow-same-action-overlap': 'true' });
    expect(answer.status).toBe(status);
  });

  it('for old versions are told as they were said, in one spelling of what is true', async () => {
    const world = createWorld();
    const action = MARKER('True') + old(12, 20) + OLD_END;
    expect((await put(world, configuration(rule('a', '', action)))).status).toBe(200);
    const told = await (await world.face(signed('/examplebucket/?lifecycle'))).text();
    expect(told).toContain('<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>');
    expect(told).toContain('<NoncurrentDays>20</NoncurrentDays>');
  });

  it('need the right to delete', async () => {
    const options: WorldOptions = { keys: [{ ...KEY, permissions: ['read', 'styles'] }] };
    expect((await refusal(put(createWorld(options), configuration(rule('a', '', days(1))))))[1]).toBe(
      'AccessDenied',
    );
  });
});

describe('a sweep', () => {
  it('deletes what has its prefix from the midnight after its last day on, and nothing earlier', async () => {
    const world = createWorld();
    for (const key of ['logs/a', 'logs/b', 'other']) await world.put('examplebucket', key, 'x');
    const body = configuration(rule('old', 'logs/', days(1)), rule('off', 'other', days(1), 'Disabled'));
    expect(await sweep(world, body, NEXT_MIDNIGHT + DAY - 1)).toBe(0);
    expect(await sweep(world, body, NEXT_MIDNIGHT + DAY)).toBe(2);
    expect(await keysOf(world)).toEqual(['other']);
    expect(world.changed).toEqual(['logs/a', 'logs/b']);
  });

  it('deletes nothing where nobody knows which rules are in force now', async () => {
    const world = createWorld();
    await world.put('examplebucket', 'logs/a', 'x');
    expect((await put(world, configuration(rule('old', '', days(1))))).status).toBe(200);
    const get: World['settings']['get'] = async (bucket, name, { current = false } = {}) => {
      if (current) throw new Error('down');
      return world.settings.get(bucket, name);
    };
    const services = { settings: { ...world.settings, get }, changes: { changed: () => undefined } };
    const bucket = world.buckets.get('examplebucket') as Bucket;
    await expect(expire(bucket, services, NOW + 9 * DAY)).rejects.toThrow('down');
    expect(await keysOf(world)).toEqual(['logs/a']);
  });

  it('deletes what was written before a date, once the date is there', async () => {
    const world = createWorld();
    await world.put('examplebucket', 'a', 'x');
    const before = (date: string) =>
      configuration(
        rule('old', '', `<Expiration><CreatedBeforeDate>${date}</CreatedBeforeDate></Expiration>`),
      );
    const [day, next] = ['2025-03-01T00:00:00.000Z', '2025-03-02T00:00:00.000Z'];
    expect(await sweep(world, before(day), NOW + 9 * DAY)).toBe(0);
    expect(await sweep(world, before(next), NEXT_MIDNIGHT - 1)).toBe(0);
    expect(await sweep(world, before(next), NEXT_MIDNIGHT)).toBe(1);
  });

  it.each([
    ['tags', '<Tag><Key>keep</Key><Value>no</Value></Tag>', ['big', 'small']],
    [
      'a size from below',
      '<Filter><ObjectSizeGreaterThan>3</ObjectSizeGreaterThan></Filter>',
      ['small', 'tagged'],
    ],
    ['a size from above', '<Filter><ObjectSizeLessThan>4</ObjectSizeLessThan></Filter>', ['big']],
    ['a spared prefix', '<Filter><Not><Prefix>b</Prefix></Not></Filter>', ['big']],
    [
      'a spared tag',
      '<Filter><Not><Prefix></Prefix><Tag><Key>keep</Key><Value>no</Value></Tag></Not></Filter>',
      ['tagged'],
    ],
  ])('is narrowed by %s', async (_, narrowing, left) => {
    const world = createWorld();
    await world.put('examplebucket', 'big', 'four');
    await world.put('examplebucket', 'small', 'one');
    await world.put('examplebucket', 'tagged', 'two', { tags: { keep: 'no' } });
    await sweep(world, configuration(rule('old', '', days(1) + narrowing)), NOW + 9 * DAY);
    expect(await keysOf(world)).toEqual(left);
  });

  it('goes through every page, of prefixes inside one another once', async () => {
    const world = createWorld();
    for (let index = 0; index < 2500; index++) await world.put('examplebucket', `a/${index}`, 'x');
    await world.put('examplebucket', 'b', 'x');
    const tagged = '<Tag><Key>t</Key></Tag>';
    const body = configuration(rule('one', 'a/', days(1)), rule('two', 'a/1', days(2) + tagged));
    expect(await sweep(world, body, NOW + 9 * DAY)).toBe(2500);
    expect(await keysOf(world)).toEqual(['b']);
  });

  it('goes on where one that had too much to look at has ended', async () => {
    const world = createWorld();
    const bucket = world.buckets.get('examplebucket') as Bucket;
    const young = { ...(await world.put('examplebucket', 'k', 'x')), modified: new Date(NOW + 30 * DAY) };
    const starts: (string | undefined)[] = [];
    // A page for each key: the old one is the last.
    const list: ObjectStore['list'] = async ({ startAfter }) => {
      starts.push(startAfter);
      const at = startAfter === undefined ? 1 : Number(startAfter.slice(1)) + 1;
      const head = { ...young, key: `k${at}`, ...(at === 700 && { modified: new Date(NOW) }) };
      return { objects: [head], prefixes: [], ...(at < 700 && { cursor: 'more' }) };
    };
    const objects = { list, delete: async () => undefined } as unknown as ObjectStore;
    const body = configuration(rule('old', 'k', days(1)));
    const once = () => sweep(world, body, NOW + 9 * DAY, { ...bucket, objects });
    expect(await once()).toBe(0);
    expect([starts.length, starts[0], starts.at(-1)]).toEqual([500, undefined, 'k499']);
    expect(await once()).toBe(1);
    expect([starts.length, starts[500]]).toEqual([700, 'k500']);
    expect(await once()).toBe(0);
    expect(starts[700]).toBeUndefined();
  });

  it('drops uploads in parts that nobody finishes', async () => {
    const world = createWorld();
    for (const key of ['tmp/a', 'other'])
      await world.face(signed(`/examplebucket/${key}?uploads`, { method: 'POST' }));
    const body = configuration(rule('old', 'tmp/', ABORT));
    expect(await sweep(world, body, NOW + DAY)).toBe(0);
    expect(await sweep(world, body, NEXT_MIDNIGHT + DAY)).toBe(1);
    expect(await uploadsOf(world)).toEqual(['other']);
  });

  it('drops five hundred uploads at a time', async () => {
    const world = createWorld();
    const bucket = world.buckets.get('examplebucket') as Bucket;
    for (let index = 0; index < 501; index++)
      await openUpload(bucket.staging, newUploadId(NOW), { key: `${index}`, attributes: PLAIN });
    const body = configuration(rule('old', '', ABORT));
    expect(await sweep(world, body, NEXT_MIDNIGHT + DAY)).toBe(500);
    expect(await uploadsOf(world)).toHaveLength(1);
    expect(await sweep(world, body, NEXT_MIDNIGHT + DAY)).toBe(1);
  });

  it('spares uploads whose objects would be spared', async () => {
    const world = createWorld();
    for (const key of ['tmp/a', 'backup/a', 'backup.txt', 'archive/2024/a'])
      await world.face(signed(`/examplebucket/${key}?uploads`, { method: 'POST' }));
    const spared = ['backup/', 'archive/'].map((prefix) => `<Not><Prefix>${prefix}</Prefix></Not>`).join('');
    const body = configuration(rule('old', '', `${ABORT}<Filter>${spared}</Filter>`));
    expect(await sweep(world, body, NEXT_MIDNIGHT + DAY)).toBe(2);
    expect(await uploadsOf(world)).toEqual(['archive/2024/a', 'backup/a']);
  });

  it('takes no uploads for what only objects have, in rules that were kept before they were refused', async () => {
    const world = createWorld();
    await world.face(signed('/examplebucket/a?uploads', { method: 'POST' }));
    const bucket = world.buckets.get('examplebucket') as Bucket;
    const base = { ID: 'a', Prefix: '', Status: 'Enabled', AbortMultipartUpload: { Days: '1' } };
    for (const narrowing of [
      { Tag: { Key: 'a', Value: 'b' } },
      { Filter: { ObjectSizeGreaterThan: '0' } },
      { Filter: { Not: { Prefix: '', Tag: { Key: 'a', Value: 'b' } } } },
    ]) {
      const rules = JSON.stringify([{ ...base, ...narrowing }]);
      await world.settings.put('examplebucket', 'lifecycle', { rules });
      const { settings } = world;
      expect(await expire(bucket, { settings, changes: { changed: () => undefined } }, NOW + 5 * DAY)).toBe(
        0,
      );
    }
    expect(await uploadsOf(world)).toEqual(['a']);
  });
});
