/** What every script has in common: `--help`, options that are known or refused, and one line for whatever went wrong. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ProcessError } from '../../src/core/spec/error.ts';

/** What the caller got wrong, in words for the caller. */
export class Mistake extends Error {}

/** A command line as its script takes it. */
export interface Command<O extends ParseArgsOptionsConfig = ParseArgsOptionsConfig> {
  /** What `--help` prints: the line to type, and what its parts mean. */
  readonly usage: string;
  readonly options?: O;
  /** How many arguments without a name there are, at least and at most; none when left out. */
  readonly takes?: readonly [least: number, most: number];
}

const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const;

/** A command line as it was typed. */
type Given<O extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: O & typeof HELP; allowPositionals: true; args: string[] }>
>;

/** Reads a command line. Throws `Mistake` for an option that is not known and for too few or too many arguments. */
export function readCommand<const O extends ParseArgsOptionsConfig>(
  { options, takes: [least, most] = [0, 0] }: Command<O>,
  argv: readonly string[] = process.argv.slice(2),
): Given<O> {
  const given = parse({ ...options, ...HELP } as O & typeof HELP, argv);
  const { positionals, values } = given;
  if ((values as { help?: boolean }).help) return given;
  if (positionals.length < least) throw new Mistake('Something is missing.');
  const extra = positionals[most];
  if (extra !== undefined) throw new Mistake(`${extra}: there is one argument too many.`);
  return given;
}

function parse<O extends ParseArgsOptionsConfig>(options: O & typeof HELP, argv: readonly string[]) {
  try {
    return parseArgs({ options, allowPositionals: true, args: [...argv] });
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    // What follows explains how to pass arguments that look like options: there are none here.
    throw new Mistake((error as Error).message.split('. To specify')[0]);
  }
}

/**
 * Runs a script: prints its usage when asked, does the work, and exits with the status that the work gives (0 when it
 * gives none), 1 when it failed and 2 when it was called wrongly. Only a fault of the script itself shows a stack.
 */
export async function runCommand<const O extends ParseArgsOptionsConfig>(
  command: Command<O>,
  work: (given: Given<O>) => Promise<number | void> | number | void,
): Promise<void> {
  try {
    const given = readCommand(command);
    if ((given.values as { help?: boolean }).help) console.log(command.usage);
    else process.exitCode = (await work(given)) ?? 0;
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    const wrongUsage = error instanceof Mistake;
    console.error(wrongUsage ? `${sentence}\n\n${command.usage}` : sentence);
    process.exitCode = wrongUsage ? 2 : 1;
  }
}

/** A line for what can go wrong without a fault in the script; undefined for a fault. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ProcessError) return refusal(error);
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Mistake || 'code' in error) return error.message;
  if (error.cause instanceof Error)
    return `${error.message}: ${error.cause.message || causeCode(error.cause)}`;
  return Object.getPrototypeOf(error) === Error.prototype ? error.message : undefined;
}

/** Several addresses of one name fail with a code and no message. */
function causeCode(cause: Error): string {
  return String((cause as { code?: unknown }).code ?? cause.name);
}

/** `InvalidArgument (EC 0016-00000501): …`. */
function refusal({ code, detail: { ec }, message }: ProcessError): string {
  return `${code}${ec === undefined ? '' : ` (EC ${ec})`}: ${message}`;
}

/** A whole number of an option. Throws `Mistake` when it is none, or out of its range. */
export function wholeNumber(option: string, text: string, least = 1, most = Infinity): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const range = most === Infinity ? `from ${least}` : `from ${least} to ${most}`;
  throw new Mistake(`--${option} ${text}: expected a number ${range}.`);
}

/** The origin of an option, without a slash at its end. Throws `Mistake` when it is no address of the web. */
export function webAddress(option: string, text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Mistake(`--${option} ${text}: expected an address such as http://127.0.0.1:8787.`);
  }
  return text.replace(/\/+$/, '');
}
