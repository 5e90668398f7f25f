/** The picture as the step gets it, to draw a crop's rectangle or drop a watermark on: by pointer, or by arrow keys. */
import type { RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Rect, Size } from '../../core/image/picture.ts';
import {
  type Corner,
  cropValues,
  draggedRect,
  type Grip,
  gripAt,
  inside,
  markPoint,
  markValues,
  movedMark,
  type Point,
  steppedRect,
  type Values,
} from '../drag.ts';
import { useWords } from './context.tsx';
import { MarkHandle, RectangleHandles } from './handles.tsx';
import { Refused } from './preview.tsx';
import type { Standing } from './use-answer.ts';

/** A picture to place something on. */
export interface StageProps {
  readonly picture: Standing;
  /** A rectangle is drawn, moved, and pulled at its corners; a place is where the mark is dropped. */
  readonly draws: 'rectangle' | 'place';
  /** The step's values, defaults where nothing is written. */
  readonly values: Values;
  /** The rectangle as it is, in a picture of this size. */
  rectIn(size: Size): Rect | undefined;
  /** `of` is the same for all of one drag, and for the arrow keys on one handle. */
  change(values: Values, of: string): void;
  leave(): void;
}

/** Half the side of a corner's handle, in pixels of the page. */
const REACH = 12;

interface Drag {
  /** Tells it from others. */
  readonly of: string;
  readonly from: Point;
  readonly grip: Grip;
  /** The rectangle when it was taken hold of. */
  readonly rect: Rect | undefined;
}

/** The picture in whatever state it is, and the way back. */
export function Stage(props: StageProps) {
  const word = useWords();
  const { picture, draws, leave } = props;
  const stage = useRef<HTMLDivElement>(null);
  const help = useId();
  const [size, setSize] = useState<Size>();
  useVisit(stage, size !== undefined);
  useEffect(() => {
    const escape = ({ key }: KeyboardEvent) => key === 'Escape' && leave();
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, [leave]);
  return (
    <div class="stage" ref={stage}>
      <p class="help" id={help}>
        {word(draws === 'place' ? 'placeHelp' : 'cropHelp')} {word('arrowHelp')}
      </p>
      {picture.state === 'refused' && <Refused refusal={picture.refusal} />}
      {picture.state === 'waiting' && <p class="waiting">{word('waiting')}</p>}
      {picture.state === 'there' && (
        <Ground {...props} url={picture.url} size={size} help={help} measured={setSize} />
      )}
      <button type="button" onClick={leave}>
        {word('done')}
      </button>
    </div>
  );
}

/** The focus goes to the first handle when it is there, and back to where it came from when the stage is left. */
function useVisit(stage: RefObject<HTMLElement | null>, ready: boolean): void {
  const opener = useRef(document.activeElement);
  useEffect(() => {
    if (ready && document.activeElement === opener.current) stage.current?.querySelector('button')?.focus();
  }, [ready]);
  useLayoutEffect(() => {
    const visited = stage.current;
    return () => {
      const isInside = visited?.contains(document.activeElement) ?? false;
      if (isInside && opener.current instanceof HTMLElement) opener.current.focus();
    };
  }, []);
}

interface GroundProps extends Pick<StageProps, 'draws' | 'values' | 'rectIn' | 'change'> {
  readonly url: string;
  /** Undefined until the picture is there. */
  readonly size: Size | undefined;
  /** Id of what explains the handles. */
  readonly help: string;
  measured(size: Size): void;
}

/** Dragging and arrow keys call `change` with the values of what is drawn, as it is drawn. */
function Ground({ draws, values, rectIn, change, url, size, help, measured }: GroundProps) {
  const word = useWords();
  const [drag, setDrag] = useState<Drag>();
  const rect = size && draws === 'rectangle' ? rectIn(size) : undefined;
  const follow = ({ of, from, grip, rect: taken }: Drag, to: Point) =>
    change(
      draws === 'place' ? markValues(to, size!) : cropValues(draggedRect(taken, grip, [from, to], size!)),
      of,
    );
  const begin = (event: PointerEvent) => {
    if (!size) return;
    event.preventDefault();
    const stack = event.currentTarget as HTMLElement;
    stack.setPointerCapture(event.pointerId);
    const from = pointIn(stack, event, size);
    const grip = gripAt(from, rect, (REACH * size.width) / stack.clientWidth, size);
    const started = { of: `drag ${event.timeStamp}`, from, rect, grip };
    setDrag(started);
    // A click alone moves a mark; a rectangle only changes by being dragged.
    if (draws === 'place') follow(started, from);
  };
  const move = (event: PointerEvent) =>
    drag && size && follow(drag, pointIn(event.currentTarget as HTMLElement, event, size));
  const end = () => setDrag(undefined);
  const pull = (grip: 'move' | Corner, step: Point) =>
    rect && size && change(cropValues(steppedRect(rect, grip, step, size)), `keys ${grip}`);
  // Without what has no meaning at its place.
  const held = rect ? cropValues(rect) : size && draws === 'place' ? movedMark(values, [0, 0], size) : {};
  return (
    <>
      <div class="stack" onPointerDown={begin} onPointerMove={move} onPointerUp={end} onPointerCancel={end}>
        <img
          src={url}
          alt={word('before')}
          data-role="stage"
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            measured({ width, height })
          }
        />
        {size && rect && <RectangleHandles rect={rect} size={size} help={help} move={pull} />}
        {size && draws === 'place' && (
          <MarkHandle
            at={inside(markPoint(values, size), size)}
            size={size}
            help={help}
            move={(step) => change(movedMark(values, step, size), 'keys mark')}
          />
        )}
      </div>
      <output class="help">{told(held)}</output>
    </>
  );
}

/** `g_se, x_10, y_10`: where it stands, heard while keys move it. */
function told(values: Values): string {
  const written = Object.entries(values).filter(([, value]) => value !== undefined);
  return written.map((entry) => entry.join('_')).join(', ');
}

/** Where a pointer is, in pixels of the picture. */
function pointIn(stack: HTMLElement, { clientX, clientY }: PointerEvent, size: Size): Point {
  const box = stack.getBoundingClientRect();
  const x = ((clientX - box.left) * size.width) / box.width;
  const y = ((clientY - box.top) * size.height) / box.height;
  return inside([x, y], size);
}
