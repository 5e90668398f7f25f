/** Pictures that browsers do not show, shown as PNG. */

const NOT_SHOWN = /^(image\/)?(tiff|hei[cf])$/;

/** Whether a browser shows a format, by its name in `info` or its media type. */
export function isShown(format: string): boolean {
  return !NOT_SHOWN.test(format);
}

/** The text after `x-oss-process=` that makes a PNG of the same picture; undefined for what is no chain. */
export function asPng(process: string): string | undefined {
  if (process === '') return 'image/format,png';
  return process.startsWith('image/') ? `${process}/format,png` : undefined;
}
