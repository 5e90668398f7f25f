/** `POST ?x-oss-process`: renders a picture and stores it as an object (operations reference, section 6). */
import { checkBucketName, checkKey } from '../../request/address/names.ts';
import { checkObjectAccess } from '../../request/access/permissions.ts';
import type { Call, Services } from '../../request/call.ts';
import {
  invalidArgument,
  noSuchBucket,
  noSuchOriginal,
  notImplemented,
  objectDenied,
} from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { textReply, type Reply } from '../../protocol/http/reply.ts';
import type { Bucket, Derivative, ObjectHead } from '../../ports.ts';
import { defaultEncryption } from '../objects/attributes.ts';
import { follow } from '../read/follow.ts';
import { expand, isNegotiated } from './expand.ts';
import { readSaveBody } from './save-body.ts';

/** A chain of the longest kind with every character escaped, and a little. */
const MAX_BODY_BYTES = 16 * 1024;

/** A picture to be made and stored, every right checked. */
export interface Saving {
  readonly bucket: Bucket;
  readonly key: string;
  /** Canonical text. */
  readonly chain: string;
  readonly target: Bucket;
  readonly targetKey: string;
  /** As the caller named the target's bucket; undefined for the original's own. */
  readonly named: string | undefined;
}

/** Answers once the picture is stored. */
export async function saveAs(call: Call): Promise<Reply> {
  const saving = await prepare(call, 'x-oss-process');
  const found = await saving.bucket.objects.head(saving.key);
  if (found === undefined) throw noSuchOriginal(saving.key);
  const original = await follow(call, found, 'chain');
  const fileSize = await carryOut(saving, original, call.services);
  return receipt({ bucket: saving.named ?? '', fileSize, object: saving.targetKey, status: 'OK' });
}

/** Needs the right to read here and to write there; anonymous callers have neither, whatever the ACLs say. */
export async function prepare(call: Call, parameter: string): Promise<Saving> {
  const { request, bucket, key, query, services } = call;
  if (/^(csv|json)\//.test(query.text(parameter) ?? '')) throw notImplemented('SelectObject');
  if (call.caller === undefined) throw objectDenied();
  checkObjectAccess(call, 'read', bucket, key, undefined);
  const asked = readSaveBody(await readText(request, MAX_BODY_BYTES), parameter);
  const target = await findTarget(call, asked.bucket, asked.key);
  const expanded = await expand(services, bucket.settings.name, asked.process);
  isNegotiated(bucket.settings, expanded);
  const { text: chain } = expanded;
  return { bucket, key, chain, target, targetKey: asked.key, named: asked.bucket };
}

/** Makes the picture and stores it; gives its bytes. */
export async function carryOut(
  { bucket, chain, target, targetKey }: Saving,
  original: ObjectHead,
  services: Pick<Services, 'renderer' | 'changes' | 'settings'>,
): Promise<number> {
  const job = { bucket, original, chain, accept: undefined, trusted: true } as const;
  const picture = await services.renderer.render(job);
  await store(picture, target, targetKey, services);
  services.changes.changed(target.settings.name, [targetKey]);
  return picture.size;
}

/** Names are checked first; then rights, so that nobody learns which buckets there are. */
async function findTarget(call: Call, name: string | undefined, key: string): Promise<Bucket> {
  if (name !== undefined) checkBucketName(name);
  checkKey(key);
  const { caller, services } = call;
  const bucket = name === undefined ? call.bucket : await services.buckets.find(name);
  if (bucket !== undefined) checkObjectAccess(call, 'write', bucket, key, undefined);
  else if (caller?.buckets !== undefined) throw new OssError('AccessDenied');
  else throw noSuchBucket(name ?? '');
  return bucket;
}

/** Nothing of the original's metadata is inherited; the ACL is the bucket's. */
async function store(
  { body, size, contentType }: Derivative,
  target: Bucket,
  key: string,
  services: Pick<Services, 'settings'>,
): Promise<void> {
  if (contentType === 'application/json') {
    if (body instanceof ReadableStream) await body.cancel();
    throw invalidArgument('x-oss-process', 'sys/saveas');
  }
  const source = body instanceof Uint8Array ? body : { stream: body, length: size };
  const encryption = await defaultEncryption(target, services);
  await target.objects.put(key, source, {
    attributes: { headers: { contentType }, meta: {}, kind: 'Normal', encryption },
  });
}

/** SDK test suites search the text for `"status": "OK"`, blank included. */
function receipt(values: Readonly<Record<string, string | number>>): Reply {
  return textReply('application/json', JSON.stringify(values, undefined, 4));
}
