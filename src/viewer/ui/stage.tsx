/** The picture as the step gets it, to draw a crop's rectangle or drop a watermark on. */
import { useEffect, useState } from 'preact/hooks';
import type { Rect, Size } from '../../core/image/picture.ts';
import { cropValues, draggedRect, type Grip, gripAt, markValues, type Point, type Values } from '../drag.ts';
import { useWords } from './context.tsx';
import { Refused } from './preview.tsx';
import type { Standing } from './use-answer.ts';

/** A picture to place something on. */
export interface StageProps {
  readonly picture: Standing;
  /** A rectangle is drawn, moved, and pulled at its corners; a place is where the mark is dropped. */
  readonly draws: 'rectangle' | 'place';
  /** The rectangle as it is, in a picture of this size. */
  rectIn(size: Size): Rect | undefined;
  /** `drag` is the same for all of one drag. */
  change(values: Values, drag: number): void;
  leave(): void;
}

/** Half the side of a corner's handle, in pixels of the page. */
const REACH = 12;

interface Drag {
  /** When it began, which tells it from others. */
  readonly began: number;
  readonly from: Point;
  readonly grip: Grip;
  /** The rectangle when it was taken hold of. */
  readonly rect: Rect | undefined;
}

/** Dragging calls `change` with the values of what is drawn, as it is drawn. */
export function Stage({ picture, draws, rectIn, change, leave }: StageProps) {
  const word = useWords();
  const [size, setSize] = useState<Size>();
  const [drag, setDrag] = useState<Drag>();
  const [dropped, setDropped] = useState<Point>();
  useEffect(() => {
    const escape = ({ key }: KeyboardEvent) => key === 'Escape' && leave();
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, [leave]);
  if (picture.state === 'refused') return <Refused refusal={picture.refusal} />;
  if (picture.state !== 'there') return <p class="waiting">{word('waiting')}</p>;

  const rect = size && draws === 'rectangle' ? rectIn(size) : undefined;
  const follow = ({ began, from, grip, rect: held }: Drag, to: Point) => {
    setDropped(to);
    const values =
      draws === 'place' ? markValues(to, size!) : cropValues(draggedRect(held, grip, [from, to], size!));
    change(values, began);
  };
  const begin = (event: PointerEvent) => {
    if (!size) return;
    event.preventDefault();
    const stack = event.currentTarget as HTMLElement;
    stack.setPointerCapture(event.pointerId);
    const from = pointIn(stack, event, size);
    const grip = gripAt(from, rect, (REACH * size.width) / stack.clientWidth, size);
    const started = { began: event.timeStamp, from, rect, grip };
    setDrag(started);
    // A click alone moves a mark; a rectangle only changes by being dragged.
    if (draws === 'place') follow(started, from);
  };
  const move = (event: PointerEvent) =>
    drag && size && follow(drag, pointIn(event.currentTarget as HTMLElement, event, size));
  const end = () => setDrag(undefined);
  return (
    <div class="stage">
      <p class="help">{word(draws === 'place' ? 'placeHelp' : 'cropHelp')}</p>
      <div class="stack" onPointerDown={begin} onPointerMove={move} onPointerUp={end} onPointerCancel={end}>
        <img
          src={picture.url}
          alt={word('before')}
          data-role="stage"
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            setSize({ width, height })
          }
        />
        {size && rect && <Drawn rect={rect} size={size} />}
        {size && drag && draws === 'place' && dropped && <Spot at={dropped} size={size} />}
      </div>
      <button type="button" onClick={leave}>
        {word('done')}
      </button>
    </div>
  );
}

function percent(part: number, whole: number): string {
  return `${(part * 100) / whole}%`;
}

/** The rectangle, with handles at its corners. */
function Drawn({ rect: { x, y, width, height }, size }: { readonly rect: Rect; readonly size: Size }) {
  const style = {
    left: percent(x, size.width),
    top: percent(y, size.height),
    width: percent(width, size.width),
    height: percent(height, size.height),
  };
  return (
    <div class="drawn" style={style}>
      {['nw', 'ne', 'sw', 'se'].map((corner) => (
        <span key={corner} class={`handle ${corner}`} />
      ))}
    </div>
  );
}

/** Where a mark is being dragged. */
function Spot({ at: [x, y], size }: { readonly at: Point; readonly size: Size }) {
  return <span class="spot" style={{ left: percent(x, size.width), top: percent(y, size.height) }} />;
}

/** Where a pointer is, in pixels of the picture. */
function pointIn(stack: HTMLElement, { clientX, clientY }: PointerEvent, size: Size): Point {
  const box = stack.getBoundingClientRect();
  const x = ((clientX - box.left) * size.width) / box.width;
  const y = ((clientY - box.top) * size.height) / box.height;
  return [Math.max(0, Math.min(size.width, x)), Math.max(0, Math.min(size.height, y))];
}
