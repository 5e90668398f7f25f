/** The pictures of the documentation: what the engine makes of the local samples. */
import type { Engine } from '../../src/core/engine/engine.ts';
import type { OperationDescription } from '../../src/core/ops/describe.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import type { Marks } from '../../src/core/spec/marks.ts';
import { bodyOf, nodeEngine } from '../lib/engine.ts';
import { nodeText } from '../lib/text.ts';
import { makeSamples } from '../samples/index.ts';

/** The sample that examples are shown on: the documentation's own is of this size. */
const SHOWN_ON = 'example.jpg';
/** What examples draw. */
const MARKS = ['panda.png'];

/** The file name of an example's picture, without its ending. */
export function pictureName(operation: string, index: number): string {
  return `${operation}-${index + 1}`;
}

/** What an example makes. */
export interface Rendered {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Runs every example of these operations on the sample. Throws ProcessError for one that is refused. */
export async function renderExamples(operations: readonly OperationDescription[]): Promise<Rendered[]> {
  const engine = await nodeEngine();
  const samples = new Map((await makeSamples([SHOWN_ON, ...MARKS])).map(({ key, bytes }) => [key, bytes]));
  const original = samples.get(SHOWN_ON)!;
  const marks = sampleMarks(engine, samples);
  const made: Rendered[] = [];
  for (const { name, examples } of operations) {
    for (const [index, example] of examples.entries()) {
      const chain = engine.parse(`image/${example}`);
      const job = { chain, size: original.length, body: bodyOf(original), marks };
      const { type, chunks } = await engine.render(job);
      made.push({ name: pictureName(name, index), type, bytes: Buffer.concat(chunks) });
    }
  }
  return made;
}

function sampleMarks(engine: Engine, samples: ReadonlyMap<string, Uint8Array>): Marks {
  const setText = nodeText();
  return {
    async picture(key, chain = 'image/auto-orient,1', canvas) {
      const bytes = samples.get(key);
      if (!bytes) throw new ProcessError('WatermarkError', `There is no sample ${key}.`);
      return engine.raster({ chain: engine.parse(chain), size: bytes.length, body: bodyOf(bytes) }, canvas);
    },
    text: (request) => setText(request, async () => undefined),
  };
}
