/** What a form is answered with, which its fields choose. */
import { emptyReply, type HeaderRecord, type Reply, xmlReply } from '../../protocol/http/reply.ts';
import { encodePath } from '../../protocol/text/percent.ts';
import { writeXml } from '../../protocol/xml/write.ts';

/** The object that was stored; `etag` is quoted. */
export interface Posted {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
}

/** 303 with a usable `success_action_redirect`, else `success_action_status` 200 or 201, else 204. */
export function answerForm(
  fields: ReadonlyMap<string, string>,
  posted: Posted,
  url: string,
  headers: HeaderRecord,
): Reply {
  const target = readRedirect(fields.get('success_action_redirect'));
  if (target !== undefined) return emptyReply(303, { ...headers, Location: redirectTo(target, posted) });
  switch (fields.get('success_action_status')) {
    case '200':
      return emptyReply(200, headers);
    case '201':
      return created(
        posted,
        `${url.replace(/[?#].*$/s, '').replace(/\/$/, '')}/${encodePath(posted.key)}`,
        headers,
      );
    default:
      return emptyReply(204, headers);
  }
}

/** What is no address of the web counts as absent. A parsed URL has nothing left that could end a header. */
function readRedirect(text: string | undefined): URL | undefined {
  const url = text === undefined ? null : URL.parse(text);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function redirectTo(target: URL, { bucket, key, etag }: Posted): string {
  for (const [name, value] of Object.entries({ bucket, key, etag })) target.searchParams.append(name, value);
  return target.href;
}

function created({ bucket, key, etag }: Posted, location: string, headers: HeaderRecord): Reply {
  const body = writeXml('PostResponse', { Bucket: bucket, Location: location, Key: key, ETag: etag });
  return xmlReply(body, 201, { ...headers, Location: location });
}
