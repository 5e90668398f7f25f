/**
 * `npm run styles -- list|get|put|delete|try|export|import …`: named styles of a bucket, at this service or at any other
 * that speaks the API. The key comes from `--key-id` and `--secret`, or from `OSS_ACCESS_KEY_ID` and
 * `OSS_ACCESS_KEY_SECRET`; without either it is the one of `npm run dev`.
 */
import { XMLParser } from 'fast-xml-parser';
import { type Credentials, pathText, queryText, signRequest } from '../packages/url/src/sign.ts';
import { type Command, Mistake, readCommand, runCommand, webAddress } from './lib/command.ts';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from './lib/place.ts';
import { readFrom, STREAM, writeTo } from './lib/streams.ts';
import { textOf } from './lib/xml.ts';
import { styleXml } from './migrate/oss-styles.ts';
import { readStyles, writeStyles } from '../src/viewer/styles-file.ts';

const USAGE = `usage: npm run styles -- COMMAND [--endpoint URL] [--bucket NAME] [--key-id ID] [--secret SECRET]
  list                     names and contents
  get NAME                 one content
  put NAME CHAIN           writes a style: put thumb image/resize,w_200
  delete NAME              removes it
  try NAME KEY FILE        what the style makes of an object, into a file
  export FILE              all styles as JSON, an object of contents by name
  import FILE              writes the styles of such a file
  - as FILE is standard output, and to import standard input.`;

/** Where styles are, and who asks. */
export interface Target {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: Credentials;
}

/** Contents by name, in the service's order. */
export async function listStyles(target: Target): Promise<Map<string, string>> {
  const xml = await (await send(target, { query: { style: undefined } })).text();
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Style' });
  const { StyleList } = parser.parse(xml) as {
    StyleList?: { Style?: { Name: string; Content: string }[] } | '';
  };
  const styles = StyleList ? (StyleList.Style ?? []) : [];
  return new Map(styles.map(({ Name, Content }) => [Name, Content]));
}

/** Writes a style. */
export async function putStyle(target: Target, name: string, content: string): Promise<void> {
  const query = { style: undefined, styleName: name };
  await send(target, { method: 'PUT', query, body: styleXml(content) });
}

interface Asked {
  readonly method?: string;
  readonly key?: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

async function send(target: Target, { method = 'GET', key = '', query, body }: Asked): Promise<Response> {
  const { endpoint, bucket, credentials } = target;
  const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/xml' };
  const signed = await signRequest({ credentials, bucket, key, method, query, headers });
  const address = `${endpoint.replace(/\/$/, '')}/${bucket}/${pathText(key)}${queryText(query)}`;
  const response = await fetch(address, { method, headers: { ...headers, ...signed }, body: body ?? null });
  if (response.ok) return response;
  const xml = await response.text();
  throw new Error(`${response.status} ${textOf(xml, 'Code') ?? ''}: ${textOf(xml, 'Message') ?? ''}`);
}

type Act = (target: Target, args: readonly string[]) => Promise<string>;

const COMMANDS: Readonly<Record<string, { readonly takes: number; readonly run: Act }>> = {
  list: {
    takes: 0,
    run: async (target) => [...(await listStyles(target))].map((style) => style.join('\t')).join('\n'),
  },
  get: { takes: 1, run: getStyle },
  put: {
    takes: 2,
    run: async (target, [name = '', chain = '']) => {
      await putStyle(target, name, chain);
      return `${name}: ${chain}`;
    },
  },
  delete: {
    takes: 1,
    run: async (target, [name]) => {
      await send(target, { method: 'DELETE', query: { style: undefined, styleName: name } });
      return `${name} is removed`;
    },
  },
  try: { takes: 3, run: tryStyle },
  export: {
    takes: 1,
    run: async (target, [file = '']) => {
      const styles = await listStyles(target);
      await writeTo(file, writeStyles(styles));
      return file === STREAM ? '' : `${styles.size} styles are in ${file}`;
    },
  },
  import: { takes: 1, run: importStyles },
};

async function getStyle(target: Target, [name = '']: readonly string[]): Promise<string> {
  const content = (await listStyles(target)).get(name);
  if (content === undefined) throw new Error(`There is no style ${name}.`);
  return content;
}

async function tryStyle(
  target: Target,
  [name = '', key = '', file = '']: readonly string[],
): Promise<string> {
  const response = await send(target, { key, query: { 'x-oss-process': `style/${name}` } });
  const bytes = Buffer.from(await response.arrayBuffer());
  await writeTo(file, bytes);
  return file === STREAM ? '' : `${file}: ${response.headers.get('content-type')}, ${bytes.length} bytes`;
}

async function importStyles(target: Target, [file = '']: readonly string[]): Promise<string> {
  const styles = readStyles(new TextDecoder().decode(await readFrom(file)));
  for (const [name, content] of styles) await putStyle(target, name, content);
  return `${styles.size} styles are written`;
}

const COMMAND = {
  usage: USAGE,
  takes: [1, 4],
  options: {
    endpoint: { type: 'string', default: 'http://127.0.0.1:8787' },
    bucket: { type: 'string', default: LOCAL_BUCKET },
    'key-id': { type: 'string', default: process.env['OSS_ACCESS_KEY_ID'] ?? LOCAL_CREDENTIALS.accessKeyId },
    secret: {
      type: 'string',
      default: process.env['OSS_ACCESS_KEY_SECRET'] ?? LOCAL_CREDENTIALS.accessKeySecret,
    },
  },
} as const satisfies Command;

/** Does what a command line asks for and answers what to print. Throws for whatever the caller got wrong. */
export async function runStyles({
  values,
  positionals: [name = '', ...args],
}: ReturnType<typeof readStylesCommand>): Promise<string> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new Mistake(`${name}: there is no such command.`);
  if (args.length !== command.takes) throw new Mistake(`${name} takes ${command.takes} arguments.`);
  const credentials = { accessKeyId: values['key-id'], accessKeySecret: values.secret };
  const endpoint = webAddress('endpoint', values.endpoint);
  return command.run({ endpoint, bucket: values.bucket, credentials }, args);
}

/** Reads a command line. Throws `Mistake`. */
export function readStylesCommand(argv: readonly string[]) {
  return readCommand(COMMAND, argv);
}

if (import.meta.main) {
  await runCommand(COMMAND, async (given) => {
    const text = await runStyles(given);
    if (text !== '') console.log(text);
  });
}
