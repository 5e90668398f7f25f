/** The SDKs that can be had from npm or Debian, and how their programs are run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OSSObject } from 'oss-client';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from '../lib/place.ts';
import { type Client, PROGRAMS, type SignedUrl, SKIPPED } from './programs.ts';

/** What became of a program; `reason` only of one that failed. */
export interface Outcome {
  readonly program: string;
  readonly result: 'pass' | 'fail' | 'none';
  readonly reason?: string | undefined;
}

/** An SDK that `npm ci` has brought or that Debian has. */
export interface Sdk {
  readonly name: string;
  readonly language: string;
  readonly source: string;
  /** Debian's packages that it needs, where they are not here. */
  missing?(): readonly string[];
  /** The package with its version: the head of its column. */
  title(): string;
  run(endpoint: string): Promise<Outcome[]>;
}

const require = createRequire(import.meta.url);
const GO_PACKAGES = ['golang-go', 'golang-github-aliyun-aliyun-oss-go-sdk-dev'];
const GO_PATH = '/usr/share/gocode';
const GO_SDK = `${GO_PATH}/src/github.com/aliyun/aliyun-oss-go-sdk/oss`;

/** In the order of the table. */
export const SDKS: readonly Sdk[] = [
  {
    name: 'ali-oss',
    language: 'JavaScript',
    source: 'npm',
    title: () => `ali-oss ${versionOf('ali-oss')}`,
    run: (endpoint) => runPrograms(aliOss(endpoint)),
  },
  {
    name: 'ali-oss-v4',
    language: 'JavaScript',
    source: 'npm',
    title: () => `ali-oss ${versionOf('ali-oss')}, V4`,
    run: (endpoint) => runPrograms(aliOssV4(endpoint)),
  },
  {
    name: 'oss-client',
    language: 'TypeScript',
    source: 'npm',
    title: () => `oss-client ${versionOf('oss-client')}`,
    run: (endpoint) => runPrograms(community(endpoint)),
  },
  {
    name: 'go',
    language: 'Go',
    source: 'Debian',
    missing: () => (existsSync(GO_SDK) ? [] : GO_PACKAGES),
    title: () => `aliyun-oss-go-sdk ${goVersion()}`,
    run: async (endpoint) => runGo(endpoint),
  },
];

function options(endpoint: string) {
  return { ...LOCAL_CREDENTIALS, endpoint, bucket: LOCAL_BUCKET };
}

type AliOss = new (options: object) => Client & {
  signatureUrlV4(method: string, expires: number, request: object, key: string): Promise<string>;
};

const AliOss = () => require('ali-oss') as AliOss;

/** Signed addresses by `localhost` with `cname`: without it the SDK makes none for an IP. */
function aliOss(endpoint: string): Client {
  const here = new URL(endpoint);
  const named = new (AliOss())({ ...options(`http://localhost:${here.port}`), cname: true });
  const client = new (AliOss())(options(endpoint));
  return Object.assign(client, {
    signatureUrl: (key: string, more: SignedUrl) => named.signatureUrl(key, more),
  });
}

/** The same SDK, everything signed with V4, addresses too: for them it has a call of its own. */
function aliOssV4(endpoint: string): Client {
  const region = 'oss-cn-hangzhou';
  const client = new (AliOss())({ ...options(endpoint), authorizationV4: true, region });
  return Object.assign(client, {
    signatureUrl: (key: string, { expires, process }: SignedUrl) =>
      client.signatureUrlV4('GET', expires, { queries: { 'x-oss-process': process } }, key),
  });
}

function community(endpoint: string): Client {
  const here = new URL(endpoint);
  const named = new OSSObject({ ...options(`http://localhost:${here.port}`), cname: true });
  const client = new OSSObject(options(endpoint)) as unknown as Client;
  return Object.assign(client, {
    signatureUrl: (key: string, more: SignedUrl) => named.signatureUrl(key, more),
  });
}

async function runPrograms(client: Client): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [at, [program, run]] of Object.entries(PROGRAMS).entries()) {
    const prefix = `sdk-${Date.now()}-${at}/`;
    try {
      outcomes.push({ program, result: (await run({ client, prefix })) === SKIPPED ? 'none' : 'pass' });
    } catch (error) {
      outcomes.push({ program, result: 'fail', reason: String(error) });
    }
  }
  return outcomes;
}

function versionOf(name: string): string {
  const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

function goVersion(): string {
  const shown = spawnSync('dpkg-query', ['-W', '-f', '${Version}', GO_PACKAGES[1] as string]);
  return shown.status === 0 ? String(shown.stdout).replace(/[+-].*$/, '') : 'not here';
}

/** Fetches packages of Debian's. Throws when the caller may not. */
export function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0)
    throw new Error(`Only root can install: sudo apt-get install ${packages.join(' ')}`);
  execFileSync('apt-get', ['install', '-y', '-q', ...packages], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Its programs print of each its name, its result and what went wrong. */
function runGo(endpoint: string): Outcome[] {
  const env = {
    ...process.env,
    GO111MODULE: 'off',
    GOPATH: GO_PATH,
    GOCACHE: join(tmpdir(), 'edge-img-go'),
    ENDPOINT: endpoint,
    BUCKET: LOCAL_BUCKET,
    KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    KEY_SECRET: LOCAL_CREDENTIALS.accessKeySecret,
  };
  const path = new URL('programs.go', import.meta.url).pathname;
  const printed = execFileSync('go', ['run', path], { env, encoding: 'utf8' });
  const told = new Map(
    printed.split('\n').map((line) => {
      const [program = '', result, reason] = line.split('\t');
      return [program, { program, result: result === 'pass' ? 'pass' : 'fail', reason } as const] as const;
    }),
  );
  return Object.keys(PROGRAMS).map((program) => told.get(program) ?? { program, result: 'none' });
}
