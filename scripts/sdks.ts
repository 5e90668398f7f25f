/** `npm run sdks`: runs the programs of the documentation through SDKs that nobody here wrote, against a local service. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Mistake, runCommand } from './lib/command.ts';
import { between } from './docs/between.ts';
import { PROGRAMS } from './sdks/programs.ts';
import { install, type Outcome, type Sdk, SDKS } from './sdks/sdks.ts';

const NAMES = SDKS.map(({ name }) => name);
const PAGE = new URL('../docs/sdks.md', import.meta.url);

const USAGE = `usage: npm run sdks -- [NAME…] [OPTION…]
  Runs the documentation's programs through SDKs against a service that runs here (npm run dev). NAME is one of
  ${NAMES.join(', ')}; without one all that are here run: those of npm are,
  the others need Debian's packages.
  --endpoint URL   where the service is (http://127.0.0.1:8787)
  --install        fetches Debian's packages that are missing (apt-get, as root)
  --write          writes the table of docs/sdks.md, with all of them`;

function chosen(names: readonly string[]): readonly Sdk[] {
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Mistake(`${unknown}: expected one of ${NAMES.join(', ')}.`);
  return SDKS.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** Throws when nothing answers there. */
async function checkService(endpoint: string): Promise<void> {
  const healthy = await fetch(`${endpoint}/-/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!healthy) throw new Error(`Nothing answers at ${endpoint}: start the service with npm run dev.`);
}

/** Those that can run, after fetching what is missing where that was asked for. Throws for one that was asked for by name. */
function present(sdks: readonly Sdk[], { fetches, all }: { fetches: boolean; all: boolean }): readonly Sdk[] {
  return sdks.filter((sdk) => {
    const missing = sdk.missing?.() ?? [];
    if (missing.length === 0) return true;
    if (fetches) {
      install(missing);
      return true;
    }
    const told = `${sdk.name} needs Debian's ${missing.join(' and ')}: --install fetches them.`;
    if (all) throw new Error(told);
    console.error(`Left out: ${told}`);
    return false;
  });
}

/** One column for each SDK. */
function tableOf(ran: readonly { readonly sdk: Sdk; readonly outcomes: readonly Outcome[] }[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const mark = { pass: 'pass', fail: '**fail**', none: '–' };
  const rows = Object.keys(PROGRAMS).map((program) =>
    row([
      program,
      ...ran.map(({ outcomes }) => mark[outcomes.find((one) => one.program === program)?.result ?? 'none']),
    ]),
  );
  const heads = ran.map(({ sdk }) => `${sdk.title()} (${sdk.language}, ${sdk.source})`);
  return [row(['program', ...heads]), row(['---', ...heads.map(() => '---')]), ...rows].join('\n');
}

await runCommand(
  {
    usage: USAGE,
    options: {
      endpoint: { type: 'string', default: 'http://127.0.0.1:8787' },
      install: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
    takes: [0, NAMES.length],
  },
  async ({ values: { endpoint, install: fetches, write }, positionals }) => {
    if (write && positionals.length > 0) throw new Mistake('--write: the table has all SDKs.');
    const all = write || positionals.length > 0;
    const sdks = present(chosen(positionals), { fetches, all });
    await checkService(endpoint);
    const ran: { sdk: Sdk; outcomes: Outcome[] }[] = [];
    for (const sdk of sdks) ran.push({ sdk, outcomes: await sdk.run(endpoint) });
    const table = tableOf(ran);
    console.log(table);
    const failed = ran.flatMap(({ sdk, outcomes }) =>
      outcomes
        .filter(({ result }) => result === 'fail')
        .map((one) => `${sdk.name}, ${one.program}: ${one.reason}`),
    );
    for (const line of failed) console.error(line);
    if (write) writeFileSync(PAGE, between(readFileSync(PAGE, 'utf8'), table, 'sdks'));
    return failed.length === 0 ? 0 : 1;
  },
);
