/** Chains of operations, written as methods and spelt as the URL language has them. */
import { OPERATION_NAMES, type Operations, TEXTS } from './operations.ts';

/** `auto-orient` as a method: `autoOrient`. */
type MethodName<N extends string> = N extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<MethodName<Tail>>}`
  : N;

/** What a method takes: the operation's values by key, or its one value. */
type Arguments<V> = [V] extends [undefined]
  ? []
  : V extends object
    ? Partial<V> extends V
      ? [values?: V]
      : [values: V]
    : [value: V];

/** A chain; each method gives a longer one, and `String(chain)` is what goes after `x-oss-process=`. */
export type Chain = {
  readonly [N in keyof Operations as MethodName<N>]: (...values: Arguments<Operations[N]>) => Chain;
} & {
  /** The actions as the URL writes them: `resize,w_300`. */
  readonly actions: readonly string[];
  /** The same chain for another width: a height beside it keeps the proportion. Without a resize, one comes first. */
  forWidth(width: number): Chain;
  toString(): string;
};

type Value = string | number | boolean | undefined;

/** An empty chain, or one of actions as the URL writes them. */
export function chain(...actions: readonly string[]): Chain {
  const made: Record<string, unknown> = {
    actions,
    forWidth: (width: number) => chain(...actionsForWidth(actions, width)),
    toString: () => (actions.length === 0 ? '' : `image/${actions.join('/')}`),
  };
  for (const name of OPERATION_NAMES) {
    const method = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    made[method] = (values?: Value | Record<string, Value>) => chain(...actions, actionText(name, values));
  }
  return made as Chain;
}

function actionText(name: string, values: Value | Record<string, Value>): string {
  const given = typeof values === 'object' ? Object.entries(values) : [];
  const keyed = given
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}_${valueText(value, TEXTS[name]?.includes(key))}`);
  const bare = typeof values === 'object' || values === undefined ? [] : [valueText(values, false)];
  return [name, ...bare, ...keyed].join(',');
}

/** Flags are 1 and 0, colours go without `#`, texts are base64url of their UTF-8. */
function valueText(value: Value, isText = false): string {
  if (isText) return base64url(String(value));
  return typeof value === 'boolean' ? `${Number(value)}` : String(value).replace(/^#/, '');
}

function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function actionsForWidth(actions: readonly string[], width: number): string[] {
  const at = actions.findIndex((action) => action.startsWith('resize,'));
  if (at < 0) return [`resize,w_${width}`, ...actions];
  return actions.with(at, resizeForWidth(actions[at]!, width));
}

function resizeForWidth(action: string, width: number): string {
  const [, ...args] = action.split(',');
  const value = (key: string) => Number(args.find((arg) => arg.startsWith(`${key}_`))?.slice(2));
  const height = Math.max(1, Math.round((value('h') * width) / value('w')));
  // Percentages and lengths of sides say another size.
  const others = args.filter((arg) => !/^[whlspP]_/.test(arg));
  return ['resize', `w_${width}`, ...(height > 0 ? [`h_${height}`] : []), ...others].join(',');
}
