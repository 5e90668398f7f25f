/** What is taken hold of on the picture. Pointers reach it through the stage beneath, arrow keys here. */
import type { Rect, Size } from '../../core/image/picture.ts';
import { arrowOf, type Corner, type Point } from '../drag.ts';
import type { Word } from '../words.ts';
import { useWords } from './context.tsx';

const CORNERS: Readonly<Record<Corner, Word>> = {
  nw: 'topLeft',
  ne: 'topRight',
  sw: 'bottomLeft',
  se: 'bottomRight',
};

/** A rectangle in a picture. */
export interface RectangleHandlesProps {
  readonly rect: Rect;
  readonly size: Size;
  /** Id of what explains the handles. */
  readonly help: string;
  move(grip: 'move' | Corner, step: Point): void;
}

/** The rectangle, which is moved, with handles at its corners. */
export function RectangleHandles({ rect, size, help, move }: RectangleHandlesProps) {
  const { x, y, width, height } = rect;
  const style = {
    ...positioned([x, y], size),
    width: percent(width, size.width),
    height: percent(height, size.height),
  };
  return (
    <div class="drawn" style={style}>
      <Handle class="whole" name="rectangle" help={help} move={(step) => move('move', step)} />
      {(Object.keys(CORNERS) as Corner[]).map((corner) => (
        <Handle
          key={corner}
          class={`handle ${corner}`}
          name={CORNERS[corner]}
          help={help}
          move={(step) => move(corner, step)}
        />
      ))}
    </div>
  );
}

/** Where a mark is held. */
export interface MarkHandleProps {
  readonly at: Point;
  readonly size: Size;
  readonly help: string;
  move(step: Point): void;
}

/** The point that a mark's margins lead to. */
export function MarkHandle({ at, size, help, move }: MarkHandleProps) {
  return <Handle class="handle spot" name="mark" style={positioned(at, size)} help={help} move={move} />;
}

interface HandleProps {
  readonly class: string;
  readonly name: Word;
  readonly help: string;
  readonly style?: Readonly<Record<string, string>>;
  move(step: Point): void;
}

function Handle({ name, help, move, ...looks }: HandleProps) {
  const word = useWords();
  const press = (event: KeyboardEvent) => {
    const step = arrowOf(event.key, event.shiftKey);
    if (!step) return;
    // The page would scroll.
    event.preventDefault();
    move(step);
  };
  return (
    <button type="button" {...looks} aria-label={word(name)} aria-describedby={help} onKeyDown={press} />
  );
}

function positioned([x, y]: Point, { width, height }: Size) {
  return { left: percent(x, width), top: percent(y, height) };
}

function percent(part: number, whole: number): string {
  return `${(part * 100) / whole}%`;
}
