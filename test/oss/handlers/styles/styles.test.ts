import { beforeEach, describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { signed } from '../../support/sign.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const put = (name: string, content: string, query = '') =>
  send(
    'PUT',
    `?style&styleName=${encodeURIComponent(name)}${query}`,
    `<Style><Content>${content}</Content></Style>`,
  );

/** `category` is not signed in V1. */
function send(method: string, query: string, body?: string): Promise<Response> {
  const resource = `/examplebucket/${decodeURIComponent(query.replace(/&category=.*/, ''))}`;
  return world.face(
    signed(`/examplebucket/${query}`, { method, resource, ...(body === undefined ? {} : { body }) }),
  );
}

describe('the styles API', () => {
  it('writes, reads, lists and deletes', async () => {
    const written = await put('thumb', 'image/resize,p_50');
    expect([written.status, await written.text()]).toEqual([200, '']);
    world.clock.time += 1000;
    await put('.a-Z_9', 'image/rotate,90', '&category=video');
    await put('thumb', 'image/resize,p_60');
    const first =
      '<Style><Name>thumb</Name><Content>image/resize,p_60</Content><Category>image</Category>' +
      '<CreateTime>Sat, 01 Mar 2025 12:00:00 GMT</CreateTime><LastModifyTime>Sat, 01 Mar 2025 12:00:01 GMT</LastModifyTime></Style>';
    const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
    const one = await send('GET', '?style&styleName=thumb');
    expect(one.headers.get('content-type')).toBe('application/xml');
    expect(await one.text()).toBe(prolog + first);
    const list = await (await send('GET', '?style')).text();
    expect(list).toContain(`<StyleList>${first}<Style><Name>.a-Z_9</Name>`);
    expect((await send('DELETE', '?style&styleName=thumb')).status).toBe(204);
    expect((await send('DELETE', '?style&styleName=thumb')).status).toBe(204);
    expect(await refusal(send('GET', '?style&styleName=thumb'))).toEqual([404, 'NoSuchStyle']);
  });

  it('lists nothing as an empty list', async () => {
    expect(await (await send('GET', '?style')).text()).toMatch(/<StyleList><\/StyleList>$/);
  });

  it.each([
    ['', '0017-00000250'],
    ['a'.repeat(64), '0017-00000250'],
    ['Images!tyle', '0017-00000251'],
    ['a/b', '0017-00000251'],
    ['图', '0017-00000251'],
  ])('refuses the name "%s"', async (name, ec) => {
    const response = await put(name, 'image/resize,p_50');
    expect(await response.clone().text()).toContain(`The value: ${name} of parameter: stylename is invalid.`);
    expect(await refusal(response)).toEqual([400, 'InvalidArgument', ec]);
  });

  it.each(['', ' ', 'image/resize, w_1', 'a;b', 'a(b', "a'b", 'a*b', 'a?b'])(
    'refuses the content "%s"',
    async (content) => {
      const response = await put('thumb', content);
      expect(await response.clone().text()).toContain('<Message>Style content is invalid.</Message>');
      expect(await refusal(response)).toEqual([400, 'BadRequest', '0017-00000253']);
    },
  );

  it('refuses a chain that could never be rendered, and says why', async () => {
    const response = await put('thumb', 'image/resize,w_1/slim,1');
    expect((await xml(response))['Error']).toMatchObject({
      Code: 'BadRequest',
      Message: 'Style content is invalid.',
      Reason: 'The action slim is not known.',
    });
  });

  it('stores what the vendor stores, even if it is no chain', async () => {
    expect((await put('odd', 'csdar5324')).status).toBe(200);
    expect(await (await send('GET', '?style&styleName=odd')).text()).toContain(
      '<Content>csdar5324</Content>',
    );
  });

  it('refuses other categories, other bodies and other methods', async () => {
    expect(await refusal(put('a', 'image/info', '&category=audio'))).toEqual([400, 'InvalidArgument']);
    for (const body of ['', 'x', '<Style><Content>a</Style>', '<Other/>', '<Style/><Style/>']) {
      expect((await refusal(send('PUT', '?style&styleName=a', body)))[1]).toBe('MalformedXML');
    }
    expect(await refusal(send('POST', '?style&styleName=a', ''))).toEqual([405, 'MethodNotAllowed']);
  });

  it('refuses a body whose Content-MD5 is another', async () => {
    const headers = { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
    const body = '<Style><Content>image/info</Content></Style>';
    const request = signed('/examplebucket/?style&styleName=a', { method: 'PUT', headers, body });
    expect(await refusal(world.face(request))).toEqual([400, 'InvalidDigest']);
  });

  it('holds fifty in a bucket; replacing is always possible', async () => {
    for (let index = 0; index < 50; index++) world.style(`s${index}`, 'image/info');
    expect(await refusal(put('one-more', 'image/info'))).toEqual([400, 'InvalidArgument']);
    expect((await put('s49', 'image/rotate,90')).status).toBe(200);
  });
});
