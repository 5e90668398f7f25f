/** The reader's key, kept in memory and nowhere else. */
import { useState } from 'preact/hooks';
import type { Credentials } from '../../../packages/url/src/sign.ts';
import { useShared, useWords } from './context.tsx';

/** Takes a key, or forgets it. */
export function Access({ change }: { change(credentials: Credentials | undefined): void }) {
  const word = useWords();
  const { credentials } = useShared().client;
  return (
    <div class="access">
      <p class="help">{word('accessHelp')}</p>
      {credentials ? (
        <p>
          {word('signingAs')} <code>{credentials.accessKeyId}</code>{' '}
          <button type="button" onClick={() => change(undefined)}>
            {word('forget')}
          </button>
        </p>
      ) : (
        <KeyForm take={change} />
      )}
    </div>
  );
}

function KeyForm({ take }: { take(credentials: Credentials): void }) {
  const word = useWords();
  const [accessKeyId, setId] = useState('');
  const [accessKeySecret, setSecret] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take({ accessKeyId, accessKeySecret });
      }}
    >
      <label>
        {word('accessId')}
        <input
          required
          autocomplete="off"
          spellcheck={false}
          value={accessKeyId}
          onInput={(event) => setId(event.currentTarget.value.trim())}
        />
      </label>
      <label>
        {word('accessSecret')}
        <input
          required
          type="password"
          autocomplete="off"
          value={accessKeySecret}
          onInput={(event) => setSecret(event.currentTarget.value.trim())}
        />
      </label>
      <button type="submit">{word('useKey')}</button>
    </form>
  );
}
