/** `ignore-error,1`: the original where a picture of it cannot be made. */
import { type ErrorCode, ProcessError } from '../../../core/spec/error.ts';
import type { Reply } from '../../protocol/http/reply.ts';
import type { ObjectHead } from '../../ports.ts';
import { checkProtection } from '../../request/access/protection.ts';
import type { Call } from '../../request/call.ts';
import { sendOriginal } from './original.ts';

/** About rights and about what is not there: never ignored. */
const KEPT: readonly ErrorCode[] = ['AccessDenied', 'NoSuchKey', 'NoSuchStyle'];

/**
 * Sends the original unless the error is one that stays, or the original may be seen through styles only. Throws the
 * error otherwise.
 */
export async function sendInstead(call: Call, head: ObjectHead, error: unknown): Promise<Reply> {
  if (!(error instanceof ProcessError) || KEPT.includes(error.code)) throw error;
  await checkProtection(call, call.bucket, head.key, 'original').catch(() => {
    throw error;
  });
  return sendOriginal(call, head);
}
