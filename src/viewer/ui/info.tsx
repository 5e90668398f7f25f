/** What the original tells of itself: `info` with its Exif, and the average colour. */
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../service.ts';
import { useShared, useWords } from './context.tsx';

/** Which original. */
export interface InfoProps {
  readonly bucket: string;
  readonly objectKey: string;
}

/** The facts as a table. */
export function Info({ bucket, objectKey: key }: InfoProps) {
  const word = useWords();
  const info = useReport({ bucket, key, process: 'image/info' }, readInfo);
  const hue = useReport(
    { bucket, key, process: 'image/average-hue' },
    (answer) => (answer as { RGB: string }).RGB,
  );
  if (typeof info === 'string') return <p class="fault">{info}</p>;
  return (
    <>
      {hue?.startsWith('0x') && (
        <p>
          {word('hue')}{' '}
          <svg width="16" height="16" aria-hidden="true">
            <rect width="16" height="16" fill={hue.replace('0x', '#')} />
          </svg>{' '}
          {hue}
        </p>
      )}
      <table>
        <tbody>
          {info?.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface Asked {
  readonly bucket: string;
  readonly key: string;
  readonly process: string;
}

/** What is read from a JSON answer; the sentence of a refusal; undefined while it is under way. */
function useReport<T>({ bucket, key, process }: Asked, read: (answer: unknown) => T): T | string | undefined {
  const { client } = useShared();
  const [report, setReport] = useState<T | string>();
  useEffect(() => {
    setReport(undefined);
    if (key === '') return undefined;
    const aborted = new AbortController();
    const query = { 'x-oss-process': process };
    ask(client, { bucket, key, query, signal: aborted.signal })
      .then(async ({ blob }) => setReport(read(JSON.parse(await blob.text()))))
      .catch((error: Error) => !aborted.signal.aborted && setReport(error.message));
    return () => aborted.abort();
  }, [bucket, key, process, client]);
  return report;
}

function readInfo(answer: unknown): [string, string][] {
  return Object.entries(answer as Record<string, { value: string }>).map(([name, { value }]) => [
    name,
    value,
  ]);
}
