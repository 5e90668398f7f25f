/**
 * A chain as a list of cards. Each card is one action as it is written, so that a broken value stays where it was
 * typed; the parser of the service says what is wrong with it.
 */
import { parseChain } from '../core/engine/chain/parse.ts';
import type { Rect, Size } from '../core/image/picture.ts';
import { describe, type OperationDescription } from '../core/ops/describe.ts';
import { OPERATIONS } from '../core/ops/index.ts';
import { ProcessError } from '../core/spec/error.ts';
import type { Sentence } from '../core/spec/sentence.ts';

/** Everything that can be declared, in the documentation's order. */
export const DESCRIPTIONS: readonly OperationDescription[] = describe(OPERATIONS);

/** One action of the chain. */
export interface Card {
  /** As the URL writes it: `resize,w_100`. */
  readonly text: string;
  /** False when it is kept in the list but left out of the chain. */
  readonly on: boolean;
}

/** What is wrong with a chain. */
export interface Fault {
  /** Index of the card at fault; undefined when it is the chain as a whole. */
  readonly card: number | undefined;
  /** Key of the parameter at fault. */
  readonly parameter: string | undefined;
  readonly message: string;
  /** What would be accepted in this place; undefined where no more than the declaration is known. */
  readonly expected: Sentence | undefined;
}

/** The declaration of an action; undefined for a name nobody knows. */
export function descriptionOf(card: Card): OperationDescription | undefined {
  const name = card.text.split(',', 1)[0];
  return DESCRIPTIONS.find((description) => description.name === name);
}

/** The text after `x-oss-process=`; empty when no card is on. */
export function chainText(cards: readonly Card[]): string {
  const actions = cards.filter(({ on, text }) => on && text !== '').map(({ text }) => text);
  return actions.length === 0 ? '' : `image/${actions.join('/')}`;
}

/** The cards of a text; undefined when it is no image chain, such as `style/thumb`. Cards that are off keep their place. */
export function cardsOf(text: string, before: readonly Card[] = []): Card[] | undefined {
  const trimmed = text.trim();
  if (trimmed !== '' && !/^image(\/|$)/.test(trimmed)) return undefined;
  const cards = trimmed
    .split(/[|/]/)
    .filter((action, index) => action !== '' && !(index === 0 || action === 'image'))
    .map((action): Card => ({ text: action, on: true }));
  for (const [index, card] of before.entries())
    if (!card.on) cards.splice(Math.min(index, cards.length), 0, card);
  return cards;
}

/** The values of a card by key, as they are written; of a repeated key the later one. */
export function valuesOf(card: Card, { params, bareOnly }: OperationDescription): Map<string, string> {
  const values = new Map<string, string>();
  const bare = params.find((param) => param.bare)?.key;
  for (const argument of card.text
    .split(',')
    .slice(1)
    .filter((text) => text !== '')) {
    const split = bareOnly ? -1 : argument.indexOf('_');
    if (split > 0) values.set(argument.slice(0, split), argument.slice(split + 1));
    else if (bare !== undefined) values.set(bare, argument);
  }
  return values;
}

/** The card with one value set, or taken out when `value` is undefined. Keys nobody declared stay. */
export function withValue(card: Card, key: string, value: string | undefined): Card {
  const description = descriptionOf(card);
  if (!description) return card;
  const values = valuesOf(card, description);
  if (value === undefined) values.delete(key);
  else values.set(key, value);
  const order = description.params.map((param) => param.key);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const args = [...values].toSorted(([one], [other]) => place(one) - place(other));
  const written = args.map(([name, text]) => (description.bareOnly ? text : `${name}_${text}`));
  return { ...card, text: [description.name, ...written].join(',') };
}

/** The action of this name in an example, which may hold others to show it well. */
export function actionOf(example: string, name: string): string {
  return example.split('/').find((text) => text.split(',', 1)[0] === name) ?? name;
}

/** A new card of an operation, as its first example has it. */
export function newCard({ name, examples }: OperationDescription): Card {
  return { text: actionOf(examples[0] ?? name, name), on: true };
}

/** What the parser says of the cards; undefined when it has nothing to say. */
export function faultOf(cards: readonly Card[]): Fault | undefined {
  for (const [index, { text, on }] of cards.entries()) {
    const error = on ? refusal(`image/${text}`) : undefined;
    if (error) return faultIn(index, error);
  }
  const error = cards.some(({ on }) => on) ? refusal(chainText(cards)) : undefined;
  return error && { card: undefined, parameter: undefined, message: error.message, expected: undefined };
}

function faultIn(card: number, { message, detail: { parameter, expected } }: ProcessError): Fault {
  return { card, parameter, message, expected };
}

/** True when the chain answers JSON in the place of a picture. */
export function isReport(cards: readonly Card[]): boolean {
  return cards.some((card) => card.on && descriptionOf(card)?.kind === 'report');
}

/** Sizes after each card that is on, from the upright original's; stops where a step is refused. */
export function sizesOf(
  cards: readonly Card[],
  original: Size,
): { sizes: (Size | undefined)[]; fault?: Fault } {
  const sizes: (Size | undefined)[] = [];
  let size = original;
  for (const [index, card] of cards.entries()) {
    try {
      if (card.on) size = sizeAfter(card, size);
      sizes.push(size);
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
      return { sizes, fault: faultIn(index, error) };
    }
  }
  return { sizes };
}

/** The rectangle that a card cuts out of a picture of this size; undefined where it cuts none, or none that exists. */
export function cutOf({ text }: Card, size: Size): Rect | undefined {
  try {
    return parseChain(`image/${text}`, OPERATIONS).pixels[0]?.plan(size, CONTEXT).geometry?.cut;
  } catch (error) {
    if (error instanceof ProcessError) return undefined;
    throw error;
  }
}

const CONTEXT = { outputAlpha: true, limitPolicy: 'result', frames: 1 } as const;

function sizeAfter({ text }: Card, size: Size): Size {
  const { pixels } = parseChain(`image/${text}`, OPERATIONS);
  return pixels.reduce((before, step) => step.plan(before, CONTEXT).size, size);
}

function refusal(chain: string): ProcessError | undefined {
  try {
    parseChain(chain, OPERATIONS);
    return undefined;
  } catch (error) {
    if (error instanceof ProcessError) return error;
    throw error;
  }
}
