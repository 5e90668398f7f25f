import { describe, expect, it } from 'vitest';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const REFUSED = [403, 'AccessDenied', '0040-00000031'];

async function world(protect: string[]): Promise<World> {
  const made = createWorld({ buckets: [{ acl: 'public-read', protect }] });
  made.style('thumb', 'image/resize,w_1');
  for (const key of ['a.jpg', 'a.JPG', 'a.png', 'jpg', 'a.jpg.txt'])
    await made.put('examplebucket', key, key);
  return made;
}

describe('a protected original', () => {
  it.each([
    ['a.jpg', true],
    ['a.JPG', true],
    ['a.png', false],
    ['jpg', false],
    ['a.jpg.txt', false],
  ])('by suffix jpg: %s is %s', async (key, isProtected) => {
    const { face } = await world(['jpg']);
    for (const query of ['', '?x-oss-process=image/format,webp', '?x-oss-process=image/info']) {
      const response = await face(anonymous(`/examplebucket/${key}${query}`));
      if (isProtected) expect(await refusal(response)).toEqual(REFUSED);
      else expect(response.status).toBe(200);
    }
  });

  it.each(['a.jpg', 'a.png', 'jpg'])('by *: %s', async (key) => {
    const { face } = await world(['*']);
    expect(await refusal(face(anonymous(`/examplebucket/${key}`)))).toEqual(REFUSED);
    expect((await face(anonymous(`/examplebucket/${key}`, { method: 'HEAD' }))).status).toBe(403);
    expect((await face(anonymous(`/examplebucket/${key}?objectMeta`, { method: 'HEAD' }))).status).toBe(403);
  });

  it('is open through a style, and to those who sign', async () => {
    const { face } = await world(['*']);
    for (const path of ['a.jpg!thumb', 'a.jpg@!thumb', 'a.jpg?x-oss-process=style/thumb']) {
      expect(await (await face(anonymous(`/examplebucket/${path}`))).text()).toBe('a.jpg: image/resize,w_1');
    }
    for (const path of ['a.jpg', 'a.jpg?x-oss-process=image/info']) {
      expect((await face(signed(`/examplebucket/${path}`))).status).toBe(200);
    }
  });

  it('cannot be drawn as a mark by an anonymous chain of the caller', async () => {
    const { face, renderer } = await world(['png']);
    const chain = 'image/watermark,image_YS5wbmc=';
    await face(anonymous(`/examplebucket/a.jpg?x-oss-process=${chain}`));
    await face(anonymous('/examplebucket/a.jpg!thumb'));
    await face(signed(`/examplebucket/a.jpg?x-oss-process=${chain}`));
    expect(renderer.jobs.map(({ trusted }) => trusted)).toEqual([false, true, true]);
  });
});

describe('console settings', () => {
  const configure = (face: World['face'], resource: string, body: string) =>
    face(
      signed(`/examplebucket/?${resource}`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/xml' },
      }),
    );

  it('?processConfiguration turns protection and delimiters on and off', async () => {
    const { face } = await world([]);
    const write = (protect: string, suffix: string, delimiters: string, host = 'Both') =>
      configure(
        face,
        'processConfiguration',
        `<BucketProcessConfiguration><CompliedHost>${host}</CompliedHost><SourceFileProtect>${protect}</SourceFileProtect>
        <SourceFileProtectSuffix>${suffix}</SourceFileProtectSuffix><StyleDelimiters>${delimiters}</StyleDelimiters>
        </BucketProcessConfiguration>`,
      );
    const status = async (key: string) => (await face(anonymous(`/examplebucket/${key}`))).status;
    expect((await write('Enabled', 'jpg, png ', '-,_')).status).toBe(200);
    expect([await status('a.jpg'), await status('a.png'), await status('a.jpg.txt')]).toEqual([
      403, 403, 200,
    ]);
    expect([await status('a.jpg-thumb'), await status('a.jpg!thumb')]).toEqual([200, 404]);
    await write('Enabled', '', '!');
    expect([await status('jpg'), await status('a.jpg!thumb')]).toEqual([403, 200]);
    await write('Disabled', '*', '!', 'Img');
    expect([await status('a.jpg'), await status('a.jpg!thumb')]).toEqual([200, 404]);
    expect(await (await face(signed('/examplebucket/?processConfiguration'))).text()).toContain(
      '<BucketProcessConfiguration><CompliedHost>Img</CompliedHost><SourceFileProtect>Disabled</SourceFileProtect>' +
        '<SourceFileProtectSuffix>*</SourceFileProtectSuffix><StyleDelimiters>!</StyleDelimiters>' +
        '<OssDomainSupportAtProcess>Disabled</OssDomainSupportAtProcess><Version>2</Version></BucketProcessConfiguration>',
    );
  });

  it('?processConfiguration is what the operator configured until somebody writes it, and again after', async () => {
    const { face } = await world(['jpg', 'png']);
    const read = async () => (await face(signed('/examplebucket/?processConfiguration'))).text();
    const before = await read();
    expect(before).toContain('<SourceFileProtectSuffix>jpg,png</SourceFileProtectSuffix>');
    const off =
      '<BucketProcessConfiguration><SourceFileProtect>Disabled</SourceFileProtect></BucketProcessConfiguration>';
    await configure(face, 'processConfiguration', off);
    expect(await read()).not.toBe(before);
    expect((await face(anonymous('/examplebucket/a.jpg'))).status).toBe(200);
    expect((await face(signed('/examplebucket/?processConfiguration', { method: 'DELETE' }))).status).toBe(
      204,
    );
    expect(await read()).toBe(before);
  });

  it('?img forbids originals and chains apart', async () => {
    const { face } = await world([]);
    const status = async (query: string) => (await face(anonymous(`/examplebucket/a.jpg${query}`))).status;
    const write = (flags: string) => configure(face, 'img', `<Channel>${flags}</Channel>`);
    await write('<OrigPicForbidden>true</OrigPicForbidden><UseStyleOnly>false</UseStyleOnly>');
    expect([await status(''), await status('?x-oss-process=image/info'), await status('!thumb')]).toEqual([
      403, 200, 200,
    ]);
    // As SDKs write it.
    await write('<UseStyleOnly>True</UseStyleOnly><StyleDelimiters>-</StyleDelimiters>');
    expect([await status(''), await status('?x-oss-process=image/info'), await status('-thumb')]).toEqual([
      200, 403, 200,
    ]);
    expect(await (await face(signed('/examplebucket/?img'))).text()).toContain(
      '<Channel><Name>examplebucket</Name><Default404Pic></Default404Pic><OrigPicForbidden>False</OrigPicForbidden>' +
        '<UseStyleOnly>True</UseStyleOnly><AutoSetContentType>False</AutoSetContentType><UseSrcFormat>False</UseSrcFormat>' +
        '<SetAttachName>False</SetAttachName><StyleDelimiters>-</StyleDelimiters><Status>Enabled</Status></Channel>',
    );
    await face(signed('/examplebucket/?img', { method: 'DELETE' }));
    expect(await status('?x-oss-process=image/info')).toBe(200);
  });

  const process = (inner: string) => `<BucketProcessConfiguration>${inner}</BucketProcessConfiguration>`;
  const on = '<SourceFileProtect>Enabled</SourceFileProtect>';
  it.each([
    ['processConfiguration', 'MalformedXML', '<BucketProcessConfiguration/>'],
    ['processConfiguration', 'InvalidArgument', process(on.replace('Enabled', 'on'))],
    ['processConfiguration', 'InvalidArgument', process(`${on}<CompliedHost>xxx</CompliedHost>`)],
    ['processConfiguration', 'InvalidArgument', process(`${on}<StyleDelimiters>#</StyleDelimiters>`)],
    ['img', 'MalformedXML', '<Channel><UseStyleOnly>maybe</UseStyleOnly></Channel>'],
    ['img', 'MalformedXML', '<Img/>'],
    ['img', 'MalformedXML', 'no xml'],
  ])('?%s refuses with %s: %s', async (resource, code, body) => {
    const { face } = await world([]);
    const ec = code === 'MalformedXML' ? ['0031-00000001'] : [];
    expect(await refusal(configure(face, resource, body))).toEqual([400, code, ...ec]);
  });
});
