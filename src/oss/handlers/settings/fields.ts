/** Reading the flat XML records of the console settings. */
import { malformedXml } from '../../protocol/error/errors.ts';
import type { OssError } from '../../protocol/error/oss-error.ts';
import { childText, type XmlRecord } from '../../protocol/xml/read.ts';

/** One element: its name and what its text may be. */
export type Field = readonly [name: string, pattern: RegExp];

/** The elements that are there, trimmed. Throws `MalformedXML`, or what is given, when one has a value it cannot have. */
export function readFields(
  record: XmlRecord,
  fields: readonly Field[],
  refusal: (name: string, text: string) => OssError = (name) =>
    malformedXml(`${name} has a value that is not allowed.`),
): Record<string, string> {
  const present = fields.flatMap(([name, pattern]) => {
    const text = childText(record, name)?.trim();
    if (text === undefined) return [];
    if (!pattern.test(text)) throw refusal(name, text.slice(0, 100));
    return [[name, text] as const];
  });
  return Object.fromEntries(present);
}
