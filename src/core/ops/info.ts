import { reportOperation } from '../spec/operation.ts';
import type { ExifTags, Source } from '../spec/source.ts';
import { readExifTags } from './exif/read.ts';

/** Answers what is known of the original. */
export const info = reportOperation({
  name: 'info',
  summary: 'Answers size, format, resolution and Exif of the original, as JSON.',
  params: {},
  examples: ['info'],
  notes: [
    'Width and height are those of the stored pixels, before orientation.',
    'Every value is wrapped: `{"ImageWidth": {"value": "400"}}`. Stands alone in its chain.',
  ],
  readsPixels: false,

  report(source) {
    const fields = Object.entries({ ...resolution(source), ...exif(source), ...basics(source) });
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(Object.fromEntries(fields.map(([name, value]) => [name, { value }])));
  },
});

function basics({ bytes, format, frames, width, height }: Source): Record<string, string> {
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

/** The vendor reads no Exif of PNG (operations reference, 5.1). */
function exif({ format, exif: block }: Source): ExifTags {
  return block && format !== 'png' ? readExifTags(block) : {};
}

/** A density as a fraction; those of formats without fractions are whole, or have two decimals that mean something. */
function rational(value: number): string {
  return Number.isInteger(value) ? `${value}/1` : `${Math.round(value * 100)}/100`;
}
