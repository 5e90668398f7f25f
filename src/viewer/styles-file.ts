/** Styles as a JSON file: an object of contents by name. The page and `npm run styles` read and write the same. */

/** The file of these styles. */
export function writeStyles(styles: ReadonlyMap<string, string>): string {
  return `${JSON.stringify(Object.fromEntries(styles), null, 2)}\n`;
}

/** The styles of a file. Throws for one that is no such object. */
export function readStyles(text: string): Map<string, string> {
  const value = parse(text);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = Object.entries(isObject ? value : {});
  if (isObject && entries.every(isStyle)) return new Map(entries as [string, string][]);
  throw new Error(
    'The file holds no styles: a JSON object of chains by name, {"thumb": "image/resize,w_200"}.',
  );
}

function isStyle([, content]: [string, unknown]): boolean {
  return typeof content === 'string';
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
