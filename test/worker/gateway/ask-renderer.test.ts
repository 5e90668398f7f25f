/** The gateway's side of a picture, over a renderer that answers as it is told. */
import { expect, it, vi } from 'vitest';
import type { Bucket, ObjectHead, RenderJob } from '../../../src/oss/ports.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { createAskRenderer, type RendererParts } from '../../../src/worker/gateway/ask-renderer.ts';
import { fromAddress } from '../../../src/worker/wire/address.ts';
import { refusalResponse, SourceChanged } from '../../../src/worker/wire/errors.ts';
import { pictureResponse } from '../../../src/worker/wire/response.ts';

const headOf = (etag: string): ObjectHead => ({
  key: 'a.png',
  size: 1,
  etag,
  modified: new Date(0),
  attributes: { headers: {}, meta: {}, kind: 'Normal' },
});

/** A renderer over answers in turn; the last one goes on. What was asked for is told as ETag and marks. */
function rendererOf(
  answers: (Error | { readonly madeFor?: string; readonly plan?: string })[],
  parts: Partial<RendererParts> = {},
) {
  const asked: string[] = [];
  let seen = 0;
  const drawn = vi.fn<RendererParts['drawn']>(async () => ({ version: `m${++seen}`, modified: undefined }));
  const head = vi.fn<() => Promise<ObjectHead | undefined>>(async () => headOf(`e${asked.length}`));
  const ask: RendererParts['ask'] = async (address, request) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    const { etag, marks } = fromAddress(address);
    asked.push(`${etag} ${marks}`);
    if (answer instanceof Error) return refusalResponse(answer);
    const rendered = { chunks: [Uint8Array.of(1, 2)], size: 2, type: 'image/png', timing: 'render;dur=1' };
    const label = { madeFor: answer.madeFor ?? request, seconds: 1, tag: 't' };
    return pictureResponse({ ...rendered, plan: answer.plan }, label, () => undefined);
  };
  const renderer = createAskRenderer({
    parse: () => {
      throw new Error('nothing is parsed here');
    },
    version: 'v',
    planHeader: false,
    ask,
    drawn,
    ...parts,
  });
  const bucket = { settings: { name: 'photos' }, objects: { head } } as unknown as Bucket;
  const job: RenderJob = {
    bucket,
    original: headOf('e'),
    chain: 'image/resize,w_1',
    trusted: false,
    accept: undefined,
  };
  return {
    render: (more: Partial<RenderJob> = {}) => renderer.render({ ...job, ...more }),
    asked,
    drawn,
    head,
  };
}

it('gives the picture, and tells what this request waited for', async () => {
  const made = await rendererOf([{ plan: 'bytes=1' }]).render();
  expect(made).toMatchObject({ size: 2, contentType: 'image/png' });
  expect(made.headers).toEqual({ 'Server-Timing': 'cache;desc="miss", render;dur=1' });
  expect(new Uint8Array(await new Response(made.body as BodyInit).arrayBuffer())).toEqual(
    Uint8Array.of(1, 2),
  );
  expect(made).not.toHaveProperty('of');
  const kept = await rendererOf([{ madeFor: 'another' }]).render();
  expect(kept.headers).toEqual({ 'Server-Timing': 'cache;desc="hit"' });
});

it.each([
  [true, 'bytes=1', { 'x-img-plan': 'bytes=1' }],
  [true, undefined, {}],
  [false, 'bytes=1', {}],
])('tells a plan where that is wanted (%s) and there is one (%s)', async (planHeader, plan, told) => {
  const { headers } = await rendererOf([plan === undefined ? {} : { plan }], { planHeader }).render();
  expect(headers).toEqual({ 'Server-Timing': expect.any(String), ...told });
});

it('looks for what is drawn only where the caller has not', async () => {
  const { render, asked, drawn } = rendererOf([{}]);
  await render({ drawn: { version: 'known', modified: undefined } });
  expect([asked, drawn.mock.calls.length]).toEqual([['e known'], 0]);
  await render();
  expect([asked[1], drawn.mock.calls.length]).toEqual(['e m1', 1]);
});

it.each([1, 2, 3])('shows the newest of what changes %i times, under its own name', async (times) => {
  const { render, asked, drawn } = rendererOf([
    ...Array.from({ length: times }, () => new SourceChanged()),
    {},
  ]);
  const { of } = await render();
  expect(asked).toEqual(Array.from({ length: times + 1 }, (_, at) => `e${at || ''} m${at + 1}`));
  expect(of).toMatchObject({ original: { etag: `e${times}` }, drawn: { version: `m${times + 1}` } });
  expect(drawn.mock.calls.slice(1).every(([, look]) => look?.recent === false)).toBe(true);
});

it('asks the caller to come back once that goes on, four times over', async () => {
  const { render, asked } = rendererOf([new SourceChanged()]);
  await expect(render()).rejects.toMatchObject({ status: 503 });
  expect(asked).toHaveLength(4);
});

it('says that the original is gone', async () => {
  const { render, head } = rendererOf([new SourceChanged()]);
  head.mockResolvedValue(undefined);
  await expect(render()).rejects.toMatchObject({ code: 'NoSuchKey' });
});

it.each([1, 2])('hands on any other refusal at once, asked for the %ith time', async (time) => {
  const refusal = new ProcessError('InvalidArgument', 'no');
  const { render, asked } = rendererOf([
    ...Array.from({ length: time - 1 }, () => new SourceChanged()),
    refusal,
  ]);
  await expect(render()).rejects.toMatchObject({ code: 'InvalidArgument' });
  expect(asked).toHaveLength(time);
});
