/** GetObject and HeadObject: an original, or the picture a chain or style makes of it. */
import { checkObjectAccess } from '../../request/access/permissions.ts';
import { checkProtection } from '../../request/access/protection.ts';
import { readProcess } from '../../../core/engine/chain/language.ts';
import type { Call } from '../../request/call.ts';
import { invalidArgument, noSuchKey, noSuchOriginal } from '../../protocol/error/errors.ts';
import { isUnchanged } from '../../protocol/http/conditional.ts';
import { emptyReply, type Reply } from '../../protocol/http/reply.ts';
import { expand } from '../process/expand.ts';
import { unchangedHeaders } from './object-headers.ts';
import { sendOriginal } from './original.ts';
import { sendPicture } from './picture.ts';
import { sandboxed } from './sandbox.ts';
import { readWanted } from './wanted.ts';

/**
 * In the order of wire reference 4.2: rights, then the text, then whether there is an object, then conditions. A
 * condition that holds ends here, before a pixel is touched.
 */
export async function getObject(call: Call): Promise<Reply> {
  const { bucket, headers } = call;
  const { key, head, use, process } = await readWanted(call);
  checkObjectAccess(call, 'read', bucket, key, head);
  await checkProtection(call, bucket, key, use);
  const chain = process === '' ? undefined : await readChain(call, process);
  if (head === undefined) throw chain === undefined ? noSuchKey(key) : noSuchOriginal(key);
  if (isUnchanged(headers, head)) return emptyReply(304, unchangedHeaders(head, call));
  const trusted = call.caller !== undefined || use === 'style';
  const reply = chain === undefined ? sendOriginal(call, head) : sendPicture(call, head, chain, trusted);
  return sandboxed(await reply, bucket.settings);
}

/** A result is only ever saved by POST. */
async function readChain({ bucket, services }: Call, text: string): Promise<string> {
  const process = readProcess(text);
  if (process.saveAs !== undefined) throw invalidArgument('x-oss-process', 'sys/saveas');
  return expand(services, bucket.settings.name, process);
}
