import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import { OPERATIONS } from '../../../../src/core/ops/index.ts';
import type { ProcessError } from '../../../../src/core/spec/error.ts';
import { errorPage, wantsPage } from '../../../../src/oss/protocol/http/error-page.ts';
import { createWorld } from '../../support/memory.ts';

const CHROMIUM = 'text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8';

describe('a person', () => {
  it.each([
    ['a navigation', { accept: CHROMIUM, 'sec-fetch-dest': 'document' }, true],
    ['an older browser', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, true],
    ['a picture', { accept: 'image/avif,image/webp,*/*;q=0.8', 'sec-fetch-dest': 'image' }, false],
    ['a frame', { accept: CHROMIUM, 'sec-fetch-dest': 'iframe' }, false],
    ['an older browser’s picture', { accept: CHROMIUM }, false],
    ['an SDK', { accept: '*/*' }, false],
    ['whoever signs', { accept: 'text/html', authorization: 'OSS a:b' }, false],
    ['nobody', {}, false],
  ])('is told from others: %s', (_who, headers, person) => {
    expect(wantsPage(new Request('http://localhost/', { headers }))).toBe(person);
  });

  it('gets status and code as a page in either language, and markup stays text', async () => {
    const { face } = createWorld({ buckets: [{ acl: 'public-read' }] });
    const ask = (language: string) =>
      face(
        new Request('http://127.0.0.1/examplebucket/<script>.jpg', {
          headers: { accept: CHROMIUM, 'sec-fetch-dest': 'document', 'accept-language': language },
        }),
      );
    const english = await ask('en-GB,zh;q=0.5');
    expect(english.status).toBe(404);
    expect(english.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(english.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await english.text();
    expect(page).toContain('<h1>404 NoSuchKey</h1>');
    expect(page).not.toContain('<script>');
    expect(await (await ask('zh-CN,zh;q=0.9')).text()).toContain('<dt>错误码</dt><dd>NoSuchKey');
  });

  it.each([
    ['zh-CN,zh;q=0.9', 'zh-CN'],
    ['fr, en;q=0.5, zh-TW;q=0.8', 'zh-CN'],
    ['de, zh;q=0', 'en'],
    ['', 'en'],
  ])('reads %j as %s', (accepts, language) => {
    const { body } = errorPage(refusal('image/resize,w_0'), { requestId: 'A1', accepts, headers: {} });
    expect(new TextDecoder().decode(body as Uint8Array)).toContain(`<html lang="${language}">`);
  });

  it('learns what was expected, and where it is written', () => {
    const { headers, body } = errorPage(refusal('image/resize,w_0'), {
      requestId: 'A1',
      accepts: 'zh',
      headers: {},
    });
    const page = new TextDecoder().decode(body as Uint8Array);
    expect(headers['Content-Length']).toBe(`${(body as Uint8Array).length}`);
    expect(page).toContain('<dt>参数</dt><dd>resize w</dd>');
    expect(page).toContain('<dt>应为</dt><dd>1 到 16384 的整数</dd>');
    expect(page).toContain('docs/zh/operations.md#resize');
    expect(page).toContain('A1');
  });

  it.each([
    ['slim,w_1', ['<dd>one of resize, auto-orient, crop,', '<dd>docs/operations.md</dd>']],
    ['crop,x_500', ['<dd>crop x</dd>', '<dd>at most 399 in this picture</dd>', 'docs/operations.md#crop']],
    ['rotate,361', ['<dd>an integer from 0 to 360</dd>', 'docs/operations.md#rotate']],
  ])('learns of %s what would do, and where it is written', (action, parts) => {
    const { body } = errorPage(refusal(`image/${action}`), { requestId: 'A1', accepts: 'en', headers: {} });
    const page = new TextDecoder().decode(body as Uint8Array);
    for (const part of parts) expect(page).toContain(part);
  });

  it('learns how parameters are written where something else stands', () => {
    const { body } = errorPage(refusal('image/resize,w=100'), {
      requestId: 'A1',
      accepts: 'en',
      headers: {},
    });
    const page = new TextDecoder().decode(body as Uint8Array);
    expect(page).toContain('The value: w=100 of parameter: resize is invalid.');
    expect(page).toContain('<dt>Parameter</dt><dd>resize</dd>');
    expect(page).toContain('<dt>Expected</dt><dd>parameters written as m_VALUE: m, w, h, l, s');
  });
});

function refusal(chain: string): ProcessError {
  try {
    const [step] = parseChain(chain, OPERATIONS).pixels;
    step?.plan({ width: 400, height: 267 }, { outputAlpha: true, limitPolicy: 'result', frames: 1 });
  } catch (error) {
    return error as ProcessError;
  }
  throw new Error(`${chain} is accepted`);
}
