/** A step that is placed on the picture takes the preview's place. */
import type { ComponentChildren } from 'preact';
import { type Card, chainText, cutOf, descriptionOf, valuesOf, withValue } from '../chain.ts';
import type { Values } from '../drag.ts';
import { asPng, isShown } from '../shown.ts';
import type { View } from '../state.ts';
import { isPlaceable } from './cards.tsx';
import { useShared } from './context.tsx';
import { Stage } from './stage.tsx';
import { useAnswer } from './use-answer.ts';
import type { Original } from './use-original.ts';

/** Which step is placed, if any; `children` are what stands there otherwise. */
export interface PlacingProps {
  readonly view: View;
  readonly index: number | undefined;
  /** True when the chain has a mistake. */
  readonly broken: boolean;
  readonly original: Original | undefined;
  readonly children: ComponentChildren;
  change(part: Partial<View>, of?: string): void;
  leave(): void;
}

/** The stage of the step at `index`. */
export function Placing({ view, index, broken, original, change, leave, children }: PlacingProps) {
  const { client } = useShared();
  const { bucket, key, cards } = view;
  const card = index === undefined ? undefined : cards[index];
  const placed = card && isPlaceable(card) ? card : undefined;
  const draws = placed && drawsRectangle(placed) ? 'rectangle' : 'place';
  // A mark is seen where it stands; what a crop leaves away has to be seen.
  const shown = cards.slice(0, draws === 'place' && !broken ? index! + 1 : index);
  const process = processOn(shown, original);
  const picture = useAnswer(placed && { bucket, key, process }, client);
  if (index === undefined || !placed) return children;
  const setValues = (values: Values, of: string) => {
    const next = Object.entries(values).reduce((made, [name, value]) => withValue(made, name, value), placed);
    change({ cards: cards.with(index, next) }, of);
  };
  return (
    <Stage
      picture={picture}
      draws={draws}
      values={withDefaults(placed)}
      rectIn={(size) => cutOf(placed, size)}
      change={setValues}
      leave={leave}
    />
  );
}

/** An operation with a width and height of its own draws a rectangle. */
function drawsRectangle(card: Card): boolean {
  const keys = descriptionOf(card)?.params.map(({ key }) => key) ?? [];
  return keys.includes('w') && keys.includes('h');
}

/** The values of a card, defaults where it has none. */
function withDefaults(card: Card): Values {
  const description = descriptionOf(card)!;
  const written = valuesOf(card, description);
  return Object.fromEntries(
    description.params.map(({ key, fallback }) => [key, written.get(key) ?? fallback]),
  );
}

/** What shows the picture as these steps leave it. */
function processOn(cards: readonly Card[], original: Original | undefined): string {
  const process = chainText(cards) || 'image/auto-orient,1';
  return original && !isShown(original.format) ? asPng(process)! : process;
}
