/** Puts the facts of an upload into the body of its callback. */
import { ProcessError } from '../../../core/spec/error.ts';
import { fromHex, toBase64 } from '../../protocol/text/base64.ts';
import { encodeStrict } from '../../protocol/text/percent.ts';
import type { Call } from '../../request/call.ts';
import { type ObjectHead, shownEtag } from '../../ports.ts';
import type { Callback } from './parameter.ts';

/** A variable's value; numbers stand bare in JSON. */
type Value = string | number;

const VARIABLE = /("?)\$\{([^{}]*)\}("?)/g;

/** The body to send. What is not known is empty. */
export async function writeBody(
  callback: Callback,
  call: Call,
  head: ObjectHead,
  operation: string,
): Promise<string> {
  const facts = {
    ...factsOf(call, head, operation),
    ...(callback.body.includes('${imageInfo.') && (await pictureOf(call, head))),
  };
  const valueOf = (name: string): Value =>
    name.startsWith('x:')
      ? (callback.variables.get(name) ?? callback.variables.get(name.toLowerCase()) ?? '')
      : Object.hasOwn(facts, name)
        ? (facts[name] ?? '')
        : '';
  const write = callback.type === 'application/json' ? inJson : inForm;
  return callback.body.replaceAll(VARIABLE, (_, before: string, name: string, after: string) =>
    write(valueOf(name), before, after),
  );
}

/** As a value of JSON. Texts that stand between quotation marks already get none of their own. */
function inJson(value: Value, before: string, after: string): string {
  const json = JSON.stringify(value);
  const isQuoted = before === '"' && after === '"';
  if (!isQuoted) return before + json + after;
  return typeof value === 'string' ? json : `"${json}"`;
}

function inForm(value: Value, before: string, after: string): string {
  return before + encodeStrict(`${value}`) + after;
}

function factsOf(
  { bucket, request, requestId, services }: Call,
  head: ObjectHead,
  operation: string,
): Record<string, Value> {
  const { crc64 = '', headers } = head.attributes;
  return {
    bucket: bucket.settings.name,
    object: head.key,
    etag: shownEtag(head).toUpperCase(),
    size: head.size,
    mimeType: headers.contentType ?? 'application/octet-stream',
    crc64,
    contentMd5:
      head.md5 !== undefined && head.attributes.kind === 'Normal' ? toBase64(fromHex(head.md5)) : '',
    clientIp: services.callbacks?.clientOf(request) ?? '',
    vpcId: '',
    reqId: requestId,
    operation,
  };
}

/** Of what is a picture; nothing of what is none. Throws what keeps anybody from knowing. */
async function pictureOf({ bucket, services }: Call, original: ObjectHead): Promise<Record<string, Value>> {
  const job = {
    bucket,
    original,
    chain: 'image/info',
    accept: undefined,
    trusted: true,
  } as const;
  try {
    const { body } = await services.renderer.render(job);
    const info = (await new Response(body as BodyInit).json()) as Record<string, { readonly value: string }>;
    return {
      'imageInfo.height': Number(info['ImageHeight']?.value),
      'imageInfo.width': Number(info['ImageWidth']?.value),
      'imageInfo.format': info['Format']?.value ?? '',
    };
  } catch (error) {
    if (error instanceof ProcessError && error.status < 500) return {};
    throw error;
  }
}
