/** The SDKs that can be had from npm or Debian, and how their programs are run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OSSObject } from 'oss-client';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from '../lib/place.ts';
import { type Client, PROGRAMS, SKIPPED } from './programs.ts';

/** What became of a program; `reason` only of one that failed. */
export interface Outcome {
  readonly program: string;
  readonly result: 'pass' | 'fail' | 'none';
  readonly reason?: string | undefined;
}

/** An SDK that is here or can be fetched. */
export interface Sdk {
  readonly name: string;
  readonly language: string;
  readonly source: string;
  version(): string;
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
    version: () => versionOf('ali-oss'),
    run: (endpoint) => runPrograms(aliOss(endpoint, false)),
  },
  {
    name: 'ali-oss-v4',
    language: 'JavaScript',
    source: 'npm',
    version: () => versionOf('ali-oss'),
    run: (endpoint) => runPrograms(aliOss(endpoint, true)),
  },
  {
    name: 'oss-client',
    language: 'TypeScript',
    source: 'npm',
    version: () => versionOf('oss-client'),
    run: (endpoint) => runPrograms(community(endpoint)),
  },
  {
    name: 'go',
    language: 'Go',
    source: 'Debian',
    version: goVersion,
    run: async (endpoint) => runGo(endpoint),
  },
];

function options(endpoint: string) {
  return { ...LOCAL_CREDENTIALS, endpoint, bucket: LOCAL_BUCKET };
}

/** `localhost` with `cname`: without it the SDK makes no signed addresses for an IP. */
function aliOss(endpoint: string, authorizationV4: boolean): Client {
  const OSS = require('ali-oss') as new (options: object) => Client;
  const here = new URL(endpoint);
  const named = new OSS({ ...options(`http://localhost:${here.port}`), cname: true });
  const client = new OSS({ ...options(endpoint), authorizationV4, region: 'oss-cn-hangzhou' });
  return Object.assign(client, {
    signatureUrl: (key: string, more: object) => named.signatureUrl(key, more),
  });
}

function community(endpoint: string): Client {
  const here = new URL(endpoint);
  const named = new OSSObject({ ...options(`http://localhost:${here.port}`), cname: true });
  const client = new OSSObject(options(endpoint)) as unknown as Client;
  return Object.assign(client, {
    signatureUrl: (key: string, more: object) => named.signatureUrl(key, more),
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

/** Fetches the packages where that is possible. Prints of each program its name, its result and what went wrong. */
function runGo(endpoint: string): Outcome[] {
  if (!existsSync(GO_SDK)) {
    if (process.getuid?.() !== 0)
      throw new Error(`Go's SDK is not here: apt-get install ${GO_PACKAGES.join(' ')}`);
    execFileSync('apt-get', ['install', '-y', '-q', ...GO_PACKAGES], { stdio: 'ignore' });
  }
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
