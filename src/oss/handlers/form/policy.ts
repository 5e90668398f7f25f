/** The policy document of a form: until when and for what its signature is good (wire reference 2.9). */
import { OssError } from '../../protocol/error/oss-error.ts';
import { textFromBase64 } from '../../protocol/text/base64.ts';

/** A rule about one field; `name` is lower case without the dollar sign. */
export interface FieldCondition {
  readonly operator: 'eq' | 'starts-with' | 'in' | 'not-in';
  readonly name: string;
  readonly operand: string | readonly string[];
}

/** A policy that was read. */
export interface Policy {
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly conditions: readonly FieldCondition[];
  /** The allowed sizes of the file in bytes, both ends included; every range of the policy holds. */
  readonly sizes: { readonly least: number; readonly most: number };
}

/** The document, its list, a condition, the list of an `in`: deeper no policy goes. */
const MAX_DEPTH = 4;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** Reads a policy as the form carries it, in base64. Throws `InvalidPolicyDocument`. */
export function readPolicy(encoded: string): Policy {
  const document = parse(encoded);
  const { expiration, conditions } = document;
  if (typeof expiration !== 'string' || !ISO_DATE.test(expiration) || Number.isNaN(Date.parse(expiration))) {
    throw invalidPolicy('The expiration must be a date such as 2025-03-01T13:00:00.000Z.');
  }
  if (!Array.isArray(conditions)) throw invalidPolicy('The conditions must be a list.');
  const rules: FieldCondition[] = [];
  let sizes = { least: 0, most: Number.MAX_SAFE_INTEGER };
  for (const condition of conditions as unknown[]) {
    if (isRange(condition)) sizes = narrowed(sizes, condition);
    else rules.push(...readConditions(condition));
  }
  return { expires: Date.parse(expiration), conditions: rules, sizes };
}

function parse(encoded: string): Record<string, unknown> {
  try {
    const text = textFromBase64(encoded) ?? '';
    if (depthOf(text) > MAX_DEPTH) throw invalidPolicy('It is nested too deeply.');
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch (error) {
    if (error instanceof OssError) throw error;
    // Said below, for everything that is no object.
  }
  throw invalidPolicy('It must be a JSON object in base64.');
}

/** Opened brackets at most, those in strings aside: whoever writes or compares a value goes as deep as it is. */
function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}

/** `{"bucket":"b","key":"k"}` is short for an `eq` each. */
function readConditions(condition: unknown): FieldCondition[] {
  if (Array.isArray(condition)) return [readTriple(condition)];
  if (!isObject(condition)) throw invalidCondition(condition);
  return Object.entries(condition).map(([name, operand]) => {
    if (typeof operand !== 'string') throw invalidCondition(condition);
    return { operator: 'eq', name: name.toLowerCase(), operand };
  });
}

function readTriple(condition: readonly unknown[]): FieldCondition {
  const [operator, field, operand] = condition;
  if (condition.length !== 3 || typeof field !== 'string' || !/^\$./.test(field))
    throw invalidCondition(condition);
  const name = field.slice(1).toLowerCase();
  const kind = `${operator as string}`.toLowerCase();
  if ((kind === 'eq' || kind === 'starts-with') && typeof operand === 'string')
    return { operator: kind, name, operand };
  if ((kind === 'in' || kind === 'not-in') && isTexts(operand)) return { operator: kind, name, operand };
  throw invalidCondition(condition);
}

function isRange(condition: unknown): condition is unknown[] {
  return Array.isArray(condition) && `${condition[0]}`.toLowerCase() === 'content-length-range';
}

function narrowed({ least, most }: Policy['sizes'], condition: readonly unknown[]): Policy['sizes'] {
  const [, first, last] = condition.map(Number) as [number, number, number];
  const valid = condition.length === 3 && Number.isSafeInteger(first) && Number.isSafeInteger(last);
  if (!valid || first < 0 || last < first) throw invalidCondition(condition);
  return { least: Math.max(least, first), most: Math.min(most, last) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalidCondition(condition: unknown): OssError {
  return invalidPolicy(`The condition ${JSON.stringify(condition)?.slice(0, 200)} is not known.`);
}

function invalidPolicy(detail: string): OssError {
  return new OssError('InvalidPolicyDocument', { message: `Invalid Policy: ${detail}` });
}
