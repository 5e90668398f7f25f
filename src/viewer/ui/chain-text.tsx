/** The chain as text, beneath its cards. */
import { useId } from 'preact/hooks';
import type { Fault } from '../chain.ts';
import { processOf, type View, withProcess } from '../state.ts';
import { useWords } from './context.tsx';

/** The chain, and what the parser says of it. */
export interface ChainTextProps {
  readonly view: View;
  readonly fault: Fault | undefined;
  /** `of` names what is typed in. */
  change(part: Partial<View>, of?: string): void;
}

/** Typing in it changes the cards. */
export function ChainText({ view, fault, change }: ChainTextProps) {
  const word = useWords();
  const id = useId();
  return (
    <div class="text">
      <label for={id}>{word('text')}</label>
      <textarea
        id={id}
        rows={3}
        spellcheck={false}
        aria-describedby={`${id}-help`}
        aria-invalid={fault !== undefined}
        value={processOf(view)}
        onInput={(event) => change(withProcess(view, event.currentTarget.value), 'text')}
      />
      <p
        id={`${id}-help`}
        class={fault ? 'fault' : 'help'}
        role={fault?.card === undefined && fault ? 'alert' : undefined}
      >
        {fault ? fault.message : word('textHelp')}
      </p>
    </div>
  );
}
