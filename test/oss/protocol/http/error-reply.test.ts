import { describe, expect, it } from 'vitest';
import { invalid } from '../../../../src/core/spec/error.ts';
import { errorReply } from '../../../../src/oss/protocol/http/error-reply.ts';
import { OssError } from '../../../../src/oss/protocol/error/oss-error.ts';
import { noSuchKey } from '../../../../src/oss/protocol/error/errors.ts';
import { toResponse } from '../../../../src/oss/protocol/http/respond.ts';

const failed = { method: 'GET', host: 'h.example', requestId: '5C3D9175B6FC201293AD4A6E' };
const text = (reply: { body: unknown }) => new TextDecoder().decode(reply.body as Uint8Array);

describe('an error answer', () => {
  it('is the XML that every SDK reads', () => {
    const reply = errorReply(noSuchKey('a&b.jpg'), failed);
    expect(reply.status).toBe(404);
    expect(reply.headers).toMatchObject({ 'Content-Type': 'application/xml', 'x-oss-ec': '0026-00000001' });
    expect(text(reply)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>' +
        '<Message>The specified key does not exist.</Message><RequestId>5C3D9175B6FC201293AD4A6E</RequestId>' +
        '<HostId>h.example</HostId><Key>a&amp;b.jpg</Key><EC>0026-00000001</EC>' +
        '<RecommendDoc>https://api.aliyun.com/troubleshoot?q=0026-00000001</RecommendDoc></Error>',
    );
  });
  it('carries the refusals of image processing', () => {
    const reply = errorReply(invalid('w', '0', '0040-00000312'), failed);
    expect(reply.status).toBe(400);
    expect(text(reply)).toContain('<Message>The value: 0 of parameter: w is invalid.</Message>');
    expect(text(reply)).toContain('<EC>0040-00000312</EC>');
  });
  it('tells nothing about trouble inside', () => {
    const reply = errorReply(new Error('secret at /home/me'), failed);
    expect(reply.status).toBe(500);
    expect(text(reply)).not.toContain('secret');
    expect(text(reply)).toContain('<Code>InternalError</Code>');
  });
  it.each([
    [
      'a canonical request of 6 KB',
      { CanonicalRequest: 'x'.repeat(6000), StringToSignBytes: '41 '.repeat(6000) },
    ],
    [
      'values that XML makes longer',
      Object.fromEntries('abcdefghij'.split('').map((n) => [n, '"'.repeat(900)])),
    ],
    ['half a pair at the cut', { A: 'a' + '😀'.repeat(4000) }],
  ])('fits a header that clients can read, with %s', (_, elements) => {
    const reply = errorReply(new OssError('SignatureDoesNotMatch', { elements }), {
      ...failed,
      method: 'HEAD',
    });
    const header = reply.headers['x-oss-err'] ?? '';
    expect(header.length).toBeLessThan(6000);
    const xml = Buffer.from(header, 'base64').toString();
    expect(xml).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(xml).toMatch(/<\/Error>$/);
    expect(xml).not.toContain('\ufffd');
  });
  it('moves into a header for HEAD', async () => {
    const head = { ...failed, method: 'HEAD' };
    const reply = errorReply(noSuchKey('k'), head);
    const response = toResponse(reply, { ...head, received: 0, now: 5 });
    expect(await response.text()).toBe('');
    expect(response.status).toBe(404);
    expect(atob(response.headers.get('x-oss-err') ?? '')).toBe(text(reply));
    expect(response.headers.get('x-oss-request-id')).toBe(failed.requestId);
    expect(response.headers.get('x-oss-server-time')).toBe('5');
    expect(response.headers.get('date')).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  });
});
