/** The upright size of the chosen original, for the page's own arithmetic. */
import { useEffect, useState } from 'preact/hooks';
import type { Size } from '../../core/image/picture.ts';
import { ask, type Client } from '../service.ts';

/** Undefined until it is known, and for what is no picture. */
export function useOriginalSize(
  { bucket, key }: { readonly bucket: string; readonly key: string },
  client: Client,
): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    setSize(undefined);
    if (bucket === '' || key === '') return undefined;
    const aborted = new AbortController();
    const query = { 'x-oss-process': 'image/info' };
    ask(client, { bucket, key, query, signal: aborted.signal })
      .then(async ({ blob }) => setSize(uprightSize(JSON.parse(await blob.text()))))
      // What the picture lacks is told by the preview.
      .catch(() => undefined);
    return () => aborted.abort();
  }, [bucket, key, client]);
  return size;
}

type Info = Readonly<Record<string, { readonly value: string } | undefined>>;

/** Exif orientations from 5 on lie on their side. */
function uprightSize(answer: unknown): Size {
  const number = (name: string) => Number((answer as Info)[name]?.value);
  const [width, height] = [number('ImageWidth'), number('ImageHeight')];
  return number('Orientation') >= 5 ? { width: height, height: width } : { width, height };
}
