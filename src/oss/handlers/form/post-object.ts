/** PostObject: a browser's form stores a file (wire reference 2.9). */
import { checkObjectAccess } from '../../request/access/permissions.ts';
import { checkKey } from '../../request/address/names.ts';
import type { Call, Handler } from '../../request/call.ts';
import { missingArgument } from '../../protocol/error/errors.ts';
import type { HeaderRecord, Reply } from '../../protocol/http/reply.ts';
import {
  createPace,
  DELAY,
  type Pace,
  readTrafficLimit,
  TRAFFIC_LIMIT,
} from '../../protocol/http/traffic-limit.ts';
import type { AccessKey } from '../../ports.ts';
import { answerForm } from './answer.ts';
import { checkPolicy } from './conditions.ts';
import { malformedForm } from './byte-reader.ts';
import { type Form, readForm } from './form-data.ts';
import { formHeaders } from './form-headers.ts';
import { callBack } from '../callback/call-back.ts';
import { type Callback, checkCallback } from '../callback/parameter.ts';
import { type Policy, readPolicy } from './policy.ts';
import { findSigner } from './signer.ts';
import { storeFile } from './store-file.ts';

/**
 * Whoever signed the form's policy writes; without a policy it is anonymous. Signatures of the request itself mean
 * nothing here. Nothing is stored unless the form is whole.
 */
export const postObject: Handler = async (call) => {
  const { request } = call;
  if (request.body === null) throw malformedForm();
  const form = await readForm(request.body, request.headers.get('content-type') ?? '');
  try {
    return await store(call, form);
  } catch (error) {
    await form.file.cancel().catch(() => undefined);
    throw error;
  }
};

async function store(call: Call, form: Form): Promise<Reply> {
  const { bucket, services, request } = call;
  const { fields } = form;
  const key = readKey(form);
  const { caller, policy } = await readPermission(call, form, key);
  // For keys the rights are the same everywhere; an ACL has to be looked up.
  const head = caller === undefined ? await bucket.objects.head(key) : undefined;
  checkObjectAccess({ ...call, caller }, 'write', bucket, key, head);
  const callback = readFormCallback(call, fields);
  const headers = formHeaders(form);
  const pace = paceOf(call, headers);
  const written = await storeFile(
    { ...call, key, headers },
    pace?.slow(form.file) ?? form.file,
    policy?.sizes,
  );
  const stored: HeaderRecord = { ...written, ...(pace && { [DELAY]: `${pace.waited}` }) };
  services.changes.changed(bucket.settings.name, [key]);
  if (callback) return callBack({ ...call, caller, key }, callback, 'PostObject', stored);
  const posted = { bucket: bucket.settings.name, key, etag: stored['ETag'] ?? '' };
  return answerForm(fields, posted, request.url, stored);
}

/** How fast the file may come, by a field or else by the request around the form. */
function paceOf({ headers, query, services }: Call, fields: Headers): Pace | undefined {
  const limit = readTrafficLimit({ headers: fields.has(TRAFFIC_LIMIT) ? fields : headers, query });
  return limit === undefined ? undefined : createPace(limit, services.clock);
}

/** Variables of a form are fields of their own. */
function readFormCallback(call: Call, fields: Form['fields']): Callback | undefined {
  const encoded = fields.get('callback');
  return encoded ? checkCallback(call, encoded, fields) : undefined;
}

/** `${filename}` stands for the client's name of the file. */
function readKey({ fields, fileName }: Form): string {
  const written = fields.get('key');
  if (!written) throw missingArgument('key');
  const key = written.replaceAll('${filename}', () => fileName);
  checkKey(key);
  return key;
}

/** Signature first: only its signer is told what is wrong with a policy. */
async function readPermission(
  { bucket, services }: Call,
  { fields }: Form,
  key: string,
): Promise<{ caller: AccessKey | undefined; policy: Policy | undefined }> {
  const encoded = fields.get('policy');
  if (!encoded) return { caller: undefined, policy: undefined };
  const now = services.clock.now();
  const caller = await findSigner(fields, encoded, services.keys, now);
  const policy = readPolicy(encoded);
  const known = new Map([...fields, ['bucket', bucket.settings.name], ['key', key]]);
  checkPolicy(policy, (name) => known.get(name), now);
  return { caller, policy };
}
