/** Single texts out of the XML that services answer, whoever wrote it. */
import { decodeEntities } from '../../src/oss/protocol/xml/entities.ts';

/** The text of the first element of a name, wherever it stands; undefined when there is none that holds text alone. */
export function textOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (text === undefined) return undefined;
  try {
    return decodeEntities(text);
  } catch {
    // References that XML does not know are shown as they came.
    return text;
  }
}
