import { beforeEach, describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { signedForm } from '../../support/form.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { signed, type SignOptions } from '../../support/sign.ts';

let world: World;
beforeEach(() => {
  world = createWorld({ buckets: [{ acl: 'public-read' }] });
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/${path}`, options));

/** What a header says about a new object, call by call: told by a later answer, or refused with a code. */
describe('headers of writes', () => {
  const TAGS = { 'x-oss-tagging': 'a=1', 'x-oss-tagging-directive': 'Replace' };
  type Write = (headers: Record<string, string>) => Promise<Response>;
  const WRITES: Record<string, Write> = {
    PutObject: (headers) => send('new.jpg', { method: 'PUT', body: 'hello', headers }),
    CopyObject: async (headers) => {
      await world.put('examplebucket', 'old.jpg', 'hello');
      return send('new.jpg', {
        method: 'PUT',
        headers: { ...headers, 'x-oss-copy-source': '/examplebucket/old.jpg' },
      });
    },
    'an upload in parts': async (headers) => {
      const begun = await send('new.jpg?uploads', { method: 'POST', headers });
      if (!begun.ok) return begun;
      const { UploadId } = (await xml(begun))['InitiateMultipartUploadResult'] as { UploadId: string };
      const body = '<CompleteMultipartUpload></CompleteMultipartUpload>';
      return send(`new.jpg?uploadId=${UploadId}`, { method: 'POST', body });
    },
    PostObject: async ({ 'x-oss-callback': callback, ...headers }) => {
      const fields = { ...headers, key: 'new.jpg', ...(callback === undefined ? {} : { callback }) };
      return world.face(await signedForm(fields, 'hello'));
    },
  };
  const told = async (header: string) => (await send('new.jpg', { method: 'HEAD' })).headers.get(header);
  const rows = Object.entries(WRITES).map(([name, write]) => ({ name, write }));

  it.each(rows)('$name keeps ACL, storage class and tags', async ({ write }) => {
    await write({ 'x-oss-object-acl': 'private', 'x-oss-storage-class': 'IA', ...TAGS });
    expect(await told('x-oss-storage-class')).toBe('IA');
    expect(await (await send('new.jpg?acl')).text()).toContain('<Grant>private</Grant>');
    expect(await (await send('new.jpg?tagging')).text()).toContain('<Key>a</Key><Value>1</Value>');
  });

  it.each(rows)('$name takes an empty ACL for none', async ({ write }) => {
    expect((await write({ 'x-oss-object-acl': '' })).ok).toBe(true);
    expect(await (await send('new.jpg?acl')).text()).toContain('<Grant>default</Grant>');
  });

  it.each(rows)('$name takes AES256, with which everything is kept', async ({ write }) => {
    const header = 'x-oss-server-side-encryption';
    const answer = await write({ [header]: 'AES256' });
    expect(answer.ok).toBe(true);
    expect(await told(header)).toBe('AES256');
    await write({});
    expect(await told(header)).toBeNull();
  });

  it.each(rows)('$name takes 8 kB of metadata, names among them, and no byte more', async ({ write }) => {
    const most = {
      'x-oss-metadata-directive': 'REPLACE',
      'x-oss-meta-ab': 'x'.repeat(4094),
      'x-oss-meta-cd': 'y'.repeat(4094),
      'x-oss-meta-': 'none',
    };
    expect((await write({ ...most, 'x-oss-meta-d': '' })).status).toBe(400);
    expect((await write(most)).ok).toBe(true);
    expect(await told('x-oss-meta-ab')).toHaveLength(4094);
  });

  const append = () => send('new.jpg?append&position=0', { method: 'POST', body: 'hello' });

  it.each([...rows, { name: 'AppendObject', write: append }])(
    '$name takes over the encryption of its bucket',
    async ({ write }) => {
      const body =
        '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>' +
        '</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>';
      await send('?encryption', { method: 'PUT', body });
      expect((await write({})).ok).toBe(true);
      expect(await told('x-oss-server-side-encryption')).toBe('AES256');
    },
  );

  it.each(rows)('$name does not overwrite when that is forbidden', async ({ write }) => {
    await world.put('examplebucket', 'new.jpg', 'before');
    const answer = await write({ 'x-oss-forbid-overwrite': 'true' });
    expect(await refusal(answer)).toEqual([409, 'FileAlreadyExists']);
    expect(await (await send('new.jpg')).text()).toBe('before');
  });

  const REFUSED: [string, string, number, string][] = [
    ['x-oss-callback', 'e30=', 501, 'NotImplemented'],
    ['x-oss-server-side-encryption', 'KMS', 501, 'NotImplemented'],
    ['x-oss-server-side-encryption', 'ROT13', 400, 'InvalidEncryptionAlgorithmError'],
    ['x-oss-storage-class', 'Cold', 400, 'InvalidStorageClass'],
    ['x-oss-object-acl', 'everybody', 400, 'InvalidArgument'],
    ['x-oss-tagging', 'a!=1', 400, 'InvalidTag'],
  ];
  it.each(rows.flatMap((row) => REFUSED.map((refused) => ({ ...row, refused }))))(
    '$name with $refused is refused, and nothing is written',
    async ({ write, refused: [header, value, status, code] }) => {
      expect((await refusal(await write({ [header]: value }))).slice(0, 2)).toEqual([status, code]);
      expect((await send('new.jpg')).status).toBe(404);
    },
  );
});

/** 100 KiB a second. */
const SLOW = '819200';

describe('x-oss-traffic-limit', () => {
  const NAME = 'x-oss-traffic-limit';
  const COPY = { 'x-oss-copy-source': '/examplebucket/old.jpg' };
  let upload = '';
  beforeEach(async () => {
    await world.put('examplebucket', 'old.jpg', 'x'.repeat(1024));
    const begun = await xml(await send('parts.jpg?uploads', { method: 'POST' }));
    upload = (begun['InitiateMultipartUploadResult'] as { UploadId: string }).UploadId;
  });

  const CALLS: Record<string, () => [string, SignOptions]> = {
    PutObject: () => ['new.jpg', { method: 'PUT', body: 'x'.repeat(1024) }],
    AppendObject: () => ['grown.log?append&position=0', { method: 'POST', body: 'x'.repeat(1024) }],
    UploadPart: () => [
      `parts.jpg?partNumber=1&uploadId=${upload}`,
      { method: 'PUT', body: 'x'.repeat(1024) },
    ],
    CopyObject: () => ['new.jpg', { method: 'PUT', headers: COPY }],
    UploadPartCopy: () => [`parts.jpg?partNumber=1&uploadId=${upload}`, { method: 'PUT', headers: COPY }],
    GetObject: () => ['old.jpg', {}],
  };
  type Ask = (call: string, limit: string) => Promise<Response>;
  const asHeader: Ask = (call, limit) => {
    const [path, options] = CALLS[call]!();
    return send(path, { ...options, headers: { ...options.headers, [NAME]: limit } });
  };
  const asParameter: Ask = (call, limit) => {
    const [path, options] = CALLS[call]!();
    return send(`${path}${path.includes('?') ? '&' : '?'}${NAME}=${limit}`, options);
  };
  const post: Ask = async (_, limit) =>
    world.face(await signedForm({ key: 'new.jpg', [NAME]: limit }, 'x'.repeat(1024)));
  const around: Ask = async (_, limit) => {
    const form = await signedForm({ key: 'new.jpg' }, 'x'.repeat(1024));
    return world.face(new Request(`${form.url}?${NAME}=${limit}`, form));
  };
  const ASKED: [string, string, Ask][] = [
    ...Object.keys(CALLS).flatMap((call): [string, string, Ask][] => [
      [call, 'header', asHeader],
      [call, 'parameter', asParameter],
    ]),
    ['PostObject', 'field', post],
    ['PostObject', 'parameter', around],
  ];

  it.each(ASKED)(
    'of %s as %s is refused where the vendor has none such, and nothing is written',
    async (call, _, ask) => {
      for (const limit of ['abc', '245759', '838860801', '-1'])
        expect([limit, ...(await refusal(ask(call, limit))).slice(0, 2)]).toEqual([
          limit,
          400,
          'InvalidArgument',
        ]);
      expect((await send('new.jpg')).status).toBe(404);
    },
  );

  it.each(ASKED)('of %s as %s holds for what travels', async (call, _, ask) => {
    const started = world.clock.time;
    const answer = await ask(call, SLOW);
    await answer.text();
    // A copy's bytes stay within the store.
    const waited = call.includes('Copy') ? 0 : 10;
    expect([answer.ok, world.clock.time - started]).toEqual([true, waited]);
    expect(answer.headers.get('x-oss-qos-delay-time')).toBe(call === 'GetObject' ? '0' : `${waited}`);
  });

  it('means nothing for what has no body', async () => {
    await world.put('examplebucket', 'old.jpg', 'hello');
    const head = await send('old.jpg', { method: 'HEAD', headers: { 'x-oss-traffic-limit': 'abc' } });
    expect(head.status).toBe(200);
  });
});
