/** What the page's own arithmetic needs of the chosen original. */
import { useEffect, useState } from 'preact/hooks';
import type { Size } from '../../core/image/picture.ts';
import { ask, type Client } from '../service.ts';

/** An original as `info` tells it. */
export interface Original {
  /** Upright. */
  readonly size: Size;
  /** As `info` writes it: `jpg`, `heic`. */
  readonly format: string;
}

/** Undefined until it is known, and for what is no picture. */
export function useOriginal(
  { bucket, key }: { readonly bucket: string; readonly key: string },
  client: Client,
): Original | undefined {
  const [original, setOriginal] = useState<Original>();
  useEffect(() => {
    setOriginal(undefined);
    if (bucket === '' || key === '') return undefined;
    const aborted = new AbortController();
    const query = { 'x-oss-process': 'image/info' };
    ask(client, { bucket, key, query, signal: aborted.signal })
      .then(async ({ blob }) => setOriginal(readInfo(JSON.parse(await blob.text()))))
      // What the picture lacks is told by the preview.
      .catch(() => undefined);
    return () => aborted.abort();
  }, [bucket, key, client]);
  return original;
}

type Info = Readonly<Record<string, { readonly value: string } | undefined>>;

/** Exif orientations from 5 on lie on their side. */
function readInfo(answer: unknown): Original {
  const value = (name: string) => (answer as Info)[name]?.value ?? '';
  const [width, height] = [Number(value('ImageWidth')), Number(value('ImageHeight'))];
  const size = Number(value('Orientation')) >= 5 ? { width: height, height: width } : { width, height };
  return { size, format: value('Format') };
}
