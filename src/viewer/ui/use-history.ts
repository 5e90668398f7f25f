/** The view and its history, kept in step with the location's hash. */
import { useCallback, useEffect, useReducer, useRef } from 'preact/hooks';
import { beginning, type History, linkOf, readLink, step, type View } from '../state.ts';

/** What can be done with the view. */
export interface Steps {
  /** Changes part of the view; `of` names what is typed in or dragged, so that all of it is one step. */
  change(view: Partial<View>, of?: string): void;
  undo(): void;
  redo(): void;
}

/** Begins with the link that the page was opened by, or with `start`. */
export function useHistory(start: View): readonly [History, Steps] {
  const [history, dispatch] = useReducer(step, undefined, () => beginning(readLink(location.hash, start)));
  const { now, steps, followed } = history;
  const link = linkOf(now);
  const written = useRef(steps);
  useEffect(() => {
    const isNew = steps !== written.current;
    written.current = steps;
    // By now the browser may be at yet another entry, which is not to be written over.
    if (followed || location.hash === link) return;
    if (isNew) window.history.pushState(undefined, '', link);
    else window.history.replaceState(undefined, '', link);
  }, [link, steps, followed]);
  useEffect(() => {
    const follow = () => dispatch({ type: 'go', view: readLink(location.hash, start) });
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [start]);
  const change = useCallback((view: Partial<View>, of?: string) => {
    const edit = of === undefined ? undefined : { of, at: performance.now() };
    dispatch({ type: 'change', view, edit });
  }, []);
  const undo = useCallback(() => dispatch({ type: 'undo' }), []);
  const redo = useCallback(() => dispatch({ type: 'redo' }), []);
  return [history, { change, undo, redo }];
}
