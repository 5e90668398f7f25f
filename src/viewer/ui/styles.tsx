/** The bucket's styles: tried on the chosen picture, written, renamed, removed, taken along. */
import { useEffect, useState } from 'preact/hooks';
import { deleteStyle, listStyles, putStyle, type StyleEntry } from '../service.ts';
import { readStyles, writeStyles } from '../styles-file.ts';
import { useShared, useWords } from './context.tsx';
import { FileButton } from './file-button.tsx';

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
  const tell = (error: Error) => announce(error.message);
  const load = () => listStyles(client, bucket).then(setStyles, tell);
  useEffect(() => {
    setStyles(undefined);
    if (client.credentials) void load();
  }, [client, bucket]);
  if (!client.credentials) return <p class="help">{word('needsKey')}</p>;

  const isThere = (wanted: string) => styles?.some((style) => style.name === wanted) ?? false;
  // What was done before something failed shows, too.
  const after = (work: Promise<unknown>) => void work.catch(tell).then(load);
  const save = async () => {
    if (isThere(name) && !confirm(`${word('replace')} ${name}`)) return;
    await putStyle(client, bucket, { name, content: process });
    announce(word('saved'));
  };
  const rename = async ({ name: old, content }: StyleEntry) => {
    const next = prompt(word('newName'), old) ?? old;
    if (next === '' || next === old) return;
    if (isThere(next) && !confirm(`${word('replace')} ${next}`)) return;
    await putStyle(client, bucket, { name: next, content });
    await deleteStyle(client, bucket, old);
  };
  const remove = async ({ name: old }: StyleEntry) => {
    if (confirm(`${word('reallyDelete')} ${old}`)) await deleteStyle(client, bucket, old);
  };
  const write = async (all: ReadonlyMap<string, string>) => {
    for (const [one, content] of all) await putStyle(client, bucket, { name: one, content });
    announce(word('saved'));
  };
  return (
    <div class="styles">
      {styles?.length === 0 && <p class="help">{word('noStyles')}</p>}
      <ul>
        {styles?.map((style) => (
          <Row
            key={style.name}
            style={style}
            tryOut={() => show(`style/${style.name}`)}
            edit={() => (setName(style.name), show(style.content))}
            rename={() => after(rename(style))}
            remove={() => after(remove(style))}
          />
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          after(save());
        }}
      >
        <label>
          {word('styleName')}
          <input
            value={name}
            required
            pattern="[A-Za-z0-9_.\-]{1,63}"
            title="A–Z a–z 0–9 _ . -"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={process === '' || process.startsWith('style/')}>
          {word('saveStyle')}
        </button>
      </form>
      {styles && <Exchange bucket={bucket} styles={styles} take={(all) => after(write(all))} />}
    </div>
  );
}

interface RowProps {
  readonly style: StyleEntry;
  tryOut(): void;
  edit(): void;
  rename(): void;
  remove(): void;
}

function Row({ style: { name, content }, tryOut, edit, rename, remove }: RowProps) {
  const word = useWords();
  const actions = [
    ['tryStyle', tryOut],
    ['editStyle', edit],
    ['rename', rename],
    ['deleteStyle', remove],
  ] as const;
  return (
    <li>
      <strong>{name}</strong> <code>{content}</code>
      <span class="actions">
        {actions.map(([what, act]) => (
          <button key={what} type="button" aria-label={`${word(what)}: ${name}`} onClick={act}>
            {word(what)}
          </button>
        ))}
      </span>
    </li>
  );
}

interface ExchangeProps {
  readonly bucket: string;
  readonly styles: readonly StyleEntry[];
  take(styles: ReadonlyMap<string, string>): void;
}

/** The styles as a file, and back. */
function Exchange({ bucket, styles, take }: ExchangeProps) {
  const word = useWords();
  const { announce } = useShared();
  const save = () => {
    const text = writeStyles(new Map(styles.map(({ name, content }) => [name, content])));
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: url, download: `${bucket}-styles.json` }).click();
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
    <div class="actions">
      <button type="button" onClick={save}>
        {word('exportStyles')}
      </button>
      <FileButton
        label={word('importStyles')}
        accept="application/json,.json"
        take={(file) => void open(file)}
      />
    </div>
  );
}
