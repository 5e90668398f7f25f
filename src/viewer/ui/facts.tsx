/** What is known of a result: what it is, what was planned for it, and how it was come by. */
import type { Size } from '../../core/image/picture.ts';
import type { Answer } from '../service.ts';
import type { Word } from '../words.ts';
import { useWords } from './context.tsx';

/** An answer and its sizes. */
export interface FactsProps {
  readonly answer: Answer;
  /** As the browser measured it; undefined for reports. */
  readonly size: Size | undefined;
  /** As the page's own arithmetic announces it. */
  readonly planned: Size | undefined;
}

/** The facts by name. */
export function Facts(props: FactsProps) {
  const word = useWords();
  return (
    <dl class="facts">
      {factsOf(props).map(([name, value]) =>
        value === undefined ? undefined : (
          <div key={name}>
            <dt>{word(name)}</dt>
            <dd data-fact={name}>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function factsOf({ answer, size, planned }: FactsProps): [Word, string | undefined][] {
  const { blob, type, milliseconds, cache, plan } = answer;
  return [
    ['size', size && pixels(size)],
    ['planned', planned && pixels(planned)],
    ['bytes', blob.size.toLocaleString('en')],
    ['type', type],
    ['quality', plan['quality']],
    ['time', `${milliseconds.toFixed(0)} ms`],
    ['cache', cache],
    ['memory', plan['bytes'] && `${(Number(plan['bytes']) / 1024 ** 2).toFixed(1)} MiB`],
    ['cpu', plan['cost'] && `${plan['cost']} ms`],
    [
      'route',
      plan['route'] && `${plan['route']}, ${plan['source']} → ${plan['decoded']}`.replaceAll('x', '×'),
    ],
  ];
}

function pixels({ width, height }: Size): string {
  return `${width} × ${height}`;
}
