/** The suite against ourselves: the engine in Node and the service in workerd, which answer the same to the bit. */
import { readdirSync, readFileSync } from 'node:fs';
import { lookup } from 'mrmime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime, startRuntime } from '../../../scripts/chaos/runtime.ts';
import type { Answer, Target } from '../../../scripts/conformance/answer.ts';
import { engineTarget } from '../../../scripts/conformance/engine-target.ts';
import { httpTarget } from '../../../scripts/conformance/http-target.ts';
import { PICTURES } from '../../../scripts/conformance/pictures.ts';
import { faultsOfSuite, readSuite, runCases } from '../../../scripts/conformance/suite.ts';
import { nodeEngine } from '../../../scripts/lib/engine.ts';
import { fileMarks } from '../../../scripts/lib/marks.ts';
import { textOf } from '../../../scripts/lib/xml.ts';

const PREFIX = 'conformance/';

describe('the suite', () => {
  const cases = readSuite().flatMap((section) => section.cases);

  it('has thousands of cases, is what its rules generate, and says of each why', () => {
    expect(faultsOfSuite()).toEqual([]);
    expect(cases.length).toBeGreaterThan(2000);
    expect(cases.filter(({ why }) => why.length < 10)).toEqual([]);
  });

  it('is as large as its page says, and every member of a case is explained there', () => {
    const page = readFileSync(new URL('../../../conformance/README.md', import.meta.url), 'utf8');
    for (const evidence of ['documented', 'recorded', 'derived', 'chosen']) {
      const count = cases.filter((one) => one.evidence === evidence).length;
      expect(page).toMatch(new RegExp(`\\b${count.toLocaleString('en')}\\b[^.;]*\`${evidence}\``));
    }
    const table = page.split('\n').filter((line) => line.startsWith('| `'));
    const explained = new Set(table.flatMap((line) => [...line.split('|')[1]!.matchAll(/[a-z]+/g)].flat()));
    const members = cases.flatMap(({ expect: expected }) => Object.keys(expected));
    expect([...new Set(members)].filter((member) => !explained.has(member))).toEqual([]);
  });

  describe('against ourselves', () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await startRuntime({ main: 'src/index.ts' });
      const bucket = await runtime.bucket('ORIGINALS');
      for (const name of readdirSync(PICTURES)) {
        const httpMetadata = { contentType: lookup(name) ?? 'application/octet-stream' };
        await bucket.put(PREFIX + name, readFileSync(PICTURES + name), { httpMetadata });
      }
    });
    afterAll(() => runtime.stop());

    it('holds everywhere, and workerd answers what Node answers', { timeout: 900_000 }, async () => {
      const engine = await nodeEngine();
      const node = engineTarget(engine, prefixed(fileMarks(engine, PICTURES)));
      const place = { base: runtime.origin, bucket: 'examplebucket', region: '', prefix: PREFIX };
      const workerd = httpTarget({ ...place, credentials: undefined });
      const compared = { pictures: 0, other: [] as string[] };
      const both: Target = {
        ...workerd,
        async ask(question) {
          const answer = await workerd.ask(question);
          if (question.ask || !question.chain.startsWith('image/')) return answer;
          const own = await node.ask(question);
          compared.pictures++;
          if (!alike(answer, own)) compared.other.push(`${question.picture} ${question.chain}`);
          return answer;
        },
      };
      const verdicts = await runCases(cases, both, { concurrency: 8 });
      const wrong = verdicts.filter(({ differences }) => differences.length > 0);
      expect(compared.other).toEqual([]);
      expect(compared.pictures).toBeGreaterThan(2000);
      expect(wrong.map(({ of, differences }) => [of.id, differences])).toEqual([]);
      expect(verdicts.length).toBe(cases.length);
    });
  });
});

/** Marks whose keys begin with the suite's prefix. */
function prefixed(marks: ReturnType<typeof fileMarks>): ReturnType<typeof fileMarks> {
  return { ...marks, picture: (key, ...rest) => marks.picture(key.replace(PREFIX, ''), ...rest) };
}

/** Pictures to the byte; of errors, what the engine decides. */
function alike(a: Answer, b: Answer): boolean {
  if (a.status !== b.status) return false;
  if (a.status === 200) return Buffer.compare(a.body, b.body) === 0;
  const told = ({ body }: Answer) => textOf(Buffer.from(body).toString(), 'Code');
  return told(a) === told(b);
}
