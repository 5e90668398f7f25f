/** The documentation's pictures that are served beside the page. */

declare const PICTURE_FILES: readonly string[] | undefined;

/** File names by operation and number: `resize-1`. The build fills them in. */
export const EXAMPLE_PICTURES: Readonly<Record<string, string>> = Object.fromEntries(
  (typeof PICTURE_FILES === 'undefined' ? [] : PICTURE_FILES).map((file) => [
    file.replace(/\.\w+$/, ''),
    file,
  ]),
);
