/** Styles as XML. Their dates are HTTP dates, which the Java SDK parses strictly. */
import { toHttpDate } from '../../protocol/http/dates.ts';
import type { Style } from '../../ports.ts';
import { childText, readXml } from '../../protocol/xml/read.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';

/** The `Style` document. */
export function writeStyle(style: Style): string {
  return writeXml('Style', element(style));
}

/** The `StyleList` document; the order is kept. */
export function writeStyles(styles: readonly Style[]): string {
  return writeXml('StyleList', { Style: styles.map(element) });
}

/** The content of a `Style` body; empty when there is none. Throws `MalformedXML`. */
export function readStyleContent(xml: string): string {
  return childText(readXml(xml, 'Style'), 'Content')?.trim() ?? '';
}

function element({ name, content, category, created, modified }: Style): XmlElement {
  return {
    Name: name,
    Content: content,
    Category: category,
    CreateTime: toHttpDate(created),
    LastModifyTime: toHttpDate(modified),
  };
}
