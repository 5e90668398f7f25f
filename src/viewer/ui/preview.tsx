/** The result beside the original, what is known of it, and what was refused. */
import { useEffect, useState } from 'preact/hooks';
import type { Size } from '../../core/image/picture.ts';
import type { Answer, Refusal } from '../service.ts';
import type { Word } from '../words.ts';
import { useShared, useWords } from './context.tsx';
import type { Standing } from './use-answer.ts';

/** What is shown. */
export interface PreviewProps {
  readonly before: Standing;
  readonly after: Standing;
  /** Size that the page's own arithmetic announces. */
  readonly planned: Size | undefined;
  /** True when the chain has a mistake, so that nothing was sent. */
  readonly broken: boolean;
}

/** The pictures, compared, and the facts. */
export function Preview({ before, after, planned, broken }: PreviewProps) {
  const word = useWords();
  const { announce } = useShared();
  useEffect(() => {
    if (after.state === 'refused') announce(`${after.refusal.code}: ${after.refusal.message}`);
  }, [after]);
  return (
    <section class="preview" aria-label={word('result')} aria-busy={after.state === 'waiting'}>
      {broken && <p class="fault">{word('broken')}</p>}
      {after.state === 'idle' && !broken && <p>{word('nothing')}</p>}
      {after.state === 'waiting' && <p class="waiting">{word('waiting')}</p>}
      {after.state === 'refused' && <Refused refusal={after.refusal} />}
      {after.state === 'there' && (
        <There before={before} answer={after.answer} url={after.url} planned={planned} />
      )}
    </section>
  );
}

/** Code, sentence and sub-code of what was refused, with the documentation's place for it. */
export function Refused({ refusal: { status, code, message, ec } }: { readonly refusal: Refusal }) {
  const word = useWords();
  return (
    <div class="refused" role="alert">
      <h3>
        {word('fault')}: {status > 0 && status} {code}
      </h3>
      <p>{message}</p>
      {ec !== undefined && <p>EC {ec}</p>}
    </div>
  );
}

interface ThereProps {
  readonly before: Standing;
  readonly answer: Answer;
  readonly url: string;
  readonly planned: Size | undefined;
}

function There({ before, answer, url, planned }: ThereProps) {
  const [size, setSize] = useState<Size>();
  const isPicture = answer.type.startsWith('image/');
  return (
    <>
      {isPicture ? <Compare before={before} after={url} measured={setSize} /> : <Report blob={answer.blob} />}
      <Facts answer={answer} size={isPicture ? size : undefined} planned={planned} />
    </>
  );
}

interface CompareProps {
  readonly before: Standing;
  readonly after: string;
  measured(size: Size): void;
}

/** Both pictures in one place: a slider says how much of the result covers the original. */
function Compare({ before, after, measured }: CompareProps) {
  const word = useWords();
  const [share, setShare] = useState(100);
  const measure = ({ currentTarget }: { readonly currentTarget: EventTarget | null }) => {
    const { naturalWidth: width, naturalHeight: height } = currentTarget as HTMLImageElement;
    measured({ width, height });
  };
  return (
    <div class="compare">
      <div class="stack">
        {before.state === 'there' && share < 100 && <img src={before.url} alt={word('before')} />}
        <img
          src={after}
          alt={word('after')}
          data-role="result"
          style={{ clipPath: `inset(0 0 0 ${100 - share}%)` }}
          onLoad={measure}
        />
      </div>
      {before.state === 'there' && (
        <label class="slider">
          <span>{word('before')}</span>
          <input
            type="range"
            min="0"
            max="100"
            value={share}
            aria-label={word('compare')}
            onInput={(event) => setShare(Number(event.currentTarget.value))}
          />
          <span>{word('after')}</span>
        </label>
      )}
    </div>
  );
}

/** A JSON answer, indented. */
function Report({ blob }: { readonly blob: Blob }) {
  const [text, setText] = useState('');
  useEffect(() => void blob.text().then(setText), [blob]);
  return <pre class="report">{text}</pre>;
}

function Facts({
  answer,
  size,
  planned,
}: {
  readonly answer: Answer;
  readonly size: Size | undefined;
  readonly planned: Size | undefined;
}) {
  const word = useWords();
  const { blob, type, milliseconds, cache, plan } = answer;
  const pixels = (one: Size) => `${one.width} × ${one.height}`;
  const facts: [Word, string | undefined][] = [
    ['size', size && pixels(size)],
    ['planned', planned && pixels(planned)],
    ['bytes', blob.size.toLocaleString()],
    ['type', type],
    ['time', `${milliseconds.toFixed(0)} ms`],
    ['cache', cache],
    [
      'plan',
      Object.entries(plan)
        .map(([name, value]) => `${name} ${value}`)
        .join(' · ') || undefined,
    ],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === undefined ? undefined : (
          <div key={name}>
            <dt>{word(name)}</dt>
            <dd data-fact={name}>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
