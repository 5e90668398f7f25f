import { say } from '../spec/sentence.ts';
import { reportOperation } from '../spec/operation.ts';
import type { ExifTags, Source } from '../spec/source.ts';
import { readExifTags } from './exif/read.ts';

/** Answers what is known of the original. */
export const info = reportOperation({
  name: 'info',
  summary: say(
    'Answers size, format, resolution and Exif of the original, as JSON.',
    '以 JSON 返回原图的尺寸、格式、分辨率和 Exif 信息。',
  ),
  params: {},
  inMarkEc: '0040-00000374',
  examples: ['info'],
  notes: [
    say(
      'Width and height are those of the stored pixels, before orientation.',
      '宽高是存储像素的宽高，未经方向校正。',
    ),
    say(
      'Every value is wrapped: `{"ImageWidth": {"value": "400"}}`. Stands alone in its chain.',
      '每个值都包装为 `{"ImageWidth": {"value": "400"}}`；必须单独使用。',
    ),
  ],
  readsPixels: false,

  report(source) {
    const fields = Object.entries({ ...resolution(source), ...exif(source), ...basics(source) });
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(Object.fromEntries(fields.map(([name, value]) => [name, { value }])));
  },
});

/** What of any original has a name of its own. */
export function basics({ bytes, format, frames, width, height }: Source): Record<string, string> {
  return {
    FileSize: `${bytes}`,
    Format: format,
    FrameCount: `${frames}`,
    ImageHeight: `${height}`,
    ImageWidth: `${width}`,
  };
}

function resolution({ density }: Source): Record<string, string> {
  if (!density) return {};
  return {
    ResolutionUnit: `${density.unit}`,
    XResolution: rational(density.x),
    YResolution: rational(density.y),
  };
}

function exif({ exif: block }: Source): ExifTags {
  return block ? readExifTags(block) : {};
}

/** A density as a fraction; those of formats without fractions are whole, or have two decimals that mean something. */
function rational(value: number): string {
  return Number.isInteger(value) ? `${value}/1` : `${Math.round(value * 100)}/100`;
}
