/** The suite sees what is wrong: engines that each have one fault put into their parts. */
import { describe, expect, it } from 'vitest';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import type { EngineParts } from '../../../src/core/engine/job.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import type { Operation } from '../../../src/core/spec/operation.ts';
import { engineTarget } from '../../../scripts/conformance/engine-target.ts';
import { PICTURES } from '../../../scripts/conformance/pictures.ts';
import { readSuite, runCases } from '../../../scripts/conformance/suite.ts';
import { nodeEngine } from '../../../scripts/lib/engine.ts';
import { fileMarks } from '../../../scripts/lib/marks.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';

type Values = Readonly<Record<string, unknown>>;

/** The operations, with one that takes other values than it is given. */
const misled = (name: string, mislead: (values: Values) => Values): Partial<EngineParts> => ({
  operations: OPERATIONS.map((one): Operation =>
    one.name === name ? { ...one, bind: (values, text) => one.bind(mislead(values), text) } : one,
  ),
});
const modules = await loadModules();
const kernels = createKernels(modules.raster);
const number = (value: unknown) => Number(value);

/** What is wrong, and the sections that must show it. */
const FAULTS: readonly [fault: string, sections: readonly string[], parts: Partial<EngineParts>][] = [
  [
    'pictures turn the other way',
    ['rotate'],
    misled('rotate', ({ value }) => ({ value: 360 - number(value) })),
  ],
  [
    'fill cuts nothing',
    ['resize'],
    misled('resize', (v) => ({ ...v, m: v['m'] === 'fill' ? 'mfit' : v['m'] })),
  ],
  ['limit is not kept', ['resize'], misled('resize', (values) => ({ ...values, limit: false }))],
  ['limit compares the box', ['examples'], { limitPolicy: 'box' }],
  ['crops begin a pixel late', ['crop'], misled('crop', (v) => ({ ...v, x: number(v['x'] ?? 0) + 1 }))],
  ['orientation is left as stored', ['auto-orient'], misled('auto-orient', () => ({ value: false }))],
  ['circles are an even number wide', ['circle'], misled('circle', ({ r }) => ({ r: number(r) - 1 }))],
  ['quality is absolute', ['quality'], misled('quality', ({ q, Q }) => ({ q: undefined, Q: Q ?? q }))],
  ['an action is missing', ['sharpen'], { operations: OPERATIONS.filter(({ name }) => name !== 'sharpen') }],
  [
    'the sub-code of a parameter is that of another',
    ['refusals'],
    {
      operations: OPERATIONS.map((one) =>
        one.name === 'resize' ? { ...one, params: { ...one.params, l: one.params['s']! } } : one,
      ),
    },
  ],
  ['marks stand a pixel off', ['watermark'], misled('watermark', (v) => ({ ...v, x: number(v['x']) + 1 }))],
  ['blurs do nothing', ['blur'], { kernels: { ...kernels, blur: (picture) => picture } }],
  [
    'GIF is written for any source',
    ['format'],
    {
      codecs: new Map(
        [...createCodecs(modules)].map(([name, codec]) => [name, { ...codec, ownSourcesOnly: false }]),
      ),
    },
  ],
];

async function differences(sections: readonly string[], parts: Partial<EngineParts>): Promise<number> {
  const engine = await nodeEngine({ parts });
  const cases = readSuite().filter(({ section }) => sections.includes(section));
  const target = engineTarget(engine, fileMarks(engine, PICTURES));
  const verdicts = await runCases(
    cases.flatMap((section) => section.cases),
    target,
    { concurrency: 4 },
  );
  return verdicts.filter((verdict) => verdict.differences.length > 0).length;
}

describe('the suite', () => {
  it('has nothing to say against the sections below as they are', async () => {
    const sections = new Set(FAULTS.flatMap(([, names]) => names));
    expect(await differences([...sections], {})).toBe(0);
  });

  it.each(FAULTS)('sees that %s', async (_fault, sections, parts) => {
    expect(await differences(sections, parts)).toBeGreaterThan(0);
  });
});
