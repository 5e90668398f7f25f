/** The form of one card, drawn from its operation's declaration, and the examples that may take its place. */
import type { OperationDescription } from '../../core/ops/describe.ts';
import { actionOf, type Card, descriptionOf, type Fault, valuesOf, withValue } from '../chain.ts';
import { EXAMPLE_PICTURES } from '../pictures.ts';
import { Marked, useShared, useWords } from './context.tsx';
import { Field } from './field.tsx';

/** A card and what is wrong with it. */
export interface CardFormProps {
  readonly card: Card;
  readonly fault: Fault | undefined;
  /** `key` names the parameter that is being edited. */
  change(card: Card, key?: string): void;
}

/** A field for each parameter. */
export function CardForm({ card, fault, change }: CardFormProps) {
  const { language } = useShared();
  const word = useWords();
  const description = descriptionOf(card);
  if (!description) return <p class="fault">{word('unknown')}</p>;
  const values = valuesOf(card, description);
  const known = description.bareOnly || description.params.some(({ key }) => key === fault?.parameter);
  return (
    <form onSubmit={(event) => event.preventDefault()} aria-label={description.name}>
      <p class="summary">
        <Marked text={description.summary[language]} />
      </p>
      {description.params.map((param) => (
        <Field
          key={param.key}
          param={param}
          value={values.get(param.key)}
          fault={fault && isAbout(fault, param.key, description) ? fault : undefined}
          change={(value) => change(withValue(card, param.key, value), param.key)}
        />
      ))}
      {fault && !known && (
        <p class="fault" role="alert">
          {fault.message}{' '}
          {fault.expected && (
            <>
              {word('expected')} <Marked text={fault.expected[language]} />
            </>
          )}
        </p>
      )}
      <Examples description={description} take={(text) => change({ ...card, text })} />
    </form>
  );
}

/** A bare value's fault is named by the operation, for nobody writes its key. */
function isAbout({ parameter }: Fault, key: string, { bareOnly }: OperationDescription): boolean {
  return bareOnly || parameter === key;
}

interface ExamplesProps {
  readonly description: OperationDescription;
  take(action: string): void;
}

/** The documentation's examples with what they make; one of them takes the card's place. */
function Examples({ description: { name, examples, notes }, take }: ExamplesProps) {
  const word = useWords();
  const { language } = useShared();
  return (
    <details class="examples">
      <summary>{word('examples')}</summary>
      {notes.length > 0 && (
        <ul class="help">
          {notes.map((note) => (
            <li key={note.en}>
              <Marked text={note[language]} />
            </li>
          ))}
        </ul>
      )}
      <ul class="pictures">
        {examples.map((example, index) => {
          const picture = EXAMPLE_PICTURES[`${name}-${index + 1}`];
          return (
            <li key={example}>
              <button type="button" onClick={() => take(actionOf(example, name))}>
                {picture !== undefined && <img src={`pictures/${picture}`} alt="" loading="lazy" />}
                <code>{example}</code>
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
