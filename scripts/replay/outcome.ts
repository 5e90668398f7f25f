/** What a replay comes to, weighted by traffic, and the page that shows it. */
import { document, escaped, table } from '../lib/page.ts';
import type { Compared } from './compare.ts';
import { type Findings, percent } from './findings.ts';

/** What was asked, summed up. */
export interface Outcome {
  readonly asked: number;
  /** Requests of the log that the asked chains stand for. */
  readonly requests: number;
  /** Of these, those whose chain answered as expected: 0 to 1. */
  readonly compatible: number;
  /** Chains that answered otherwise, the most used first. */
  readonly different: readonly Compared[];
  /** Styles that the new one does not have, with their requests. */
  readonly missingStyles: Readonly<Record<string, number>>;
  readonly slowest: readonly Compared[];
  readonly largest: readonly Compared[];
  /** Bytes that the new one answers for a byte of the old one, weighted by traffic; undefined when only one was asked. */
  readonly bytesRatio: number | undefined;
}

const TOP = 20;

/** Sums it up. */
export function outcomeOf(compared: readonly Compared[]): Outcome {
  const sum = (some: readonly Compared[], of: (one: Compared) => number) =>
    some.reduce((all, one) => all + of(one), 0);
  const requests = sum(compared, (one) => one.requests);
  const good = compared.filter(({ differences }) => differences.length === 0);
  const both = compared.filter(({ old, new: fresh }) => old?.status === 200 && fresh.status === 200);
  const before = sum(both, ({ old, requests: times }) => (old?.bytes ?? 0) * times);
  const top = (of: (one: Compared) => number) => compared.toSorted((a, b) => of(b) - of(a)).slice(0, TOP);
  return {
    asked: compared.length,
    requests,
    compatible: requests === 0 ? 1 : sum(good, (one) => one.requests) / requests,
    different: compared
      .filter(({ differences }) => differences.length > 0)
      .toSorted((a, b) => b.requests - a.requests),
    missingStyles: missingStyles(compared),
    slowest: top(({ new: fresh }) => fresh.milliseconds),
    largest: top(({ new: fresh }) => fresh.bytes),
    bytesRatio:
      before === 0 ? undefined : sum(both, ({ new: fresh, requests: times }) => fresh.bytes * times) / before,
  };
}

function missingStyles(compared: readonly Compared[]): Record<string, number> {
  const missing: Record<string, number> = {};
  for (const { chain, new: fresh, requests } of compared) {
    if (fresh.code === 'NoSuchStyle') missing[chain] = (missing[chain] ?? 0) + requests;
  }
  return missing;
}

/** What is printed. */
export function printedOutcome(outcome: Outcome): string {
  const lines = outcome.different
    .slice(0, TOP)
    .map(
      ({ requests, path, chain, differences }) =>
        `${`${requests}`.padStart(9)}  ${path} ${chain}\n             ${differences.join('; ')}`,
    );
  const styles = Object.entries(outcome.missingStyles).map(
    ([name, count]) => `${`${count}`.padStart(9)}  ${name}`,
  );
  return [
    '',
    `asked: ${outcome.asked} chains, which stand for ${outcome.requests} requests; compatible: ${percent(outcome.compatible)} of them`,
    ...(outcome.bytesRatio === undefined
      ? []
      : [`bytes: ${outcome.bytesRatio.toFixed(2)} times those of the old one`]),
    ...(styles.length > 0 ? ['', 'styles that are missing', ...styles] : []),
    ...(lines.length > 0 ? ['', 'different', ...lines] : []),
  ].join('\n');
}

/** The page: what a log holds, and where one was asked, what came of it. */
export function replayPage(title: string, findings: Findings, outcome: Outcome | undefined): string {
  const { lines, requests, reads, originals, processed, styled, refused, understood } = findings;
  const chains = ['chain', 'requests', 'bytes', 'spellings', 'slowest (ms)', 'largest (bytes)', 'failures'];
  const row = (one: Findings['chains'][number]) => [
    one.chain,
    one.requests,
    one.bytes,
    one.spellings,
    one.slowest,
    one.largest,
    Object.entries(one.failures)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', '),
  ];
  const counts = (name: string, record: Readonly<Record<string, number>>) =>
    table([name, 'requests'], Object.entries(record));
  const body = [
    ...(outcome ? [outcomeBody(outcome)] : []),
    '<h2>The log</h2>',
    table(
      ['lines', 'requests', 'reads', 'originals', 'with a chain', 'with a style', 'refused', 'understood'],
      [[lines, requests, reads, originals, processed, styled, refused, percent(understood)]],
    ),
    '<h2>Actions</h2>',
    table(
      ['action', 'requests', 'parameters'],
      Object.entries(findings.actions).map(([name, { requests: count, parameters }]) => [
        name,
        count,
        Object.entries(parameters)
          .filter(([key]) => key !== '')
          .map(([key, times]) => `${key} ${times}`)
          .join(', '),
      ]),
    ),
    '<h2>Unknown actions</h2>',
    counts('action', findings.unknownActions),
    '<h2>Refused</h2>',
    table(
      ['reason', ...chains],
      findings.refusals.map((one) => [one.reason, ...row(one)]),
    ),
    '<h2>Styles</h2>',
    table(chains, findings.styles.map(row)),
    '<h2>Chains</h2>',
    table(chains, findings.chains.map(row)),
    '<h2>Lines that are no requests</h2>',
    table(
      ['what', 'lines', 'examples'],
      Object.entries(findings.dirt).map(([fault, { count, examples }]) => [
        fault,
        count,
        examples.join('\n'),
      ]),
    ),
  ];
  return document(title, body.join('\n'));
}

function outcomeBody(outcome: Outcome): string {
  const seen = (one: Compared['new'] | undefined) =>
    one === undefined
      ? ''
      : [
          one.status || 'no answer',
          one.code,
          one.type,
          one.width === undefined ? undefined : `${one.width} × ${one.height}`,
          (one.frames ?? 1) > 1 ? `${one.frames} frames` : undefined,
          `${one.bytes} bytes`,
          `${one.milliseconds} ms`,
        ]
          .filter((word) => word !== undefined && word !== '')
          .join(', ');
  const rows = (some: readonly Compared[]) =>
    some.map((one) => [
      one.path,
      one.chain,
      one.requests,
      seen(one.old),
      seen(one.new),
      one.likeness?.toFixed(3) ?? '',
      one.differences.join('; '),
    ]);
  const head = ['path', 'chain', 'requests', 'old', 'new', 'similarity', 'differences'];
  return [
    `<p>${escaped(printedOutcome({ ...outcome, different: [], missingStyles: {} }).trim())}</p>`,
    '<h2>Styles that are missing</h2>',
    table(['style', 'requests'], Object.entries(outcome.missingStyles)),
    '<h2>Different</h2>',
    table(head, rows(outcome.different)),
    '<h2>Slowest</h2>',
    table(head, rows(outcome.slowest)),
    '<h2>Largest</h2>',
    table(head, rows(outcome.largest)),
  ].join('\n');
}
