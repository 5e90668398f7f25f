/** The viewer: a web page for people, out of the static assets. Everybody else sees the service as it is without it. */
import { isBucketHost } from '../../oss/request/address/candidates.ts';
import type { Config } from '../config/config.ts';

/** Paths of the page; no object's key is hidden while the viewer is off or on another host. */
const PREFIX = '/-/viewer/';
/** The page's files among the assets. */
const ASSETS = '/viewer/';
/** Slices of the built fonts, with which the page letters pictures that are nowhere but in it. */
const FONT = /^fonts\/[\w-]+\/(\d+\.ttf|index\.json)$/;
/** The engine in the page: a thread that compiles WebAssembly, which the page itself may not. */
const ENGINE = 'engine.js';

/**
 * The page asks nobody but this service, and no other page may frame it. Pictures come as blobs, for their headers are
 * shown beside them.
 */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** A thread has its own policy. It asks for its modules, for fonts, and for what everybody may read. */
const ENGINE_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** What of the configuration the viewer needs. */
export type ViewerSettings = Pick<
  Config,
  'viewer' | 'viewerHost' | 'viewerSamples' | 'buckets' | 'defaultBucket' | 'hosts' | 'hostSuffixes'
>;

/** Answers requests for the page; undefined for everything else. */
export type Viewer = (request: Request) => Promise<Response | undefined>;

/** Makes the viewer over the static assets. */
export function createViewer(settings: ViewerSettings, assets: Pick<Fetcher, 'fetch'>): Viewer {
  const { viewer, viewerHost, hosts, hostSuffixes: suffixes } = settings;
  // The page names buckets in paths, which mean nothing on a host that stands for one.
  const carries = (host: string) =>
    viewerHost === undefined ? !isBucketHost(host, { hosts, suffixes }) : host === viewerHost;
  return async function view(request) {
    if (!viewer || !['GET', 'HEAD'].includes(request.method)) return undefined;
    const url = new URL(request.url);
    const host = (request.headers.get('host') ?? url.host).replace(/:\d+$/, '').toLowerCase();
    if (!carries(host)) return undefined;
    if (isPerson(request, url)) return Response.redirect(new URL(PREFIX, url).href, 303);
    if (`${url.pathname}/` === PREFIX) return Response.redirect(new URL(PREFIX, url).href, 301);
    return url.pathname.startsWith(PREFIX) ? page(url, request, settings, assets) : undefined;
  };
}

/** Someone who typed the host's name into a browser: SDKs name no HTML, and whoever signs knows what is wanted. */
function isPerson({ headers }: Request, { pathname, search }: URL): boolean {
  const accepts = headers.get('accept') ?? '';
  return pathname === '/' && search === '' && accepts.includes('text/html') && !headers.has('authorization');
}

async function page(
  url: URL,
  { method }: Request,
  settings: ViewerSettings,
  assets: Pick<Fetcher, 'fetch'>,
): Promise<Response> {
  const name = url.pathname.slice(PREFIX.length);
  if (name === 'settings.json') return Response.json(publicSettings(settings), { headers: HEADERS });
  // The assets' own rules would send `index.html` elsewhere.
  const path = FONT.test(name) ? `/${name}` : ASSETS + (name === 'index.html' ? '' : name);
  const file = new URL(path, url);
  const response = await assets.fetch(new Request(file, { method }));
  if (!response.ok) return new Response('Not found\n', { status: 404, headers: HEADERS });
  const headers = new Headers(response.headers);
  for (const [header, value] of Object.entries(HEADERS)) headers.set(header, value);
  if (name === ENGINE) headers.set('Content-Security-Policy', ENGINE_POLICY);
  return new Response(response.body, { headers });
}

/** Buckets that anyone may read, and pictures to begin with: nothing that a stranger could not find out. */
function publicSettings({ buckets, viewerSamples, defaultBucket }: ViewerSettings) {
  const open = buckets.flatMap(({ settings: { name, acl } }) => (acl === 'private' ? [] : [name]));
  return {
    buckets: open,
    samples: viewerSamples,
    defaultBucket: open.find((name) => name === defaultBucket),
  };
}
