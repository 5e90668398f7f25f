/** The result over the original: a line that is dragged across the picture parts them. */
import { useState } from 'preact/hooks';
import type { Size } from '../../core/image/picture.ts';
import { useShared, useWords } from './context.tsx';
import { type Question, useAnswer } from './use-answer.ts';

/** What is compared. */
export interface CompareProps {
  /** What shows the original; it is asked when the line is first moved. */
  readonly original: Question | undefined;
  /** Address of the result. */
  readonly after: string;
  /** True while the next result is under way. */
  readonly old: boolean;
  measured(size: Size): void;
}

/** Left of the line is the original, right of it the result. At first the line stands at the left. */
export function Compare({ original, after, old, measured }: CompareProps) {
  const word = useWords();
  const { client } = useShared();
  const [line, setLine] = useState(0);
  const before = useAnswer(line > 0 ? original : undefined, client);
  const measure = ({ currentTarget }: { readonly currentTarget: EventTarget | null }) => {
    const { naturalWidth: width, naturalHeight: height } = currentTarget as HTMLImageElement;
    measured({ width, height });
  };
  return (
    <div class="compare">
      <div class={`stack${old ? ' old' : ''}`} style={{ '--share': line / 100 }}>
        <img src={after} alt={word('after')} data-role="result" onLoad={measure} />
        {before.state === 'there' && line > 0 && (
          <span class="before">
            <img src={before.url} alt={word('before')} data-role="original" />
          </span>
        )}
        {original && (
          <input
            class="line"
            type="range"
            min="0"
            max="100"
            value={line}
            aria-label={word('compare')}
            title={word('compare')}
            onInput={(event) => setLine(Number(event.currentTarget.value))}
          />
        )}
      </div>
      {original && (
        <p class="ends help">
          <span>{word('before')}</span>
          <span>{word('compareHelp')}</span>
          <span>{word('after')}</span>
        </p>
      )}
    </div>
  );
}
