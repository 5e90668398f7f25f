/** This service's own engine. */
import { bodyOf, nodeEngine } from '../../scripts/lib/engine.ts';
import { fileMarks } from '../../scripts/lib/marks.ts';
import { OPTIONS } from '../options.ts';
import { chainOf, type Peer, type Work } from '../work.ts';

export async function ours(): Promise<Peer> {
  const engine = await nodeEngine(OPTIONS);
  const marks = fileMarks(engine, '.');
  return {
    name: 'ours',
    async run(bytes: Uint8Array, work: Work) {
      const chain = engine.parse(chainOf(work));
      const { chunks } = await engine.render({ chain, size: bytes.length, body: bodyOf(bytes), marks });
      return Buffer.concat(chunks);
    },
  };
}
