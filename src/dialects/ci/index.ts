/** Tencent Cloud Infinite: `imageMogr2`, `imageView2`, `watermark`, `imageInfo`, `imageAve`, joined by `|`. */
import { type Dialect, factOf, type Report } from '../dialect.ts';
import { commonProcessings, translateSegments } from '../slashes/processings.ts';
import { forgivesErrors } from '../slashes/words.ts';

/** Letters are in points at 96 dots an inch. */
const PROCESSINGS = commonProcessings({
  marking: {
    pixels: 96 / 72,
    size: 13,
    colour: '3D3D3D',
    opacity: 90,
    distance: 0,
    drawsSeveral: false,
  },
  grows: true,
});

export const ci: Dialect = {
  translate: (asking) => translateSegments(asking, PROCESSINGS, reportOf),
  forgives: forgivesErrors,
  refuse: ({ code, message, requestId, key }) => ({
    elements: { Code: code, Message: message, Resource: key, RequestId: requestId, TraceId: requestId },
    headers: { 'x-cos-request-id': requestId },
  }),
};

/** Numbers are texts. */
function reportOf(facts: Report): unknown {
  if ('RGB' in facts) return facts;
  return {
    format: factOf(facts, 'Format').replace(/^jpg$/, 'jpeg'),
    width: factOf(facts, 'ImageWidth'),
    height: factOf(facts, 'ImageHeight'),
    size: factOf(facts, 'FileSize'),
    frame_count: factOf(facts, 'FrameCount'),
  };
}
