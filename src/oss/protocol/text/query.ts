/** The query as it was written: signatures need to know `?acl` from `?acl=` and to see every repetition. */
import { invalidArgument } from '../error/errors.ts';
import { decodeForm } from './percent.ts';

/** One parameter, decoded. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** Whether an equals sign was written. */
  readonly assigned: boolean;
}

/** The parameters of a request in the order they were written. */
export interface Query {
  readonly parameters: readonly Parameter[];
  has(name: string): boolean;
  /** The first value of that name; undefined when it is absent. */
  value(name: string): string | undefined;
  /** As `value`, with empty text counted as absent: some SDKs send every parameter of a call. */
  text(name: string): string | undefined;
}

/** Reads `?a=1&b`. Throws `InvalidArgument` when an escape is broken. */
export function readQuery(search: string): Query {
  const parameters = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map(readParameter);
  const first = new Map(parameters.toReversed().map(({ name, value }) => [name, value]));
  return {
    parameters,
    has: (name) => first.has(name),
    value: (name) => first.get(name),
    text: (name) => first.get(name) || undefined,
  };
}

function readParameter(part: string): Parameter {
  const split = part.indexOf('=');
  const [name, value] = split < 0 ? [part, ''] : [part.slice(0, split), part.slice(split + 1)];
  return { name: decode(name), value: decode(value), assigned: split >= 0 };
}

function decode(text: string): string {
  const decoded = decodeForm(text);
  if (decoded === undefined) throw invalidArgument('query', text.slice(0, 100));
  return decoded;
}
