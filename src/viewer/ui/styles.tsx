/** The bucket's styles: tried on the chosen picture, written, renamed, removed, taken along. */
import { useState } from 'preact/hooks';
import { deleteStyle, listStyles, putStyle, type StyleEntry } from '../service.ts';
import { useShared, useWords } from './context.tsx';

/** Which bucket, and the chain that could become a style. */
export interface StylesProps {
  readonly bucket: string;
  readonly process: string;
  /** Shows what a process text makes. */
  show(process: string): void;
}

/** The list and what may be done with it; everything here is signed. */
export function Styles({ bucket, process, show }: StylesProps) {
  const word = useWords();
  const { client, announce } = useShared();
  const [styles, setStyles] = useState<readonly StyleEntry[]>();
  const [name, setName] = useState('');
  if (!client.credentials) return <p class="help">{word('needsKey')}</p>;

  const tell = (error: unknown) => announce((error as Error).message);
  const load = async () => setStyles(await listStyles(client, bucket));
  const after = (work: Promise<unknown>) => void work.then(load).catch(tell);
  const rename = async ({ name: old, content }: StyleEntry) => {
    const next = prompt(word('styleName'), old);
    if (next === null || next === '' || next === old) return;
    await putStyle(client, bucket, { name: next, content });
    await deleteStyle(client, bucket, old);
  };
  return (
    <div class="styles">
      <button type="button" onClick={() => void load().catch(tell)}>
        {word('styles')}
      </button>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          after(putStyle(client, bucket, { name, content: process }));
        }}
      >
        <label>
          {word('styleName')}
          <input
            value={name}
            required
            pattern="[A-Za-z0-9_.\-]{1,63}"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={process === ''}>
          {word('saveStyle')}
        </button>
      </form>
      {styles && (
        <>
          <ul>
            {styles.map((style) => (
              <li key={style.name}>
                <strong>{style.name}</strong> <code>{style.content}</code>
                <span class="actions">
                  <button type="button" onClick={() => show(`style/${style.name}`)}>
                    {word('tryStyle')}
                  </button>
                  <button type="button" onClick={() => (setName(style.name), show(style.content))}>
                    {word('editStyle')}
                  </button>
                  <button type="button" onClick={() => after(rename(style))}>
                    {word('rename')}
                  </button>
                  <button type="button" onClick={() => after(deleteStyle(client, bucket, style.name))}>
                    {word('deleteStyle')}
                  </button>
                </span>
              </li>
            ))}
          </ul>
          <Exchange
            bucket={bucket}
            styles={styles}
            take={(all) => after(putAll(all, (one) => putStyle(client, bucket, one)))}
          />
        </>
      )}
    </div>
  );
}

async function putAll(
  styles: readonly StyleEntry[],
  put: (style: StyleEntry) => Promise<void>,
): Promise<void> {
  for (const style of styles) await put(style);
}

interface ExchangeProps {
  readonly bucket: string;
  readonly styles: readonly StyleEntry[];
  take(styles: readonly StyleEntry[]): void;
}

/** Styles as a JSON file: an object of contents by name, as `npm run styles -- export` writes it. */
function Exchange({ bucket, styles, take }: ExchangeProps) {
  const word = useWords();
  const { announce } = useShared();
  const save = () => {
    const text = JSON.stringify(
      Object.fromEntries(styles.map(({ name, content }) => [name, content])),
      null,
      2,
    );
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `${bucket}-styles.json` });
    link.click();
    URL.revokeObjectURL(url);
  };
  const open = async (file: File | undefined) => {
    try {
      if (file) take(readStyles(await file.text()));
    } catch (error) {
      announce((error as Error).message);
    }
  };
  return (
    <p>
      <button type="button" onClick={save}>
        {word('exportStyles')}
      </button>
      <label>
        {word('importStyles')}
        <input
          type="file"
          accept="application/json"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </label>
    </p>
  );
}

/** Throws for a file that is not such an object. */
function readStyles(text: string): StyleEntry[] {
  const value = JSON.parse(text) as unknown;
  if (typeof value !== 'object' || value === null) throw new Error('{"name": "image/…"}');
  return Object.entries(value).map(([name, content]) => ({ name, content: String(content) }));
}
