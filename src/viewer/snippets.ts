/** A chain as code and addresses that can be pasted elsewhere. */

/** What a snippet is made of. */
export interface Shown {
  readonly origin: string;
  readonly bucket: string;
  readonly key: string;
  /** Text after `x-oss-process=`; empty for the original. */
  readonly process: string;
  /** The unsigned address. */
  readonly url: string;
}

const WIDTHS = [320, 640, 960, 1280, 1920];

/** Snippets by the name people know them by, the same in every language. */
export const SNIPPETS: Readonly<Record<string, (shown: Shown) => string>> = {
  URL: ({ url }) => url,
  '<img srcset>': srcset,
  curl: ({ url, key }) => `curl -o ${shellText(key.split('/').at(-1) ?? 'picture')} ${shellText(url)}`,
  'ali-oss': ({ origin, bucket, key, process }) =>
    [
      `const client = new OSS({ endpoint: ${JSON.stringify(origin)}, bucket: ${JSON.stringify(bucket)}, accessKeyId, accessKeySecret });`,
      `await client.get(${JSON.stringify(key)}, 'picture', { process: ${JSON.stringify(process)} });`,
    ].join('\n'),
  'C#': ({ origin, bucket, key, process }) =>
    [
      `var client = new OssClient(${JSON.stringify(origin)}, accessKeyId, accessKeySecret);`,
      `var request = new GetObjectRequest(${JSON.stringify(bucket)}, ${JSON.stringify(key)}, ${JSON.stringify(process)});`,
      'using var picture = client.GetObject(request);',
    ].join('\n'),
  style: ({ process }) => process,
};

/** The chain's own width in the place of each of some common ones; without a resize, one is put in front. */
function srcset({ url, process }: Shown): string {
  const at = (width: number) => {
    const wide = /resize,[^/|]*\bw_\d+/.test(process)
      ? process.replace(/(resize,[^/|]*\bw_)\d+/, `$1${width}`)
      : process.replace(/^(image\/|$)/, `image/resize,w_${width}/`).replace(/\/$/, '');
    const [path] = url.split('?');
    return `${path}?x-oss-process=${wide} ${width}w`;
  };
  return `<img src="${url}" srcset="${WIDTHS.map(at).join(', ')}" sizes="100vw" alt="">`.replaceAll(
    '&',
    '&amp;',
  );
}

function shellText(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
