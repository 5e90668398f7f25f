/** What an inventory comes to: shares weighted by traffic, and lists of what to look at. */
import { actionsOf, type Inventory, type Kind, kindsOf, type Use } from './inventory.ts';

/** A chain and what is known of its use. */
export interface ChainLine {
  readonly chain: string;
  readonly requests: number;
  readonly bytes: number;
  readonly spellings: number;
  readonly slowest: number;
  readonly largest: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly example: string | undefined;
}

/** Everything that is told of a log. */
export interface Findings {
  readonly lines: number;
  readonly requests: number;
  readonly reads: number;
  readonly methods: Readonly<Record<string, number>>;
  /** Lines that are no requests, by what is wrong with them. */
  readonly dirt: Readonly<Record<string, { readonly count: number; readonly examples: readonly string[] }>>;
  /** Reads of objects as they are, with a chain that is understood, with a style, refused, of other families. */
  readonly originals: number;
  readonly processed: number;
  readonly styled: number;
  readonly refused: number;
  readonly families: Readonly<Record<string, number>>;
  /** Requests whose texts were too many to keep: counted above, and in no list. */
  readonly overflow: number;
  /** Of the requests with a chain, those that are understood: 0 to 1. */
  readonly understood: number;
  readonly distinct: number;
  readonly chains: readonly ChainLine[];
  readonly styles: readonly ChainLine[];
  readonly refusals: readonly (ChainLine & { readonly reason: string })[];
  readonly unknownActions: Readonly<Record<string, number>>;
  readonly actions: Readonly<
    Record<string, { readonly requests: number; readonly parameters: Readonly<Record<string, number>> }>
  >;
  readonly slowest: readonly ChainLine[];
  readonly largest: readonly ChainLine[];
}

const LONGEST_LIST = 200;
const TOP = 20;

/** Sums an inventory up. */
export function findingsOf(inventory: Inventory): Findings {
  const kinds = kindsOf(inventory);
  const of = (kind: Kind['meaning']['kind']) => kinds.filter(({ meaning }) => meaning.kind === kind);
  const requests = (kind: Kind['meaning']['kind']) =>
    of(kind).reduce((sum, { use }) => sum + use.count, inventory.overflow[kind]);
  const [chains, refused] = [of('chain'), of('refused')];
  const [processed, refusals] = [requests('chain'), requests('refused')];
  const top = (pick: (use: Use) => number) =>
    chains
      .filter(({ use }) => pick(use) > 0)
      .toSorted((a, b) => pick(b.use) - pick(a.use))
      .slice(0, TOP)
      .map(lineOf);
  const { lines, reads, methods, dirt } = inventory;
  const overflow = Object.values(inventory.overflow).reduce((sum, count) => sum + count, 0);
  return {
    lines,
    requests: inventory.requests,
    reads,
    methods: Object.fromEntries(methods),
    dirt: Object.fromEntries(dirt),
    originals: requests('original'),
    processed,
    styled: requests('style'),
    refused: refusals,
    families: familiesOf(kinds, inventory.overflowFamilies),
    overflow,
    understood: processed + refusals === 0 ? 1 : processed / (processed + refusals),
    distinct: chains.length,
    chains: chains.slice(0, LONGEST_LIST).map(lineOf),
    styles: of('style').slice(0, LONGEST_LIST).map(lineOf),
    refusals: refused.slice(0, LONGEST_LIST).map((kind) => ({
      ...lineOf(kind),
      reason: kind.meaning.kind === 'refused' ? kind.meaning.reason : '',
    })),
    unknownActions: unknownOf(refused),
    actions: Object.fromEntries(
      [...actionsOf(inventory)].map(([name, { count, keys }]) => [
        name,
        { requests: count, parameters: Object.fromEntries([...keys].toSorted(([, a], [, b]) => b - a)) },
      ]),
    ),
    slowest: top(({ slowest }) => slowest),
    largest: top(({ largest }) => largest),
  };
}

function familiesOf(
  kinds: readonly Kind[],
  overflow: Readonly<Record<string, number>>,
): Record<string, number> {
  const families = { ...overflow };
  for (const { meaning, use } of kinds) {
    if (meaning.kind === 'family') families[meaning.family] = (families[meaning.family] ?? 0) + use.count;
  }
  return families;
}

function unknownOf(refused: readonly Kind[]): Record<string, number> {
  const unknown = new Map<string, number>();
  for (const { meaning, use } of refused) {
    if (meaning.kind !== 'refused' || meaning.action === undefined) continue;
    unknown.set(meaning.action, (unknown.get(meaning.action) ?? 0) + use.count);
  }
  return Object.fromEntries([...unknown].toSorted(([, a], [, b]) => b - a).slice(0, LONGEST_LIST));
}

function lineOf({ meaning, use, spellings }: Kind): ChainLine {
  return {
    chain: meaning.kind === 'chain' ? meaning.text : use.chain,
    requests: use.count,
    bytes: use.bytes,
    spellings,
    slowest: use.slowest,
    largest: use.largest,
    failures: Object.fromEntries(use.failures ?? []),
    example: use.samples[0]?.path,
  };
}

/** `12.3 %`. */
export const percent = (share: number) => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

/** What `--check` prints. */
export function printed(findings: Findings): string {
  const { lines, requests, reads, originals, processed, styled, refused, families, understood } = findings;
  const dirty = Object.entries(findings.dirt).map(([fault, { count }]) => `${count} ${fault}`);
  const list = (title: string, rows: readonly string[]) =>
    rows.length === 0 ? [] : ['', title, ...rows.slice(0, TOP).map((row) => `  ${row}`)];
  const row = ({ chain, requests: count }: ChainLine) => `${`${count}`.padStart(9)}  ${chain.slice(0, 140)}`;
  const other = Object.entries(families).map(([family, count]) => `${`${count}`.padStart(9)}  ${family}/`);
  const unknown = Object.entries(findings.unknownActions).map(
    ([name, count]) => `${`${count}`.padStart(9)}  ${name.slice(0, 60)}`,
  );
  const actions = Object.entries(findings.actions).map(
    ([name, { requests: count, parameters }]) =>
      `${`${count}`.padStart(9)}  ${name} ${Object.keys(parameters).filter(Boolean).slice(0, 12).join(' ')}`,
  );
  return [
    `${lines} lines, ${requests} requests${dirty.length > 0 ? `; not requests: ${dirty.join(', ')}` : ''}`,
    `${reads} reads: ${originals} originals, ${processed} with a chain, ${styled} with a style, ${refused} refused`,
    `understood: ${percent(understood)} of the requests with a chain; ${findings.distinct} distinct chains` +
      (findings.overflow > 0 ? `; ${findings.overflow} requests in no list, their texts are too many` : ''),
    ...list('actions and their parameters', actions),
    ...list('chains', findings.chains.map(row)),
    ...list('styles', findings.styles.map(row)),
    ...list('unknown actions', unknown),
    ...list(
      'refused',
      findings.refusals.map((one) => `${row(one)}\n             ${one.reason.slice(0, 160)}`),
    ),
    ...list('other products', other),
    ...list(
      'slowest (ms)',
      findings.slowest.map((one) => `${`${one.slowest}`.padStart(9)}  ${one.chain.slice(0, 140)}`),
    ),
    ...list(
      'largest (bytes)',
      findings.largest.map((one) => `${`${one.largest}`.padStart(9)}  ${one.chain.slice(0, 140)}`),
    ),
  ].join('\n');
}
