/** The smaller parts of the page: copying, access key, facts of the original. */
import { useEffect, useState } from 'preact/hooks';
import type { Credentials } from '../../../packages/url/src/sign.ts';
import { addressOf, ask, signedAddress } from '../service.ts';
import { SNIPPETS } from '../snippets.ts';
import { processOf, type View } from '../state.ts';
import { useShared, useWords } from './context.tsx';

/** Buttons that copy the chain as an address or as code. */
export function CopyAs({ view }: { readonly view: View }) {
  const word = useWords();
  const { client, announce } = useShared();
  const { bucket, key } = view;
  const process = processOf(view);
  const shown = { origin: location.origin, bucket, key, process, url: addressOf(bucket, key, process) };
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    announce(word('copied'));
  };
  const { credentials } = client;
  return (
    <details class="copy">
      <summary>{word('copyAs')}</summary>
      {Object.entries(SNIPPETS).map(([name, write]) => (
        <div key={name} class="snippet">
          <button
            type="button"
            aria-label={`${word('copy')}: ${name}`}
            onClick={() => void copy(write(shown))}
          >
            {name}
          </button>
          <code>{write(shown)}</code>
        </div>
      ))}
      {credentials && (
        <button
          type="button"
          onClick={() => void signedAddress(credentials, bucket, key, process).then(copy)}
        >
          signed URL
        </button>
      )}
    </details>
  );
}

/** The reader's key, kept in memory and nowhere else. */
export function Access({ change }: { change(credentials: Credentials | undefined): void }) {
  const word = useWords();
  const [accessKeyId, setId] = useState('');
  const [accessKeySecret, setSecret] = useState('');
  useEffect(
    () => change(accessKeyId !== '' && accessKeySecret !== '' ? { accessKeyId, accessKeySecret } : undefined),
    [accessKeyId, accessKeySecret],
  );
  return (
    <form class="access" onSubmit={(event) => event.preventDefault()}>
      <p class="help">{word('accessHelp')}</p>
      <label>
        {word('accessId')}
        <input
          autocomplete="off"
          spellcheck={false}
          value={accessKeyId}
          onInput={(event) => setId(event.currentTarget.value.trim())}
        />
      </label>
      <label>
        {word('accessSecret')}
        <input
          type="password"
          autocomplete="off"
          value={accessKeySecret}
          onInput={(event) => setSecret(event.currentTarget.value.trim())}
        />
      </label>
    </form>
  );
}

/** What the original tells of itself: `info` with its Exif, and the average colour. */
export function Facts({ bucket, objectKey: key }: { readonly bucket: string; readonly objectKey: string }) {
  const word = useWords();
  const { client } = useShared();
  const [open, setOpen] = useState(false);
  const [info, setInfo] = useState<readonly [string, string][]>([]);
  const [hue, setHue] = useState<string>();
  useEffect(() => {
    if (!open || key === '') return undefined;
    const aborted = new AbortController();
    const json = async (process: string): Promise<unknown> => {
      const { blob } = await ask(client, {
        bucket,
        key,
        query: { 'x-oss-process': process },
        signal: aborted.signal,
      });
      return JSON.parse(await blob.text());
    };
    json('image/info').then(
      (answer) => setInfo(readInfo(answer)),
      () => setInfo([]),
    );
    json('image/average-hue').then(
      (answer) => setHue((answer as { RGB: string }).RGB),
      () => setHue(undefined),
    );
    return () => aborted.abort();
  }, [open, bucket, key, client]);
  return (
    <details class="info" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{word('info')}</summary>
      {hue !== undefined && (
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
          {info.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function readInfo(answer: unknown): [string, string][] {
  return Object.entries(answer as Record<string, { value: string }>).map(([name, { value }]) => [
    name,
    value,
  ]);
}
