/**
 * `npm run conformance -- --target URL`: asks a service about every case of the suite in `conformance/`, prints one
 * percentage for each section and writes a page with every difference beside its picture. Reads only, unless `--upload` is
 * given or the target is on this machine: the suite's pictures have to be there.
 */
import { writeFileSync } from 'node:fs';
import type { Credentials } from '../packages/url/src/index.ts';
import type { Target } from './conformance/answer.ts';
import { engineTarget } from './conformance/engine-target.ts';
import { httpTarget, type SuitePlace, upload } from './conformance/http-target.ts';
import type { Verdict } from './conformance/judge.ts';
import { page } from './conformance/page.ts';
import { drawPictures, PICTURES } from './conformance/pictures.ts';
import { faultsOfSuite, readSuite, runCases, writeGenerated } from './conformance/suite.ts';
import { count, printed, share, total } from './conformance/table.ts';
import { Mistake, runCommand, webAddress, wholeNumber } from './lib/command.ts';
import { nodeEngine } from './lib/engine.ts';
import { fileMarks } from './lib/marks.ts';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from './lib/place.ts';
import { drawer } from './lib/progress.ts';

const USAGE = `usage: npm run conformance -- --target URL [OPTION…]
       npm run conformance -- --engine [OPTION…]
       npm run conformance -- --check|--write|--draw
  --target URL       the service: http://127.0.0.1:8787, https://HOST, https://HOST/BUCKET in path style
  --engine           the engine in this process instead of a service
  --section NAME     only this one; may be given several times
  --case ID          only this one; may be given several times
  --report FILE      a page with every difference beside its picture
  --json FILE        the same for programs
  --upload           stores the suite's pictures first; done without asking where the target is this machine
  --bucket NAME      for signatures (${LOCAL_BUCKET})
  --region NAME      for signatures (cn-hangzhou)
  --prefix PREFIX    what the pictures' keys begin with (conformance/)
  --concurrency N    requests under way at once (8)
  --check            whether the suite is what its rules generate, and asks nobody
  --write            generates the suite anew
  --draw             draws its pictures anew
  environment: OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET sign the requests`;

const OPTIONS = {
  target: { type: 'string' },
  engine: { type: 'boolean', default: false },
  section: { type: 'string', multiple: true },
  case: { type: 'string', multiple: true },
  report: { type: 'string' },
  json: { type: 'string' },
  upload: { type: 'boolean', default: false },
  bucket: { type: 'string', default: LOCAL_BUCKET },
  region: { type: 'string', default: 'cn-hangzhou' },
  prefix: { type: 'string', default: 'conformance/' },
  concurrency: { type: 'string', default: '8' },
  check: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  draw: { type: 'boolean', default: false },
} as const;

/** Differences that are printed; the page has all. */
const PRINTED = 10;
const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;

interface Values {
  readonly target?: string | undefined;
  readonly engine: boolean;
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  readonly upload: boolean;
}

async function openTarget(values: Values): Promise<Target> {
  if (values.engine) {
    const engine = await nodeEngine();
    return engineTarget(engine, fileMarks(engine, PICTURES));
  }
  if (values.target === undefined) throw new Mistake('Whom to ask is missing: --target URL or --engine.');
  const base = webAddress('target', values.target);
  const { bucket, region, prefix } = values;
  const local = LOCAL.test(base);
  const place = { base, bucket, region, prefix, credentials: credentialsOf() };
  if (values.upload || local) await upload({ ...place, credentials: place.credentials ?? LOCAL_CREDENTIALS });
  else await expectPictures(place);
  return httpTarget(place);
}

function credentialsOf(): Credentials | undefined {
  const { OSS_ACCESS_KEY_ID: accessKeyId, OSS_ACCESS_KEY_SECRET: accessKeySecret } = process.env;
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined;
  return { accessKeyId, accessKeySecret };
}

async function expectPictures(place: SuitePlace): Promise<void> {
  const { status } = await httpTarget(place).ask({ picture: 'ramp-200x100.png', chain: '' });
  if (status === 200) return;
  throw new Error(
    `The suite's pictures are not there (${place.prefix}ramp-200x100.png: ${status}): ` +
      `store conformance/pictures under ${place.prefix}, or let --upload do it.`,
  );
}

function describe({ of, chain, differences }: Verdict): string {
  const lines = differences.map(
    ({ what, expected, got }) =>
      `    ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`,
  );
  return [`${of.id} ${of.picture} ${chain}`, `    ${of.why} (${of.evidence})`, ...lines].join('\n');
}

function maintain(values: { readonly check: boolean; readonly write: boolean; readonly draw: boolean }) {
  if (values.write) console.log(`${writeGenerated()} sections written`);
  const faults = faultsOfSuite();
  for (const fault of faults) console.error(fault);
  const cases = readSuite().flatMap(({ cases: own }) => own);
  console.log(`${cases.length} cases, ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  if (values.draw) return void console.log(`${await drawPictures()} pictures drawn`);
  if (values.check || values.write) return maintain(values);
  const concurrency = wholeNumber('concurrency', values.concurrency);
  const sections = readSuite().filter(({ section }) => values.section?.includes(section) ?? true);
  const cases = sections.flatMap((one) => one.cases).filter(({ id }) => values.case?.includes(id) ?? true);
  if (cases.length === 0) throw new Mistake('There is no such case.');
  const target = await openTarget(values);
  const draw = drawer(process.stderr);
  const verdicts = await runCases(cases, target, {
    concurrency,
    progress: (done, of) => draw(done, of, `${done} of ${of} cases`),
  });
  const lines = count(sections, verdicts);
  const wrong = verdicts.filter(({ differences }) => differences.length > 0);
  console.log([...wrong.slice(0, PRINTED).map(describe), printed(lines)].join('\n'));
  if (wrong.length > PRINTED) console.log(`${wrong.length - PRINTED} more differences: see --report`);
  const name = values.target ?? 'the engine';
  if (values.report !== undefined) writeFileSync(values.report, page(name, sections, verdicts));
  if (values.json !== undefined) {
    const differences = wrong.map(({ of, chain, differences: all }) => ({ ...of, chain, differences: all }));
    const result = { target: name, share: share(total(lines)), sections: lines, differences };
    writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
  return wrong.length === 0 ? 0 : 1;
});
