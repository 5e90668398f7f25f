/** Compares an answer with what a case expects. */
import { type Pixels, readPicture } from '../lib/read-picture.ts';
import { textOf } from '../lib/xml.ts';
import type { Answer, Question, Target } from './answer.ts';
import type { Case, Expected, Probe } from './case.ts';
import { readJpegFacts } from './jpeg-facts.ts';

/** What is not as expected. */
export interface Difference {
  readonly what: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** How a case ended. */
export interface Verdict {
  readonly of: Case;
  readonly chain: string;
  readonly answer: Answer | undefined;
  /** None when all is well. */
  readonly differences: readonly Difference[];
}

/** Asks about a case and judges the answer. Only a target that does not answer at all makes it a difference of its own. */
export async function judge(of: Case, target: Target): Promise<Verdict> {
  const question = { picture: of.picture, chain: filled(of.chain, target.prefix), ask: of.ask };
  try {
    const answer = await target.ask(question);
    const differences = await differencesOf(answer, of.expect, question, target);
    return { of, chain: question.chain, answer, differences };
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    return {
      of,
      chain: question.chain,
      answer: undefined,
      differences: [{ what: 'answer', expected: 'one', got }],
    };
  }
}

/** Puts the base64url of keys where `{object:NAME?CHAIN}` stands. */
export function filled(chain: string, prefix: string): string {
  return chain.replaceAll(/\{object:([^}?]*)(?:\?([^}]*))?\}/g, (_, name: string, own?: string) => {
    const key = prefix + name + (own === undefined ? '' : `?x-oss-process=${own}`);
    return Buffer.from(key).toString('base64url');
  });
}

async function differencesOf(
  answer: Answer,
  expect: Expected,
  question: Question,
  target: Target,
): Promise<Difference[]> {
  const plain = plainDifferences(answer, expect, target.http);
  if (answer.status !== 200 || plain.some(({ what }) => what === 'status')) return plain;
  const same = expect.same === undefined ? [] : await sameDifferences(answer, expect.same, question, target);
  return [
    ...plain,
    ...same,
    ...jpegDifferences(answer, expect),
    ...(await pictureDifferences(answer, expect)),
  ];
}

const compared = (what: string, expected: unknown, got: unknown): Difference[] =>
  expected === undefined || JSON.stringify(expected) === JSON.stringify(got) ? [] : [{ what, expected, got }];

function plainDifferences(answer: Answer, expect: Expected, http: boolean): Difference[] {
  const xml = answer.status >= 300 ? new TextDecoder().decode(answer.body) : '';
  return [
    ...compared('status', expect.status, answer.status),
    ...(expect.status === answer.status && expect.type !== undefined
      ? compared('type', expect.type, answer.headers['content-type']?.split(';')[0])
      : []),
    ...compared('code', expect.code, textOf(xml, 'Code')),
    ...compared('EC', expect.ec, textOf(xml, 'EC')),
    ...compared('message', expect.message, textOf(xml, 'Message')),
    ...(http ? headerDifferences(answer, expect) : []),
    ...(expect.empty ? compared('length', 0, answer.body.length) : []),
    ...jsonDifferences(answer, expect),
  ];
}

function headerDifferences({ headers }: Answer, { headers: expected = {} }: Expected): Difference[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const got = headers[name] ?? null;
    if (value === '*') return got === null ? [{ what: name, expected: 'any value', got }] : [];
    return compared(name, value, got);
  });
}

function jsonDifferences({ body, status }: Answer, { json }: Expected): Difference[] {
  if (json === undefined || status !== 200) return [];
  try {
    const got = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    return Object.entries(json).flatMap(([name, value]) => compared(name, value, got[name]));
  } catch {
    return [{ what: 'body', expected: 'JSON', got: `${body.length} bytes that are none` }];
  }
}

async function sameDifferences(
  answer: Answer,
  chain: string,
  question: Question,
  target: Target,
): Promise<Difference[]> {
  const other = await target.ask({ picture: question.picture, chain: filled(chain, target.prefix) });
  if (Buffer.compare(answer.body, other.body) === 0) return [];
  const what = chain === '' ? 'the original' : chain;
  return [{ what: 'bytes', expected: `those of ${what} (${other.body.length})`, got: answer.body.length }];
}

function jpegDifferences({ body }: Answer, { progressive, quality }: Expected): Difference[] {
  if (progressive === undefined && quality === undefined) return [];
  const facts = readJpegFacts(body);
  return [
    ...compared('progressive', progressive, facts.progressive),
    ...compared('quality', quality, facts.quality),
  ];
}

async function pictureDifferences({ body }: Answer, expect: Expected): Promise<Difference[]> {
  const { width, height, frames, probes = [] } = expect;
  if (width === undefined && height === undefined && frames === undefined && probes.length === 0) return [];
  const pixels = await readPicture(body).catch(() => undefined);
  if (!pixels) return [{ what: 'body', expected: 'a picture', got: `${body.length} bytes that are none` }];
  const sizes = [
    ...compared('size', width === undefined ? undefined : [width, height], [pixels.width, pixels.height]),
    ...compared('frames', frames, pixels.frames),
  ];
  // Pixels of a picture of another size tell nothing more.
  return sizes.length > 0 ? sizes : probes.flatMap((probe) => probeDifferences(probe, pixels));
}

function probeDifferences([x, y, ...rest]: Probe, { width, bytes }: Pixels): Difference[] {
  const tolerance = rest[4];
  const expected = rest.slice(0, 4);
  const got = [...bytes.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  const fits = expected.every(
    (value, channel) => value === null || Math.abs(value! - got[channel]!) <= tolerance,
  );
  return fits ? [] : [{ what: `pixel ${x},${y} (± ${tolerance})`, expected, got }];
}
