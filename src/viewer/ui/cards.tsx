/** The chain as cards: added, ordered, switched off, removed; each a form of its operation. */
import { useRef } from 'preact/hooks';
import type { OperationDescription } from '../../core/ops/describe.ts';
import {
  actionOf,
  type Card,
  DESCRIPTIONS,
  descriptionOf,
  type Fault,
  newCard,
  valuesOf,
  withValue,
} from '../chain.ts';
import { EXAMPLE_PICTURES } from '../pictures.ts';
import { Marked, useShared, useWords } from './context.tsx';
import { Field } from './field.tsx';

/** Operations whose values can be set by dragging on the picture: those that name a rectangle or a place. */
export function isPlaceable(card: Card): boolean {
  const keys = descriptionOf(card)?.params.map(({ key }) => key) ?? [];
  return ['x', 'y', 'g'].every((key) => keys.includes(key));
}

/** The cards and what may be done with them. */
export interface CardsProps {
  readonly cards: readonly Card[];
  readonly fault: Fault | undefined;
  /** Index of the card that is being placed on the picture. */
  readonly placing: number | undefined;
  change(cards: readonly Card[]): void;
  place(index: number | undefined): void;
}

/** The list of cards and the choice of another one. */
export function Cards({ cards, fault, placing, change, place }: CardsProps) {
  const word = useWords();
  const replace = (index: number, card: Card) => change(cards.with(index, card));
  const move = (index: number, by: -1 | 1) =>
    change(cards.with(index, cards[index + by]!).with(index + by, cards[index]!));
  return (
    <>
      <ol class="cards">
        {cards.map((card, index) => (
          <li key={index} class={`card${card.on ? '' : ' off'}`}>
            <CardHead
              card={card}
              toggle={() => replace(index, { ...card, on: !card.on })}
              up={index > 0 ? () => move(index, -1) : undefined}
              down={index < cards.length - 1 ? () => move(index, 1) : undefined}
              remove={() => change(cards.filter((_, other) => other !== index))}
            />
            <CardForm
              card={card}
              fault={fault?.card === index ? fault : undefined}
              change={(next) => replace(index, next)}
            />
            {isPlaceable(card) && (
              <button
                type="button"
                aria-pressed={placing === index}
                onClick={() => place(placing === index ? undefined : index)}
              >
                {word('place')}
              </button>
            )}
          </li>
        ))}
      </ol>
      <AddCard add={(description) => change([...cards, newCard(description)])} />
      {fault && fault.card === undefined && (
        <p class="fault" role="alert">
          {fault.message}
        </p>
      )}
    </>
  );
}

interface HeadProps {
  readonly card: Card;
  toggle(): void;
  readonly up: (() => void) | undefined;
  readonly down: (() => void) | undefined;
  remove(): void;
}

function CardHead({ card, toggle, up, down, remove }: HeadProps) {
  const word = useWords();
  const name = card.text.split(',', 1)[0] ?? '';
  return (
    <header>
      <h3>{name}</h3>
      <label class="use">
        <input type="checkbox" checked={card.on} aria-label={`${word('use')}: ${name}`} onChange={toggle} />
      </label>
      <button
        type="button"
        disabled={!up}
        aria-label={`${word('moveUp')}: ${name}`}
        title={word('moveUp')}
        onClick={up}
      >
        ↑
      </button>
      <button
        type="button"
        disabled={!down}
        aria-label={`${word('moveDown')}: ${name}`}
        title={word('moveDown')}
        onClick={down}
      >
        ↓
      </button>
      <button type="button" aria-label={`${word('remove')}: ${name}`} title={word('remove')} onClick={remove}>
        ×
      </button>
    </header>
  );
}

interface FormProps {
  readonly card: Card;
  readonly fault: Fault | undefined;
  change(card: Card): void;
}

function CardForm({ card, fault, change }: FormProps) {
  const { language } = useShared();
  const word = useWords();
  const description = descriptionOf(card);
  if (!description) return <p class="fault">{word('unknown')}</p>;
  const values = valuesOf(card, description);
  const known = description.params.some(({ key }) => key === fault?.parameter);
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
          fault={fault && isAbout(fault, param.key, description) ? fault.message : undefined}
          change={(value) => change(withValue(card, param.key, value))}
        />
      ))}
      <Examples description={description} take={(text) => change({ ...card, text })} />
      {fault && !known && !description.bareOnly && (
        <p class="fault" role="alert">
          {fault.message}
        </p>
      )}
    </form>
  );
}

/** A bare value's fault is named by the operation, for nobody writes its key. */
function isAbout({ parameter }: Fault, key: string, { bareOnly }: OperationDescription): boolean {
  return bareOnly || parameter === key;
}

/** The documentation's examples with what they make; one of them takes the card's place. */
function Examples({
  description,
  take,
}: {
  readonly description: OperationDescription;
  take(action: string): void;
}) {
  const word = useWords();
  return (
    <details class="examples">
      <summary>{word('examples')}</summary>
      <ul>
        {description.examples.map((example, index) => {
          const picture = EXAMPLE_PICTURES[`${description.name}-${index + 1}`];
          return (
            <li key={example}>
              <button type="button" onClick={() => take(actionOf(example, description.name))}>
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

function AddCard({ add }: { add(description: OperationDescription): void }) {
  const { language } = useShared();
  const word = useWords();
  const select = useRef<HTMLSelectElement>(null);
  const choose = () => {
    const description = DESCRIPTIONS.find(({ name }) => name === select.current?.value);
    if (description) add(description);
  };
  return (
    <div class="add">
      <select ref={select} aria-label={word('add')}>
        {DESCRIPTIONS.map(({ name, summary }) => (
          <option key={name} value={name} title={summary[language]}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" onClick={choose}>
        {word('add')}
      </button>
    </div>
  );
}
