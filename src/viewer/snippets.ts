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
  /** Whether the bucket is that of hosts which name none. */
  readonly isDefault: boolean;
  /** Width of the original in pixels, where it is known: nothing is enlarged beyond it. */
  readonly width: number | undefined;
}

/** Snippets by the name people know them by, the same in every language. */
export const SNIPPETS: Readonly<Record<string, (shown: Shown) => string>> = {
  URL: ({ url }) => url,
  '<img srcset>': srcset,
  curl: ({ url, key }) => `curl -o ${shellText(key.split('/').at(-1) || 'picture')} ${shellText(url)}`,
  'ali-oss': ({ origin, bucket, key, process }) =>
    [
      // The bucket stands in the path, whatever the host is called.
      `const client = new OSS({ endpoint: ${literal(origin)}, sldEnable: true, bucket: ${literal(bucket)}, accessKeyId, accessKeySecret });`,
      `await client.get(${literal(key)}, 'picture'${process === '' ? '' : `, { process: ${literal(process)} }`});`,
    ].join('\n'),
  'C#': ({ origin, bucket, key, process, isDefault }) => {
    const object = [bucket, key, ...(process === '' ? [] : [process])].map(literal);
    // The SDK puts the bucket in the path of an IP address, and before every other name that is not said to be its own.
    const isDomain = isDefault && !IP_ADDRESS.test(new URL(origin).hostname);
    const options = isDomain ? ',\n    new Aliyun.OSS.Common.ClientConfiguration { IsCname = true }' : '';
    return [
      `var client = new OssClient(${literal(origin)}, accessKeyId, accessKeySecret${options});`,
      `var request = new GetObjectRequest(${object.join(', ')});`,
      'using (var picture = client.GetObject(request))',
      'using (var file = System.IO.File.Create("picture"))',
      '    picture.Content.CopyTo(file);',
    ].join('\n');
  },
  style: ({ process }) => process,
};

const IP_ADDRESS = /^\d+(\.\d+){3}$/;

/** A literal of JavaScript and of C#, in which some characters would end the line. */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}

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
