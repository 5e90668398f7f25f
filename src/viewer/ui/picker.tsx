/** Which picture: a bucket and key, a sample, an object of the listing, or a file of the reader's own. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { IN_PAGE, type OwnPicture } from '../in-page.ts';
import { addressOf, listKeys, request } from '../service.ts';
import { useShared, useWords } from './context.tsx';
import { FileButton } from './file-button.tsx';

/** What the deployment shows to everyone. */
export interface Settings {
  /** Buckets that anyone may read. */
  readonly buckets: readonly string[];
  /** `bucket/key` of pictures to begin with. */
  readonly samples: readonly string[];
  /** The bucket of hosts that name none, where anyone may read it. */
  readonly defaultBucket?: string;
}

/** The chosen picture. */
export interface PickerProps {
  readonly settings: Settings;
  readonly bucket: string;
  readonly key_: string;
  /** The bucket that the reader was in last. */
  readonly home: string;
  pick(bucket: string, key: string): void;
  /** Keeps a picture of the reader's own in the page. */
  take(own: OwnPicture | undefined): void;
}

/** Fields, thumbnails, listing and the place to drop a file. */
export function Picker({ settings, bucket, key_: key, home, pick, take }: PickerProps) {
  const word = useWords();
  return (
    <section aria-label={word('picture')} class="picker">
      <label>
        {word('bucket')}
        <input
          list="buckets"
          value={bucket === IN_PAGE ? '' : bucket}
          onChange={(event) => pick(event.currentTarget.value, key)}
        />
      </label>
      <datalist id="buckets">
        {settings.buckets.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <label>
        {word('key')}
        <input value={key} onChange={(event) => pick(bucket, event.currentTarget.value)} />
      </label>
      {settings.samples.length > 0 && (
        <Samples samples={settings.samples} chosen={`${bucket}/${key}`} pick={pick} />
      )}
      <Listing bucket={home} pick={pick} />
      <Drop home={home} shown={bucket === IN_PAGE} pick={pick} take={take} />
    </section>
  );
}

interface SamplesProps {
  readonly samples: readonly string[];
  readonly chosen: string;
  pick(bucket: string, key: string): void;
}

function Samples({ samples, chosen, pick }: SamplesProps) {
  const word = useWords();
  return (
    <fieldset class="samples">
      <legend>{word('samples')}</legend>
      {samples.map((sample) => {
        const [bucket = '', ...rest] = sample.split('/');
        const key = rest.join('/');
        const thumbnail = addressOf(bucket, key, 'image/resize,m_fill,w_72,h_72');
        return (
          <button
            key={sample}
            type="button"
            aria-pressed={sample === chosen}
            title={key}
            onClick={() => pick(bucket, key)}
          >
            <img src={thumbnail} alt={key} width="72" height="72" loading="lazy" />
          </button>
        );
      })}
    </fieldset>
  );
}

/** Keys of the bucket, for who may list them. */
function Listing({ bucket, pick }: { readonly bucket: string; pick(bucket: string, key: string): void }) {
  const word = useWords();
  const { client, announce } = useShared();
  const [keys, setKeys] = useState<readonly string[]>();
  useEffect(() => setKeys(undefined), [bucket, client]);
  if (!client.credentials) return undefined;
  const list = () => listKeys(client, bucket, '').then(setKeys, (error: Error) => announce(error.message));
  return (
    <div class="listing">
      <button type="button" onClick={list}>
        {word('list')}
      </button>
      {keys?.length === 0 && <p class="help">{word('noObjects')}</p>}
      <ul>
        {keys?.map((key) => (
          <li key={key}>
            <button type="button" class="link" onClick={() => pick(bucket, key)}>
              {key}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface DropProps {
  readonly home: string;
  /** Whether the picture that is in the page is the one that is shown. */
  readonly shown: boolean;
  pick(bucket: string, key: string): void;
  take(own: OwnPicture | undefined): void;
}

/** A picture stays in the page, and is processed there, until the reader asks to store it. */
function Drop({ home, shown, pick, take }: DropProps) {
  const word = useWords();
  const { client, announce } = useShared();
  const { own } = client;
  const keep = (file: File | undefined) => {
    if (!file) return;
    take({ file, bucket: home });
    pick(IN_PAGE, file.name);
  };
  const store = async ({ file: body }: OwnPicture) => {
    if (!client.credentials) return announce(word('needsKey'));
    try {
      await request(client, { bucket: home, key: body.name, method: 'PUT', body });
      announce(word('stored'));
      return pick(home, body.name);
    } catch (error) {
      return announce((error as Error).message);
    }
  };
  useDrop(keep);
  return (
    <div class="drop">
      <FileButton label={word('drop')} accept="image/*,.heic,.tif,.tiff" take={keep} />
      {own && shown && (
        <p>
          {word('dropped')}{' '}
          <button type="button" onClick={() => void store(own)}>
            {word('store')}
          </button>
        </p>
      )}
      {own && !shown && (
        <button type="button" class="link" onClick={() => pick(IN_PAGE, own.file.name)}>
          {own.file.name}
        </button>
      )}
    </div>
  );
}

/** Takes a file that is dropped anywhere: the browser would leave the page to open it. */
function useDrop(keep: (file: File | undefined) => void): void {
  const latest = useRef(keep);
  latest.current = keep;
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      latest.current(event.dataTransfer?.files[0]);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
}
