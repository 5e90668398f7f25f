import { describe, expect, it } from 'vitest';
import { createWorld } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

async function headersOf(contentType: string, settings = {}, query = ''): Promise<(string | null)[]> {
  const world = createWorld({ buckets: [{ acl: 'public-read', ...settings }] });
  await world.put('examplebucket', 'o', 'x', { headers: { contentType } });
  const ask = query === '' ? anonymous : signed;
  const { headers } = await world.face(ask(`/examplebucket/o${query}`));
  return [headers.get('x-content-type-options'), headers.get('content-security-policy')];
}

describe('objects that browsers take for pages', () => {
  it.each([
    'text/html',
    'TEXT/HTML; charset=utf-8',
    'image/svg+xml',
    'application/xhtml+xml',
    'application/atom+xml;q=1',
    'text/xml',
    'application/xml',
    'multipart/x-mixed-replace; boundary=b',
  ])('run in a sandbox: %s', async (type) => expect(await headersOf(type)).toEqual(['nosniff', 'sandbox']));

  it.each(['application/unknown', 'unknown/unknown', '*/*', 'html', 'text/'])(
    'are not guessed: %s',
    async (type) => expect(await headersOf(type)).toEqual(['nosniff', null]),
  );

  it.each([
    'image/png',
    'text/plain; charset=utf-8',
    'application/octet-stream',
    'text/css',
    'application/json',
  ])('are not found in %s', async (type) => expect(await headersOf(type)).toEqual([null, null]));

  it('come out where the bucket says so', async () =>
    expect(await headersOf('text/html', { scripts: true })).toEqual([null, null]));

  it('stay in it when the signer of an address names the type', async () =>
    expect(await headersOf('text/plain', {}, '?response-content-type=text/html')).toEqual([
      'nosniff',
      'sandbox',
    ]));
});
