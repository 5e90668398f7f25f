/** A chain as code and addresses that can be pasted elsewhere. */
import { chain } from '../../packages/url/src/chain.ts';
import { responsive, WIDTHS } from '../../packages/url/src/picture.ts';

/** What a snippet is made of. */
export interface Shown {
  readonly origin: string;
  readonly bucket: string;
  readonly key: string;
  /** Text after `x-oss-process=`; empty for the original. */
  readonly process: string;
  /** The unsigned address. */
  readonly url: string;
  /** Width of the original in pixels, where it is known: nothing is enlarged beyond it. */
  readonly width: number | undefined;
}

/** Snippets by the name people know them by, the same in every language. */
export const SNIPPETS: Readonly<Record<string, (shown: Shown) => string>> = {
  URL: ({ url }) => url,
  '<img srcset>': srcset,
  curl: ({ url, key }) => `curl -o ${shellText(key.split('/').at(-1) ?? 'picture')} ${shellText(url)}`,
  'ali-oss': ({ origin, bucket, key, process }) =>
    [
      // The bucket stands in the path, whatever the host is called.
      `const client = new OSS({ endpoint: ${JSON.stringify(origin)}, sldEnable: true, bucket: ${JSON.stringify(bucket)}, accessKeyId, accessKeySecret });`,
      `await client.get(${JSON.stringify(key)}, 'picture'${process === '' ? '' : `, { process: ${JSON.stringify(process)} }`});`,
    ].join('\n'),
  'C#': ({ origin, bucket, key, process }) =>
    [
      `var client = new OssClient(${JSON.stringify(origin)}, accessKeyId, accessKeySecret);`,
      `var request = new GetObjectRequest(${JSON.stringify(bucket)}, ${JSON.stringify(key)}, ${JSON.stringify(process)});`,
      'using var picture = client.GetObject(request);',
    ].join('\n'),
  style: ({ process }) => process,
};

/** Widths up to the original's, as loaders make them; of what is no chain there is one. */
function srcset({ origin, bucket, key, process, url, width = Infinity }: Shown): string {
  const actions = process
    .replace(/^image\/?/, '')
    .split(/[|/]/)
    .filter((action) => !['', 'image'].includes(action));
  const widths = WIDTHS.filter((one) => one <= width);
  const varies = process === '' || /^image(\/|$)/.test(process);
  if (!varies || widths.length === 0) return `<img src="${url}" alt="">`;
  const options = { base: `${origin}/${bucket}`, key, process: chain(...actions) };
  const { srcset: addresses, sizes } = responsive(options, { widths });
  return `<img src="${url}" srcset="${addresses}" sizes="${sizes}" alt="">`;
}

function shellText(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
