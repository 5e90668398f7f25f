/** Signatures over texts. Imported keys are kept, so that a signature costs one call and not five. */
import { writeBase64 } from '../../../core/spec/base64.ts';
import { fromHex, toBase64, toHex } from '../../protocol/text/base64.ts';
import type { Scope } from './claim.ts';
import { scopePath } from './canonical-v4.ts';
import { TERMINATOR } from './credential.ts';

type Hash = 'SHA-1' | 'SHA-256';

/** V4 keys are bound to a date and to a region of the caller's choice, so the number kept is bounded. */
const MAX_KEPT = 64;
const kept = new Map<string, Promise<CryptoKey>>();
const encoder = new TextEncoder();

/** Base64 of HMAC-SHA1: signatures V1 of requests and of form policies. */
export async function signV1(secret: string, text: string): Promise<string> {
  const key = await keep(`1 ${secret}`, () => importKey('SHA-1', bytesOf(secret)));
  return toBase64(await hmac(key, text));
}

/** Base64 of HMAC-SHA256: signatures V2 of requests. */
export async function signV2(secret: string, text: string): Promise<string> {
  const key = await keep(`2 ${secret}`, () => importKey('SHA-256', bytesOf(secret)));
  return toBase64(await hmac(key, text));
}

/** Hexadecimal HMAC-SHA256 with the key derived for a scope: signatures V4 of requests and of form policies. */
export async function signV4(secret: string, scope: Scope, text: string): Promise<string> {
  const key = await keep(`4 ${scopePath(scope)} ${secret}`, () => deriveKey(secret, scope));
  return toHex(await hmac(key, text));
}

/** Letters of a signature that is cut as short as sixteen bytes. */
const LEAST_LETTERS = 22;

/** Whether a path has this signature of imgproxy's: HMAC-SHA256 of salt and path in base64url, perhaps cut short. */
export async function isPathSigned(
  { key, salt }: { readonly key: string; readonly salt: string },
  path: string,
  signature: string,
): Promise<boolean> {
  const secret = await keep(`imgproxy ${key}`, () => importKey('SHA-256', new Uint8Array(fromHex(key))));
  const message = new Uint8Array([...fromHex(salt), ...encoder.encode(path)]);
  const full = writeBase64(new Uint8Array(await crypto.subtle.sign('HMAC', secret, message)));
  return signature.length >= LEAST_LETTERS && isSameText(signature, full.slice(0, signature.length));
}

/** Hexadecimal SHA-256. */
export async function sha256(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

/** Compares signatures in time that depends on their lengths only. */
export function isSameText(one: string, other: string): boolean {
  const [left, right] = [encoder.encode(one), encoder.encode(other)];
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) {
    difference |= (left[index] as number) ^ (right[index] as number);
  }
  return difference === 0;
}

/** Hosts differ in what they say of an encoder's buffer; a copy is surely not shared. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encoder.encode(text));
}

async function deriveKey(secret: string, { date, region, product }: Scope): Promise<CryptoKey> {
  let key = await importKey('SHA-256', bytesOf(`aliyun_v4${secret}`));
  for (const message of [date, region, product, TERMINATOR]) {
    key = await importKey('SHA-256', await hmac(key, message));
  }
  return key;
}

function importKey(hash: Hash, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
}

async function hmac(key: CryptoKey, text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

function keep(name: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
  const known = kept.get(name);
  if (known) return known;
  const [oldest] = kept.keys();
  if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  const made = make();
  kept.set(name, made);
  return made;
}
