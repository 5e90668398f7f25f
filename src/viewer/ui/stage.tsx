/** The picture as the step gets it, to draw a crop's rectangle or drop a watermark on. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Size } from '../../core/image/picture.ts';
import { cropValues, markValues, type Point, rectBetween, type Values } from '../drag.ts';
import { useWords } from './context.tsx';
import { Refused } from './preview.tsx';
import type { Standing } from './use-answer.ts';

/** A picture to place something on. */
export interface StageProps {
  readonly picture: Standing;
  /** A rectangle is drawn from corner to corner; a place is where the mark is dropped. */
  readonly draws: 'rectangle' | 'place';
  change(values: Values): void;
  leave(): void;
}

/** Dragging calls `change` with the values of what is drawn, as it is drawn. */
export function Stage({ picture, draws, change, leave }: StageProps) {
  const word = useWords();
  const image = useRef<HTMLImageElement>(null);
  const [from, setFrom] = useState<Point>();
  const [to, setTo] = useState<Point>();
  useEffect(() => {
    const escape = ({ key }: KeyboardEvent) => key === 'Escape' && leave();
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, [leave]);
  if (picture.state === 'refused') return <Refused refusal={picture.refusal} />;
  if (picture.state !== 'there') return <p class="waiting">{word('waiting')}</p>;

  const drag = (start: Point, event: PointerEvent) => {
    const [end, size] = pointOf(event, image.current!);
    setTo(end);
    change(draws === 'rectangle' ? cropValues(rectBetween(start, end, size)) : markValues(end, size));
  };
  const begin = (event: PointerEvent) => {
    event.preventDefault();
    image.current!.setPointerCapture(event.pointerId);
    const [start] = pointOf(event, image.current!);
    setFrom(start);
    drag(start, event);
  };
  return (
    <div class="stage">
      <p class="help">{word('placeHelp')}</p>
      <div class="stack">
        <img
          ref={image}
          src={picture.url}
          alt={word('before')}
          data-role="stage"
          draggable={false}
          onPointerDown={begin}
          onPointerMove={(event) => from && drag(from, event)}
          onPointerUp={() => setFrom(undefined)}
          onPointerCancel={() => setFrom(undefined)}
        />
        {draws === 'rectangle' && from && to && <Drawn from={from} to={to} image={image.current!} />}
      </div>
    </div>
  );
}

/** The rectangle while it is drawn. */
function Drawn({
  from,
  to,
  image,
}: {
  readonly from: Point;
  readonly to: Point;
  readonly image: HTMLImageElement;
}) {
  const size = sizeOf(image);
  const { x, y, width, height } = rectBetween(from, to, size);
  const percent = (part: number, whole: number) => `${(part * 100) / whole}%`;
  const style = {
    left: percent(x, size.width),
    top: percent(y, size.height),
    width: percent(width, size.width),
    height: percent(height, size.height),
  };
  return <div class="drawn" style={style} />;
}

/** Where a pointer is, in pixels of the picture. */
function pointOf({ clientX, clientY }: PointerEvent, image: HTMLImageElement): [Point, Size] {
  const size = sizeOf(image);
  const box = image.getBoundingClientRect();
  const x = ((clientX - box.left) * size.width) / box.width;
  const y = ((clientY - box.top) * size.height) / box.height;
  return [[Math.max(0, Math.min(size.width, x)), Math.max(0, Math.min(size.height, y))], size];
}

function sizeOf({ naturalWidth: width, naturalHeight: height }: HTMLImageElement): Size {
  return { width, height };
}
