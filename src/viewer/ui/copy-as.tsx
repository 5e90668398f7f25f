/** Copies the chain as an address or as code. */
import { addressOf, signedAddress } from '../service.ts';
import { type Shown, SNIPPETS } from '../snippets.ts';
import { processOf, type View } from '../state.ts';
import { useShared, useWords } from './context.tsx';

/** What is copied. */
export interface CopyAsProps {
  readonly view: View;
  /** The bucket of hosts that name none, where there is one. */
  readonly defaultBucket: string | undefined;
  /** Width of the original, where it is known. */
  readonly width: number | undefined;
}

/** A button for each kind of snippet, and what it copies. */
export function CopyAs({ view, defaultBucket, width }: CopyAsProps) {
  const word = useWords();
  const { client, announce } = useShared();
  const { credentials } = client;
  const { bucket, key } = view;
  const process = processOf(view);
  const { origin } = location;
  const url = addressOf(bucket, key, process);
  const isDefault = bucket === defaultBucket;
  const shown: Shown = { origin, bucket, key, process, url, isDefault, width };
  const copy = (text: string) =>
    writeClipboard(text).then(
      () => announce(word('copied')),
      () => announce(word('notCopied')),
    );
  const sign = async () => credentials && copy(await signedAddress(credentials, bucket, key, process));
  return (
    <>
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
      <div class="snippet">
        <button
          type="button"
          disabled={!credentials}
          aria-label={`${word('copy')}: signed URL`}
          onClick={() => void sign()}
        >
          signed URL
        </button>
        <span class="help">{word(credentials ? 'signedHelp' : 'needsKey')}</span>
      </div>
    </>
  );
}

/** Rejects where the browser lets nobody write: a page that is not from a secure origin has no clipboard. */
async function writeClipboard(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
