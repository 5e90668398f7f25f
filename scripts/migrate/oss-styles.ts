/** The styles API's documents, for which the SDK has no methods. */
import type { Style } from '../../src/oss/ports.ts';
import { writeXml } from '../../src/oss/protocol/xml/write.ts';

interface StyleElement {
  readonly Name: string;
  readonly Content: string;
  readonly Category?: string;
  readonly CreateTime: string;
  readonly LastModifyTime: string;
}

/** The styles of a `StyleList` answer, as the SDK parsed it. */
export function readStyles({ data }: { readonly data: unknown }): readonly Style[] {
  const found = (data as { readonly Style?: StyleElement | StyleElement[] } | null)?.Style ?? [];
  return [found].flat().map((style) => ({
    name: style.Name,
    content: style.Content,
    category: style.Category ?? 'image',
    created: new Date(style.CreateTime),
    modified: new Date(style.LastModifyTime),
  }));
}

/** The body that stores a style. */
export function styleXml(content: string): string {
  return writeXml('Style', { Content: content });
}
