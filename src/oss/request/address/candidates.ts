/**
 * From host and path to bucket and key. SDKs reach the same object in several ways, and some lose the bucket on the
 * way, so a request has several readings; the signature chooses (wire reference 1.3).
 */
import { invalidArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { decodeForm } from '../../protocol/text/percent.ts';

/** How a request was read. `hidden` is `mapped` with a signature that leaves the bucket out (oss-client, `cname`). */
export type Shape = 'virtual' | 'path' | 'mapped' | 'hidden' | 'service';

/** One reading of a request. */
export interface Candidate {
  readonly shape: Shape;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Decoded; empty for the bucket itself. */
  readonly key: string;
  /** What signatures cover: `/bucket/key`, decoded. */
  readonly resource: string;
  /** Whether the bucket is configured here; only then may anything but "no such bucket" be answered. */
  readonly known: boolean;
}

const SERVICE: Candidate = { shape: 'service', bucket: '', key: '', resource: '/', known: true };

/** What the operator says about host names. */
export interface Addressing {
  /** `<bucket>.<suffix>` names a bucket; lower case. `localhost` and Alibaba's endpoints need no mention. */
  readonly suffixes: readonly string[];
  /** Custom domains: host, lower case, to bucket. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Bucket of hosts that name none. */
  readonly fallback: string | undefined;
  isBucket(name: string): boolean;
  /**
   * Buckets that a signature may mean on hosts that name none: against an IP address oss-client, and ali-oss in V4
   * URLs, leave the bucket out of all but the signature.
   */
  readonly unnamed?: readonly string[] | undefined;
}

/** Host without port, lower case. Throws when there are several or it is no host name. */
export function readHost(header: string): string {
  const host = header.trim().toLowerCase();
  const bare = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/.exec(host)?.[1];
  if (bare === undefined) throw invalidArgument('host', header.slice(0, 255));
  return bare;
}

/** What the vendor says of keys in other encodings. */
const NOT_UTF8 = 'The characters encoding must be utf-8.';

/** The path of a URL without its leading slash: `+` is a space, then UTF-8 escapes. Throws `InvalidArgument`. */
export function readPath(pathname: string): string {
  const decoded = decodeForm(pathname.replace(/^\//, ''));
  if (decoded === undefined) throw new OssError('InvalidArgument', { message: NOT_UTF8 });
  return decoded;
}

/**
 * All readings, those with a configured bucket first. Unconfigured ones stay in the list so that a request signed
 * for a bucket that is not here learns just that.
 */
export function candidates(host: string, path: string, addressing: Addressing): Candidate[] {
  const own = addressing.hosts.get(host);
  return own === undefined ? readingsOfHost(host, path, addressing) : readingsOfDomain(own, path, addressing);
}

/**
 * A custom domain has its own bucket and no other, whatever the path is: pages of one bucket must not run as those of
 * another. It has no service; a signature that leaves the bucket out looks like one for it.
 */
function readingsOfDomain(bucket: string, path: string, { isBucket }: Addressing): Candidate[] {
  const mapped = { bucket, key: path, known: isBucket(bucket) };
  return [
    { ...mapped, shape: 'mapped', resource: `/${bucket}/${path}` },
    { ...mapped, shape: 'hidden', resource: `/${path}` },
    ...(isService(path) ? [SERVICE] : []),
  ];
}

/** Whether a host stands for one bucket: a path on it is a key in that bucket. */
export function isBucketHost(
  host: string,
  { hosts, suffixes }: Pick<Addressing, 'hosts' | 'suffixes'>,
): boolean {
  return hosts.has(host) || bucketLabel(host, suffixes) !== undefined;
}

/**
 * Names of buckets that host and path may mean beside those that the operator says, likely or not. Without a signature the
 * path of a host that has a bucket is a key in that bucket: a caller who makes a bucket must not get addresses of the other's
 * objects, those of today or of tomorrow. Where a host cannot stand behind a bucket's name, SDKs know no other address than the
 * path: that is one's own machine, never the world's.
 */
export function namesIn(
  host: string,
  path: string,
  { hosts, suffixes, fallback }: Addressing,
  signed: boolean,
): string[] {
  if (hosts.has(host)) return [];
  const inPath = signed || fallback === undefined || isMachine(host) ? path.split('/', 1)[0] : '';
  return [bucketLabel(host, suffixes) ?? '', inPath ?? ''].filter((name) => name !== '');
}

/** Whether a host is an address, or this machine: SDKs put no bucket's name in front of it. */
function isMachine(host: string): boolean {
  return host === 'localhost' || /^(\[.*\]|\d+(\.\d+){3})$/.test(host);
}

function readingsOfHost(host: string, path: string, addressing: Addressing): Candidate[] {
  const { suffixes, fallback, isBucket } = addressing;
  const all: Candidate[] = [];
  const reading = (shape: Shape, bucket: string, key: string, resource = `/${bucket}/${key}`): Candidate => ({
    shape,
    bucket,
    key,
    resource,
    known: isBucket(bucket),
  });
  const add = (...parts: Parameters<typeof reading>) => all.push(reading(...parts));

  const label = bucketLabel(host, suffixes);
  if (label) add('virtual', label, path);
  const slash = path.indexOf('/');
  const first = slash < 0 ? path : path.slice(0, slash);
  if (first !== '') add('path', first, slash < 0 ? '' : path.slice(slash + 1));
  if (fallback !== undefined) add('mapped', fallback, path);
  // `/` means the service first, and `/name/` a bucket.
  if (isService(path)) all.push(SERVICE);
  if (fallback !== undefined && !/^[^/]+\/$/.test(path)) add('hidden', fallback, path, `/${path}`);
  const known = all.filter((candidate) => candidate.known);
  const unknown = all.filter((candidate) => !candidate.known);
  // Last of all, so that they are never the reading of a request without a signature.
  const unnamed = label === undefined ? (addressing.unnamed ?? []) : [];
  const others = unnamed.filter((name) => name !== fallback);
  return [...known, ...unknown, ...others.map((name) => reading('mapped', name, path))];
}

/** Whether a path names neither bucket nor object. */
function isService(path: string): boolean {
  return /^\/*$/.test(path);
}

/** `examplebucket` of `examplebucket.oss-cn-hangzhou.aliyuncs.com`; undefined for a bare endpoint. */
function bucketLabel(host: string, suffixes: readonly string[]): string | undefined {
  const dot = host.indexOf('.');
  if (dot < 1) return undefined;
  const suffix = host.slice(dot + 1);
  const understood =
    suffix === 'localhost' || suffixes.includes(suffix) || /^oss(-[a-z0-9-]+)?\.aliyuncs\.com$/.test(suffix);
  return understood ? host.slice(0, dot) : undefined;
}
