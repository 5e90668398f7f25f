/** The chain as cards: added, ordered, switched off, removed; each opens into the form of its operation. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Card, DESCRIPTIONS, descriptionOf, type Fault, newCard } from '../chain.ts';
import { CardForm } from './card-form.tsx';
import { useShared, useWords } from './context.tsx';

/** Operations whose values can be set by dragging on the picture: those that name a rectangle or a place. */
export function isPlaceable(card: Card): boolean {
  const keys = descriptionOf(card)?.params.map(({ key }) => key) ?? [];
  return ['x', 'y', 'g'].every((key) => keys.includes(key));
}

/** The cards and what may be done with them. */
export interface CardsProps {
  readonly cards: readonly Card[];
  /** Whether a style stands in their place. */
  readonly styled: boolean;
  readonly fault: Fault | undefined;
  /** Index of the card that is being placed on the picture. */
  readonly placing: number | undefined;
  /** `of` names what is being typed in. */
  change(cards: readonly Card[], of?: string): void;
  place(index: number | undefined): void;
}

/** The list of cards, of which one at a time is open, and the choice of another one. */
export function Cards({ cards, styled, fault, placing, change, place }: CardsProps) {
  const word = useWords();
  const [open, setOpen] = useState<number | undefined>(0);
  const [list, focusLater] = useFocus();
  const arrange = (next: readonly Card[], opened: number | undefined, focus: readonly string[]) => {
    place(undefined);
    setOpen(opened);
    focusLater(focus);
    change(next);
  };
  const move = (index: number, by: -1 | 1) => {
    const to = index + by;
    const opened = open === index ? to : open === to ? index : open;
    const swapped = cards.with(index, cards[to]!).with(to, cards[index]!);
    arrange(swapped, opened, [`li:nth-child(${to + 1}) [data-move="${by}"]:enabled`, nameOf(to)]);
  };
  const remove = (index: number) => {
    const opened = open === index ? undefined : open !== undefined && open > index ? open - 1 : open;
    arrange(cards.toSpliced(index, 1), opened, [nameOf(index), nameOf(index - 1), 'select']);
  };
  return (
    <div class="chain" ref={list}>
      {cards.length === 0 && <p class="help">{word(styled ? 'styled' : 'empty')}</p>}
      <ol class="cards">
        {cards.map((card, index) => (
          <li key={index} class={`card${card.on ? '' : ' off'}`}>
            <CardHead
              card={card}
              open={open === index}
              turn={() => setOpen(open === index ? undefined : index)}
              toggle={() => change(cards.with(index, { ...card, on: !card.on }))}
              up={index > 0 ? () => move(index, -1) : undefined}
              down={index < cards.length - 1 ? () => move(index, 1) : undefined}
              remove={() => remove(index)}
            />
            {open === index && (
              <CardForm
                card={card}
                fault={fault?.card === index ? fault : undefined}
                change={(next, key) => change(cards.with(index, next), key && `${index} ${key}`)}
              />
            )}
            {open !== index && fault?.card === index && (
              <p class="fault" role="alert">
                {fault.message}
              </p>
            )}
            {open === index && isPlaceable(card) && (
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
      <AddCard add={(card) => arrange([...cards, card], cards.length, [])} />
    </div>
  );
}

/** The name of the card at an index, which is there whatever is open. */
function nameOf(index: number): string {
  return `li:nth-child(${index + 1}) h3 button`;
}

/** Whoever works by keyboard stays where the card went: the first of these that is there gets the focus. */
function useFocus() {
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<readonly string[]>([]);
  useEffect(() => {
    const found = wanted.current.map((selector) => list.current?.querySelector<HTMLElement>(selector));
    wanted.current = [];
    found.find((element) => element)?.focus();
  });
  return [list, (selectors: readonly string[]) => void (wanted.current = selectors)] as const;
}

interface HeadProps {
  readonly card: Card;
  readonly open: boolean;
  turn(): void;
  toggle(): void;
  readonly up: (() => void) | undefined;
  readonly down: (() => void) | undefined;
  remove(): void;
}

function CardHead({ card, open, turn, toggle, up, down, remove }: HeadProps) {
  const word = useWords();
  const [name = '', ...args] = card.text.split(',');
  const labelled = (what: 'moveUp' | 'moveDown' | 'remove') => ({
    type: 'button' as const,
    title: word(what),
    'aria-label': `${word(what)}: ${name}`,
  });
  return (
    <header>
      <h3>
        <button type="button" class="name" aria-expanded={open} onClick={turn}>
          {name} <code>{args.join(',')}</code>
        </button>
      </h3>
      <input
        type="checkbox"
        checked={card.on}
        title={word('use')}
        aria-label={`${word('use')}: ${name}`}
        onChange={toggle}
      />
      <button {...labelled('moveUp')} disabled={!up} data-move="-1" onClick={up}>
        ↑
      </button>
      <button {...labelled('moveDown')} disabled={!down} data-move="1" onClick={down}>
        ↓
      </button>
      <button {...labelled('remove')} onClick={remove}>
        ×
      </button>
    </header>
  );
}

function AddCard({ add }: { add(card: Card): void }) {
  const { language } = useShared();
  const word = useWords();
  const select = useRef<HTMLSelectElement>(null);
  const choose = () => {
    const description = DESCRIPTIONS.find(({ name }) => name === select.current?.value);
    if (description) add(newCard(description));
  };
  return (
    <div class="add">
      <select ref={select} aria-label={word('operation')}>
        {DESCRIPTIONS.map(({ name, summary }) => (
          <option key={name} value={name}>
            {name} – {summary[language]}
          </option>
        ))}
      </select>
      <button type="button" onClick={choose}>
        {word('add')}
      </button>
    </div>
  );
}
