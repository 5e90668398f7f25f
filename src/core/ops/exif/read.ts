/** Reads the Exif block of an original into named texts. */
import type { ExifTags } from '../../spec/source.ts';
import { GPS, IMAGE, INTEROPERABILITY, PHOTO } from './names.ts';
import { printValue } from './print.ts';
import { type Directory, openTiff, type Value } from './tiff.ts';

/** Tags that hold the offset of another directory. */
const PHOTO_OFFSET = 0x8769;
const GPS_OFFSET = 0x8825;
const INTEROPERABILITY_OFFSET = 0xa005;

/**
 * The known tags of a TIFF structure by name. Of two directories with the same tag the picture's own counts, then
 * that of its circumstances, its place and its thumbnail. Whatever is damaged is left out.
 */
export function readExifTags(tiff: Uint8Array): ExifTags {
  const fields = Object.entries(readExifFields(tiff));
  return Object.fromEntries(fields.map(([name, { value }]) => [name, value]));
}

/** A tag's text, and the TIFF type it is stored in, 1 to 12. */
export interface ExifField {
  readonly value: string;
  readonly type: number;
}

/** The same tags with their types. */
export function readExifFields(tiff: Uint8Array): Readonly<Record<string, ExifField>> {
  const file = openTiff(tiff);
  if (!file) return {};
  const image = file.directory(file.first);
  const photo = file.directory(offsetIn(image, PHOTO_OFFSET));
  const tags: Record<string, ExifField> = {};
  addTags(tags, image, IMAGE);
  addTags(tags, photo, PHOTO);
  addTags(tags, file.directory(offsetIn(image, GPS_OFFSET)), GPS);
  addTags(tags, file.directory(offsetIn(photo, INTEROPERABILITY_OFFSET)), INTEROPERABILITY);
  addTags(tags, file.directory(image.next), IMAGE);
  return tags;
}

function addTags(
  tags: Record<string, ExifField>,
  { values }: Directory,
  names: Readonly<Record<number, string>>,
): void {
  for (const [tag, value] of values) {
    const name = names[tag];
    if (name !== undefined) tags[name] ??= { value: printValue(name, value), type: value.type };
  }
}

function offsetIn({ values }: Directory, tag: number): number {
  const pointer: Value | undefined = values.get(tag);
  return pointer?.components[0]?.[0] ?? 0;
}
