/** What the page shows, what can happen to it, and how a link holds it. */
import { type Card, cardsOf, chainText } from './chain.ts';

/** All that a link holds. */
export interface View {
  readonly bucket: string;
  readonly key: string;
  readonly cards: readonly Card[];
  /** A process text that is no image chain, such as `style/thumb`; it then stands in the place of the cards. */
  readonly other: string | undefined;
}

/** The page's state: the view, and those before and after it for undo and redo. */
export interface History {
  readonly now: View;
  readonly past: readonly View[];
  readonly future: readonly View[];
  /** Counts the steps that were taken here: each is one entry of the browser's history. */
  readonly steps: number;
  /** Whether the view is one that the browser's history went to, which knows it already. */
  readonly followed?: boolean;
  /** The change that is under way; undefined after whatever ends it. */
  readonly edit?: Edit | undefined;
}

/** Typing and dragging change the view many times; what goes on in one place without a pause is one step. */
interface Edit {
  /** What is typed in or dragged. */
  readonly of: string;
  /** Milliseconds, on any clock. */
  readonly at: number;
}

/** What can happen. */
export type Action =
  | { readonly type: 'change'; readonly view: Partial<View>; readonly edit?: Edit | undefined }
  | { readonly type: 'go'; readonly view: View }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

const MAX_PAST = 200;
/** Milliseconds after which typing in the same place is another step. */
const PAUSE = 1000;

/** The history of a page that has just been opened. */
export function beginning(now: View): History {
  return { now, past: [], future: [], steps: 0 };
}

/** The state after an action. Equal views are one step of the history. */
export function step(history: History, action: Action): History {
  const { now, past, future, steps, edit } = history;
  switch (action.type) {
    case 'change': {
      const view = { ...now, ...action.view };
      if (linkOf(view) === linkOf(now)) return history;
      if (goesOn(edit, action.edit)) return { ...history, now: view, edit: action.edit };
      return {
        now: view,
        past: [...past, now].slice(-MAX_PAST),
        future: [],
        steps: steps + 1,
        edit: action.edit,
      };
    }
    case 'go':
      return linkOf(action.view) === linkOf(now)
        ? history
        : { now: action.view, past: [...past, now].slice(-MAX_PAST), future: [], steps, followed: true };
    case 'undo': {
      const before = past.at(-1);
      return before
        ? { now: before, past: past.slice(0, -1), future: [now, ...future], steps: steps + 1 }
        : history;
    }
    case 'redo': {
      const [next, ...rest] = future;
      return next ? { now: next, past: [...past, now], future: rest, steps: steps + 1 } : history;
    }
  }
}

function goesOn(before: Edit | undefined, next: Edit | undefined): boolean {
  return before !== undefined && next !== undefined && before.of === next.of && next.at - before.at < PAUSE;
}

/** The text after `x-oss-process=`. */
export function processOf({ cards, other }: View): string {
  return other ?? chainText(cards);
}

/** The view with another process text; cards that are off stay. */
export function withProcess(view: View, text: string): View {
  const cards = cardsOf(text, view.cards);
  return cards ? { ...view, cards, other: undefined } : { ...view, other: text };
}

/** A view as the location's hash. */
export function linkOf({ bucket, key, cards, other }: View): string {
  const link = new URLSearchParams({ bucket, key });
  if (other !== undefined) link.set('process', other);
  else for (const { text, on } of cards) link.append(on ? 'do' : 'off', text);
  return `#${link}`;
}

/** The view of a hash; what it does not say comes from `fallback`. */
export function readLink(hash: string, fallback: View): View {
  if (hash.length < 2) return fallback;
  const link = [...new URLSearchParams(hash.slice(1))];
  const value = (name: string) => link.find(([found]) => found === name)?.[1];
  const cards = link.filter(([name]) => name === 'do' || name === 'off');
  return {
    bucket: value('bucket') ?? fallback.bucket,
    key: value('key') ?? fallback.key,
    cards: cards.map(([name, text]) => ({ text, on: name === 'do' })),
    other: value('process'),
  };
}
