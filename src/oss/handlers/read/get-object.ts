/** GetObject and HeadObject: an original, or the picture a chain or style makes of it. */
import { checkObjectAccess } from '../../request/access/permissions.ts';
import { checkProtection, type Use } from '../../request/access/protection.ts';
import { readProcess } from '../../../core/engine/chain/language.ts';
import type { Call } from '../../request/call.ts';
import { invalidArgument, noSuchKey, noSuchOriginal } from '../../protocol/error/errors.ts';
import { isUnchanged } from '../../protocol/http/conditional.ts';
import { emptyReply, type Reply } from '../../protocol/http/reply.ts';
import type { ObjectHead } from '../../ports.ts';
import { follow } from './follow.ts';
import { expand, type Expanded } from '../process/expand.ts';
import { asLinked, unchangedHeaders } from './object-headers.ts';
import { sendOriginal } from './original.ts';
import { sendPicture } from './picture.ts';
import { sendInstead } from './instead.ts';
import { sandboxed } from './sandbox.ts';
import { answerTranslated } from './translated.ts';
import { readWanted, type Wanted, wantedOf } from './wanted.ts';

/**
 * In the order of wire reference 4.2: rights, then the text, then whether there is an object, then conditions. A
 * condition that holds ends here, before a pixel is touched.
 */
export async function getObject(call: Call): Promise<Reply> {
  const translated = await answerTranslated(call, async ({ key, process }) => {
    const spoken = { ...negotiating(call), key };
    return answer(spoken, await wantedOf(spoken, process), true);
  });
  return translated ?? answerOpened(call, await readWanted(call));
}

/** Languages that have a word for it may ask for a format by `Accept`: in OSS's own it takes a setting. */
function negotiating(call: Call): Call {
  const { settings } = call.bucket;
  const autoFormat = settings.autoFormat === 'always' ? 'always' : 'asked';
  return { ...call, bucket: { ...call.bucket, settings: { ...settings, autoFormat } } };
}

/** Closes what was opened in vain: refused, or a link to something else. */
async function answerOpened(call: Call, wanted: Wanted): Promise<Reply> {
  let reply: Reply | undefined;
  try {
    reply = await answer(call, wanted, false);
    return reply;
  } finally {
    const { head } = wanted;
    if (head && 'body' in head && head.body !== reply?.body) await head.body.cancel();
  }
}

async function answer(call: Call, wanted: Wanted, isTranslated: boolean): Promise<Reply> {
  const { bucket, headers } = call;
  const { key, head: found, use, process } = wanted;
  checkObjectAccess(call, 'read', bucket, key, found);
  await checkProtection(call, bucket, key, use);
  const chain = process === '' ? undefined : await readChain(call, wanted, isTranslated);
  if (found === undefined) throw chain === undefined ? noSuchKey(key) : noSuchOriginal(key);
  const head = await follow(call, found, use);
  if (chain === undefined && isUnchanged(headers, head)) return emptyReply(304, unchangedHeaders(head, call));
  const sent = chain === undefined ? await sendOriginal(call, head) : await sendMade(call, head, chain, use);
  if (sent.status === 304) return sent;
  return sandboxed({ ...sent, headers: asLinked(found, sent.headers) }, bucket.settings);
}

/** The picture, or the original where the chain says so. */
async function sendMade(call: Call, head: ObjectHead, chain: Expanded, use: Use): Promise<Reply> {
  try {
    return await sendPicture(call, head, chain, call.caller !== undefined || use === 'style');
  } catch (error) {
    if (!chain.ignoresErrors) throw error;
    return sendInstead(call, head, error);
  }
}

/** A result is only ever saved by POST. */
async function readChain(
  { bucket, services }: Call,
  wanted: Wanted,
  isTranslated: boolean,
): Promise<Expanded> {
  const process = readProcess(wanted.process);
  if (process.saveAs !== undefined) throw invalidArgument('x-oss-process', 'sys/saveas');
  return expand(services, bucket.settings.name, process, { isTranslated, known: wanted.style });
}
