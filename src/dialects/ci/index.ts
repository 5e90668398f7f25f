/** Tencent Cloud Infinite: `imageMogr2`, `imageView2`, `watermark`, `imageInfo`, `imageAve`, joined by `|`. */
import { type Dialect, factOf, lookUp, type Report } from '../dialect.ts';
import { commonProcessings, exifWriter, formatIn, translateSegments } from '../slashes/processings.ts';
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
  info: 'likeness',
});

/** Names of values that are told by name. */
const COLOUR_SPACES: Readonly<Record<string, string>> = { 1: 'sRGB', 65535: 'Uncalibrated' };

const REPORTS = {
  imageInfo: infoOf,
  exif: exifWriter((name, value) => ({
    val: name === 'ColorSpace' ? (lookUp(COLOUR_SPACES, value) ?? value) : value,
  })),
};

export const ci: Dialect = {
  translate: (asking) => translateSegments(asking, PROCESSINGS, REPORTS),
  forgives: forgivesErrors,
  refuse: ({ code, message, requestId, key }) => ({
    elements: { Code: code, Message: message, Resource: key, RequestId: requestId, TraceId: requestId },
    headers: { 'x-cos-request-id': requestId },
  }),
};

/** Numbers are texts. */
function infoOf(facts: Report, md5: string | undefined): unknown {
  return {
    format: formatIn(facts),
    width: factOf(facts, 'ImageWidth'),
    height: factOf(facts, 'ImageHeight'),
    size: factOf(facts, 'FileSize'),
    ...(md5 !== undefined && { md5 }),
    frame_count: factOf(facts, 'FrameCount'),
    photo_rgb: factOf(facts, 'RGB'),
  };
}
