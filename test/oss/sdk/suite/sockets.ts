/** Hostile requests that no client library sends: the right refusal or a closed line, and nothing written or told. */
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { KEY } from '../../support/memory.ts';
import { breakOff, exchange, type RawAnswer } from '../../support/socket.ts';
import { aliClient, noise, type Target } from './target.ts';

const SECRET = 'TOP-SECRET';
const HOST = 'Host: 127.0.0.1:8787';

/** Header lines of an upload signed now. */
function upload(key: string, ...headers: string[]): string {
  const date = new Date().toUTCString();
  const text = `PUT\n\n\n${date}\n/examplebucket/${key}`;
  const signature = createHmac('sha1', KEY.secret).update(text).digest('base64');
  const lines = [HOST, `Date: ${date}`, `Authorization: OSS ${KEY.id}:${signature}`, ...headers];
  return [`PUT /examplebucket/${key} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

function anonymous(line: string, ...headers: string[]): string {
  return [`${line} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
}

/** Declares the tests. */
export function describeSockets(target: () => Target): void {
  const secret = () => aliClient(target(), { bucket: 'privatebucket' });
  const isThere = (key: string) =>
    aliClient(target())
      .head(key)
      .then(
        () => true,
        ({ code }: { code: string }) => (code === 'NoSuchKey' ? false : code),
      );

  describe('on the wire', () => {
    beforeAll(async () => {
      await secret().put('secret-key.txt', Buffer.from(SECRET));
    });

    it.each([
      [
        'two hosts',
        'GET /secret-key.txt',
        ['Host: examplebucket.localhost', 'Host: privatebucket.localhost'],
      ],
      ['two hosts, swapped', 'GET /secret-key.txt', ['Host: privatebucket.localhost', 'Host: 127.0.0.1']],
      ['an absolute form', 'GET http://privatebucket.localhost/secret-key.txt', ['Host: 127.0.0.1']],
      ['another absolute form', 'GET http://127.0.0.1/secret-key.txt', ['Host: privatebucket.localhost']],
      ['dots', 'GET /examplebucket/../privatebucket/secret-key.txt', ['Host: 127.0.0.1']],
      ['encoded dots', 'GET /examplebucket/%2e%2e/privatebucket/secret-key.txt', ['Host: 127.0.0.1']],
      ['a backslash', 'GET /examplebucket\\..\\privatebucket\\secret-key.txt', ['Host: 127.0.0.1']],
      ['a folded header', 'GET /secret-key.txt', ['Host: 127.0.0.1', 'X-A: b', '\tprivatebucket.localhost']],
      [
        'a forwarded host',
        'GET /secret-key.txt',
        ['Host: 127.0.0.1', 'X-Forwarded-Host: privatebucket.localhost'],
      ],
      ['no host', 'GET /secret-key.txt', []],
    ])('%s tell nothing of another bucket', async (_, line, headers) => {
      const answer = await exchange(target().port, anonymous(line, ...headers));
      expect(refused(answer)).toBe(true);
      expect(answer?.body.toString() ?? '').not.toContain(SECRET);
    });

    it.each([
      ['two hosts', ['Host: examplebucket.localhost', 'Host: 127.0.0.1']],
      ['a method in a header', ['Host: 127.0.0.1', 'X-HTTP-Method-Override: PUT']],
      ['an empty signature', ['Host: 127.0.0.1', 'Authorization: OSS TestAccessKeyId:']],
    ])('unsigned uploads with %s write nothing', async (_, headers) => {
      const text = anonymous('PUT /examplebucket/wire/unsigned', ...headers, 'Content-Length: 1');
      expect(refused(await exchange(target().port, text, 'x'))).toBe(true);
      expect(await isThere('wire/unsigned')).toBe(false);
    });

    it.each([
      ['-1', 'x'],
      ['1e3', 'x'],
      ['0x10', 'x'],
      ['99999999999999999999', 'x'],
      ['1, 2', 'x'],
    ])('an upload whose length is %s writes nothing', async (length, body) => {
      const answer = await exchange(target().port, upload('wire/length', `Content-Length: ${length}`), body);
      expect(refused(answer)).toBe(true);
      expect(await isThere('wire/length')).toBe(false);
    });

    it('an upload larger than R2 takes is refused before it is read', async () => {
      const answer = await exchange(
        target().port,
        upload('wire/huge', 'Content-Length: 99999999999999'),
        'x',
      );
      expect(refused(answer)).toBe(true);
      expect(await isThere('wire/huge')).toBe(false);
    });

    it('bodies that break off write nothing', async () => {
      const bytes = noise(200_000);
      await breakOff(target().port, upload('wire/short', 'Content-Length: 300000'), bytes);
      await breakOff(target().port, upload('wire/tiny', 'Content-Length: 2'), 'x');
      await breakOff(
        target().port,
        upload('wire/torn', 'Transfer-Encoding: chunked'),
        'ffff\r\n',
        bytes.subarray(9),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const key of ['short', 'tiny', 'torn']) {
        expect([key, await isThere(`wire/${key}`)]).toEqual([key, false]);
      }
    });

    it('chunks that are none write nothing', async () => {
      const head = upload('wire/chunks', 'Transfer-Encoding: chunked');
      expect(refused(await exchange(target().port, head, 'zz\r\nhello\r\n0\r\n\r\n'))).toBe(true);
      expect(await isThere('wire/chunks')).toBe(false);
    });

    it('a body that goes on after its length is no second request of anybody’s', async () => {
      const smuggled = 'PUT /examplebucket/wire/smuggled HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx';
      await exchange(target().port, upload('wire/first', 'Content-Length: 1'), `x${smuggled}`);
      const both = upload(
        'wire/both',
        `Content-Length: ${smuggled.length + 5}`,
        'Transfer-Encoding: chunked',
      );
      await exchange(target().port, both, `0\r\n\r\n${smuggled}`);
      expect(await isThere('wire/smuggled')).toBe(false);
    });

    it('an upload replaces nothing when it breaks off', async () => {
      await aliClient(target()).put('wire/kept', Buffer.from('before'));
      await breakOff(target().port, upload('wire/kept', 'Content-Length: 300000'), noise(200_000));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await aliClient(target()).get('wire/kept')).content.toString()).toBe('before');
    });
  });
}

/** Closed without a word, or answered with a refusal that names no file of ours. */
function refused(answer: RawAnswer | undefined): boolean {
  if (answer === undefined) return true;
  return answer.status >= 400 && !/\.ts:|node:internal|TestAccessKeySecret/.test(answer.body.toString());
}
