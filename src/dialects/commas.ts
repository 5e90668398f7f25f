/** Languages with the grammar of this service, `image/a,k_v/b,v`, and words of their own. */
import { type Action, readAction } from '../core/engine/chain/language.ts';

/** Writes each action in the words of this service. Styles are left as they are. */
export function rewriteActions(text: string, rewrite: (action: Action) => string): string {
  if (!text.startsWith('image/')) return text;
  const actions = text.split('|').flatMap((segment) => segment.replace(/^image\//, '').split('/'));
  const rewritten = actions.filter((action) => action !== '').map((action) => rewrite(readAction(action)));
  return `image/${rewritten.join('/')}`;
}

/** An action with each of its arguments written anew. */
export function withArguments({ name, args }: Action, write: (key: string, value: string) => string): string {
  const texts = args.map(({ key, value, text }) =>
    key === undefined ? text : `${key}_${write(key, value)}`,
  );
  return [name, ...texts].join(',');
}

/** Names of the actions of a text. */
export function actionsIn(text: string): string[] {
  return text.split(/[/|]/).map((action) => action.split(',', 1)[0] ?? '');
}
