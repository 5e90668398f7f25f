/**
 * Times our engine beside its peers, in one process and in turns, and weighs each job in a process of its own.
 *
 *     npm run bench -- [--json] [--runs N] [--only TEXT] [--workerd]
 *
 * `--workerd` times the engine in workerd as well, to see that Node tells the truth about it.
 */
import { runCommand, wholeNumber } from '../scripts/lib/command.ts';
import { SPEED_CASES, type SpeedCase } from './cases.ts';
import { timePeers } from './measure.ts';
import { loadPicture } from './pictures.ts';
import { type Columns, known, megabytes, number, print, type Row, rounded, verdict } from './rows.ts';
import { weigh } from './weigh.ts';
import type { Peer } from './work.ts';
import { startWorkerd, type WorkerdTimer } from './workerd.ts';

const DEFAULT_RUNS = 15;

export const SPEED_COLUMNS: Columns<Row> = [
  ['case', ({ case: name }) => name],
  ['ours, ms', ({ ours }) => number(ours, 1)],
  ['sharp', ({ peer }) => known(peer, 1)],
  ['÷ sharp', ({ ratio }) => known(ratio, 2)],
  ['at most', ({ target }) => number(target, 2)],
  ['kept', verdict],
  ['photon', ({ peers }) => number(peers['photon'], 0)],
  ['jSquash', ({ peers }) => number(peers['jsquash'], 0)],
  ['ours in workerd', ({ peers }) => number(peers['workerd'], 1)],
  ['held, MB', ({ peak_bytes }) => megabytes(peak_bytes)],
];

export interface SpeedOptions {
  readonly runs: number;
  /** Only cases whose name holds this. */
  readonly only: string;
  readonly workerd: boolean;
}

/** What the rows are made with. */
interface Tools {
  readonly peers: readonly Peer[];
  readonly runs: number;
  readonly runtime: WorkerdTimer | undefined;
}

/** The rows of all cases whose picture is at hand. */
export async function speedRows({ runs, only, workerd }: SpeedOptions): Promise<Row[]> {
  const peers = await openPeers();
  const runtime = workerd ? await startWorkerd() : undefined;
  const rows: Row[] = [];
  for (const one of SPEED_CASES.filter(({ name }) => name.includes(only))) {
    const row = await speedRow(one, { peers, runs, runtime });
    if (row) rows.push(row);
  }
  await runtime?.stop();
  return rows;
}

/** Loaded here: a second that `--help` goes without. */
async function openPeers(): Promise<Peer[]> {
  const { ours } = await import('./peers/ours.ts');
  const { sharpPeer } = await import('./peers/sharp.ts');
  const { photonPeer } = await import('./peers/photon.ts');
  const { jsquashPeer } = await import('./peers/jsquash.ts');
  return [await ours(), sharpPeer(), photonPeer(), await jsquashPeer()];
}

async function speedRow(
  { name, picture, work, target, milliseconds = Infinity }: SpeedCase,
  { peers, runs, runtime }: Tools,
): Promise<Row | undefined> {
  const file = await loadPicture(picture);
  if (!file) return undefined;
  const { ours = NaN, ...others } = await timePeers(peers, file, work, runs);
  // The Worker of the stopwatch is the engine alone, without fonts.
  const workerd = runtime && !work.text ? await runtime.time(file, work) : NaN;
  const weight = await weigh({ what: 'held', peer: 'ours', picture, work, jobs: 1 });
  const ratio = rounded(ours / others['sharp']!, 3);
  return {
    case: name,
    ours: rounded(ours, 2),
    peer: rounded(others['sharp']!, 2),
    ratio,
    target: target ?? null,
    ok: target === undefined ? null : ratio <= target && ours <= milliseconds,
    ours_ms: rounded(ours, 2),
    peers: figures({ ...others, workerd }),
    ratio_sharp: ratio,
    peak_bytes: weight!.bytes,
  };
}

/** NaN, for what was not run, becomes null. */
function figures(times: Readonly<Record<string, number>>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(times).map(([peer, time]) => [peer, Number.isNaN(time) ? null : rounded(time, 2)]),
  );
}

const USAGE = `usage: npm run bench [-- OPTION…]
  --json        rows for programs
  --runs N      runs of each case (${DEFAULT_RUNS})
  --only TEXT   cases whose name holds this
  --workerd     times the engine in workerd as well`;

if (import.meta.main) {
  await runCommand(
    {
      usage: USAGE,
      options: {
        json: { type: 'boolean', default: false },
        runs: { type: 'string', default: String(DEFAULT_RUNS) },
        only: { type: 'string', default: '' },
        workerd: { type: 'boolean', default: false },
      },
    },
    async ({ values: { json, runs, only, workerd } }) => {
      const rows = await speedRows({ runs: wholeNumber('runs', runs), only, workerd });
      print(rows, SPEED_COLUMNS, json);
    },
  );
}
