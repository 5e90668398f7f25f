/** Finding the key that signed, and the token that a temporary key needs (wire reference 3.4). */
import { OssError } from '../../protocol/error/oss-error.ts';
import type { AccessKey, AccessKeys } from '../../ports.ts';
import { isSameText } from './hmac.ts';

/** Throws `InvalidAccessKeyId` when the key is unknown, temporary and used without its token, or lasting and used with one. */
export function findKey(keys: AccessKeys, id: string, token: string | undefined): AccessKey {
  const key = find(keys, id, token);
  if (key === undefined) {
    throw new OssError('InvalidAccessKeyId', { ec: '0002-00000902', elements: { OSSAccessKeyId: id } });
  }
  return key;
}

/** Whether `findKey` finds one. */
export function isKnown(keys: AccessKeys, id: string, token: string | undefined): boolean {
  return find(keys, id, token) !== undefined;
}

function find(keys: AccessKeys, id: string, token: string | undefined): AccessKey | undefined {
  const key = keys.find(id);
  return (key?.token === undefined) === (token === undefined) ? key : undefined;
}

/** Throws `InvalidSecurityToken` for a token that is another one's or has ended. Call after the signature is checked. */
export function checkToken(key: AccessKey, token: string | undefined, now: number): void {
  const ended = key.expires !== undefined && now > key.expires.getTime();
  if (ended || !isSameText(token ?? '', key.token ?? '')) throw new OssError('InvalidSecurityToken');
}
