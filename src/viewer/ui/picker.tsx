/** Which picture: a bucket and key, a sample, an object of the listing, or a file of the reader's own. */
import { useState } from 'preact/hooks';
import { addressOf, listKeys, request } from '../service.ts';
import { useShared, useWords } from './context.tsx';

/** What the deployment shows to everyone. */
export interface Settings {
  /** Buckets that anyone may read. */
  readonly buckets: readonly string[];
  /** `bucket/key` of pictures to begin with. */
  readonly samples: readonly string[];
}

/** The chosen picture. */
export interface PickerProps {
  readonly settings: Settings;
  readonly bucket: string;
  readonly key_: string;
  pick(bucket: string, key: string): void;
}

/** Fields, thumbnails, listing and the place to drop a file. */
export function Picker({ settings, bucket, key_: key, pick }: PickerProps) {
  const word = useWords();
  return (
    <section aria-label={word('picture')} class="picker">
      <label>
        {word('bucket')}
        <input list="buckets" value={bucket} onChange={(event) => pick(event.currentTarget.value, key)} />
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
      <Listing bucket={bucket} pick={pick} />
      <Drop bucket={bucket} pick={pick} />
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

function Listing({ bucket, pick }: { readonly bucket: string; pick(bucket: string, key: string): void }) {
  const word = useWords();
  const { client, announce } = useShared();
  const [keys, setKeys] = useState<readonly string[]>();
  if (!client.credentials) return undefined;
  const list = () => listKeys(client, bucket, '').then(setKeys, (error: Error) => announce(error.message));
  return (
    <div class="listing">
      <button type="button" onClick={list}>
        {word('list')}
      </button>
      {keys && (
        <ul>
          {keys.map((key) => (
            <li key={key}>
              <button type="button" class="link" onClick={() => pick(bucket, key)}>
                {key}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A file stays in the page until the reader asks to store it. */
function Drop({ bucket, pick }: { readonly bucket: string; pick(bucket: string, key: string): void }) {
  const word = useWords();
  const { client, announce } = useShared();
  const [file, setFile] = useState<{ readonly file: File; readonly url: string }>();
  const take = (chosen: File | undefined) => {
    if (file) URL.revokeObjectURL(file.url);
    setFile(chosen && { file: chosen, url: URL.createObjectURL(chosen) });
  };
  const store = async ({ file: body }: { readonly file: File }) => {
    if (!client.credentials) return announce(word('needsKey'));
    try {
      await request(client, { bucket, key: body.name, method: 'PUT', body });
      announce(word('stored'));
      take(undefined);
      return pick(bucket, body.name);
    } catch (error) {
      return announce((error as Error).message);
    }
  };
  return (
    <div
      class="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label>
        {word('drop')}
        <input
          type="file"
          accept="image/*,.heic,.tif,.tiff"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </label>
      {file && (
        <figure>
          <img src={file.url} alt={file.file.name} />
          <figcaption>
            {word('dropped')}
            <button type="button" onClick={() => void store(file)}>
              {word('store')}
            </button>
          </figcaption>
        </figure>
      )}
    </div>
  );
}
