/** Finding the key that signed, and the token that a temporary key needs (wire reference 3.4). */
import { OssError } from '../../protocol/error/oss-error.ts';
import type { AccessKey, AccessKeys } from '../../ports.ts';
import { isSameText } from './hmac.ts';

/** Throws `InvalidAccessKeyId` when the key is unknown, temporary and used without its token, or lasting and used with one. */
export function findKey(keys: AccessKeys, id: string, token: string | undefined): AccessKey {
  const key = keys.find(id);
  if (key === undefined || (key.token === undefined) !== (token === undefined)) {
    throw new OssError('InvalidAccessKeyId', { ec: '0002-00000902', elements: { OSSAccessKeyId: id } });
  }
  return key;
}

/** Throws `InvalidSecurityToken` for a token that is another one's or has ended. Call after the signature is checked. */
export function checkToken(key: AccessKey, token: string | undefined, now: number): void {
  const ended = key.expires !== undefined && now > key.expires.getTime();
  if (ended || !isSameText(token ?? '', key.token ?? '')) throw new OssError('InvalidSecurityToken');
}
