/** The result beside the original, what is known of it, and what was refused. */
import { useEffect, useState } from 'preact/hooks';
import type { Size } from '../../core/image/picture.ts';
import type { Fault } from '../chain.ts';
import type { Refusal } from '../service.ts';
import { asPng, isShown } from '../shown.ts';
import { Compare } from './compare.tsx';
import { useShared, useWords } from './context.tsx';
import { Facts } from './facts.tsx';
import { type Question, type Standing, useAnswer } from './use-answer.ts';
import type { Original } from './use-original.ts';

/** What is shown. */
export interface PreviewProps {
  /** What is asked for; undefined while no picture is chosen. */
  readonly question: Question | undefined;
  readonly original: Original | undefined;
  readonly after: Standing;
  /** Size that the page's own arithmetic announces. */
  readonly planned: Size | undefined;
  /** The chain's mistake, because of which nothing was sent. */
  readonly fault: Fault | undefined;
}

/** The pictures, compared, and the facts. */
export function Preview({ question, original, after, planned, fault }: PreviewProps) {
  const word = useWords();
  const busy = after.state === 'waiting' || (after.state === 'there' && after.old && !fault);
  return (
    <section class="preview" aria-label={word('result')} aria-busy={busy}>
      {fault && (
        <p class="fault">
          {word('broken')} {fault.message}
        </p>
      )}
      {!question && <p>{word('nothing')}</p>}
      {after.state === 'waiting' && <p class="waiting">{word('waiting')}</p>}
      {after.state === 'refused' && <Refused refusal={after.refusal} />}
      {question && after.state === 'there' && (
        <There question={question} original={original} after={after} planned={planned} />
      )}
    </section>
  );
}

/** Code, sentence and sub-code of what was refused. */
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

interface ThereProps extends Pick<PreviewProps, 'original' | 'planned'> {
  readonly question: Question;
  readonly after: Extract<Standing, { state: 'there' }>;
}

function There({ question, original, after: { answer, url, old }, planned }: ThereProps) {
  const word = useWords();
  const { client } = useShared();
  const [size, setSize] = useState<Size>();
  const isPicture = answer.type.startsWith('image/') || question.process === '';
  const shown = isShown(question.process === '' && original ? original.format : answer.type);
  const png = shown ? undefined : asPng(question.process);
  const instead = useAnswer(png === undefined ? undefined : { ...question, process: png }, client);
  const after = shown ? url : instead.state === 'there' ? instead.url : undefined;
  return (
    <>
      {!isPicture && <Report blob={answer.blob} />}
      {!shown && <p class="help">{word(png === undefined ? 'notShown' : 'shownAsPng')}</p>}
      {isPicture && after !== undefined && (
        <Compare original={originalOf(question, original)} after={after} old={old} measured={setSize} />
      )}
      <Facts answer={answer} size={isPicture ? size : undefined} planned={planned} />
    </>
  );
}

/** What shows the original beside a result; nothing beside itself. */
function originalOf(question: Question, original: Original | undefined): Question | undefined {
  if (question.process === '') return undefined;
  return { ...question, process: original && !isShown(original.format) ? asPng('')! : '' };
}

/** A JSON answer, indented. */
function Report({ blob }: { readonly blob: Blob }) {
  const [text, setText] = useState('');
  useEffect(() => void blob.text().then(setText), [blob]);
  return <pre class="report">{text}</pre>;
}
