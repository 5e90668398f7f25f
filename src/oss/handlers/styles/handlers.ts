/** The styles API: `?style` (wire reference 5.1). */
import { ProcessError } from '../../../core/spec/error.ts';
import type { Call } from '../../request/call.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply, type Reply } from '../../protocol/http/reply.ts';
import type { Renderer } from '../../ports.ts';
import { checkStyleName, checkStyleText, invalidStyle, MAX_STYLES } from './names.ts';
import { readStyleContent, writeStyle, writeStyles } from './style-xml.ts';

const CATEGORIES = ['image', 'document', 'video'];

/** Creates or replaces a style; its time of creation stays. */
export async function putStyle(call: Call): Promise<Reply> {
  const { request, query, bucket, services } = call;
  const name = readName(call);
  const category = query.text('category') ?? 'image';
  if (!CATEGORIES.includes(category)) throw invalidArgument('category', category);
  const content = readStyleContent(await readText(request));
  checkContent(content, services.renderer);
  const styles = await services.styles.list(bucket.settings.name);
  const before = styles.find((style) => style.name === name);
  if (before === undefined && styles.length >= MAX_STYLES) throw tooMany();
  const modified = new Date(services.clock.now());
  const style = { name, content, category, created: before?.created ?? modified, modified };
  await services.styles.put(bucket.settings.name, style);
  return emptyReply();
}

/** One style, or all of them without a name. */
export async function getStyle(call: Call): Promise<Reply> {
  const { query, bucket, services } = call;
  if (query.text('styleName') === undefined) {
    return xmlReply(writeStyles(await services.styles.list(bucket.settings.name)));
  }
  const style = await services.styles.get(bucket.settings.name, readName(call));
  if (style === undefined) throw new OssError('NoSuchStyle');
  return xmlReply(writeStyle(style));
}

/** Answers 204 for a style that is not there, too. */
export async function deleteStyle(call: Call): Promise<Reply> {
  await call.services.styles.delete(call.bucket.settings.name, readName(call));
  return emptyReply(204);
}

function readName({ query }: Call): string {
  const name = query.value('styleName') ?? '';
  checkStyleName(name);
  return name;
}

/**
 * The vendor looks at nothing but the characters, and its SDKs' tests store texts that are no chain. A text that
 * sets out to be one is checked whole, so that a mistake shows when the style is written and not in a page.
 */
function checkContent(content: string, renderer: Renderer): void {
  checkStyleText(content);
  if (!content.startsWith('image/')) return;
  try {
    renderer.check(content);
  } catch (error) {
    if (error instanceof ProcessError) throw invalidStyle('0017-00000253', error.message);
    throw error;
  }
}

function tooMany(): OssError {
  return new OssError('InvalidArgument', { message: `A bucket holds at most ${MAX_STYLES} styles.` });
}
