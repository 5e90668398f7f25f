/** An error for a person whose browser opened the address: the same status and code as the XML, as a small page. */
import { type Language, languageOf, type Sentence } from '../../../core/spec/sentence.ts';
import { ProcessError } from '../../../core/spec/error.ts';
import type { OssError } from '../error/oss-error.ts';
import { type HeaderRecord, type Reply, textReply } from './reply.ts';

/** What a page says beside what the error says. */
interface Words {
  readonly tag: string;
  readonly code: string;
  readonly parameter: string;
  readonly value: string;
  readonly expected: string;
  readonly documentation: string;
  readonly request: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    tag: 'en',
    code: 'Code',
    parameter: 'Parameter',
    value: 'Value',
    expected: 'Expected',
    documentation: 'Documentation',
    request: 'Request',
  },
  zh: {
    tag: 'zh-CN',
    code: '错误码',
    parameter: '参数',
    value: '取值',
    expected: '应为',
    documentation: '文档',
    request: '请求 ID',
  },
};

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:12vh auto;padding:0 1rem;color-scheme:light dark}' +
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem}dd{margin:0;overflow-wrap:anywhere}dt{opacity:.7}';

/**
 * Whether a person reads the answer: a navigation, which browsers mark (Fetch Metadata), or one of an older browser that
 * asks for HTML and no pictures. SDKs, images and scripts keep the XML to the byte.
 */
export function wantsPage({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  const accept = headers.get('accept') ?? '';
  if (method !== 'GET' || !accept.includes('text/html') || headers.has('authorization')) return false;
  const destination = headers.get('sec-fetch-dest');
  return destination === null ? !accept.includes('image/') : destination === 'document';
}

/** The page of an error in the reader's language; `headers` are those of the XML answer. */
export function errorPage(
  error: OssError | ProcessError,
  { requestId, accepts, headers }: { requestId: string; accepts: string | null; headers: HeaderRecord },
): Reply {
  const language = languageOf(wantedTags(accepts ?? ''));
  const words = WORDS[language];
  const rows: [string, string | undefined][] = [
    [words.code, [error.code, error.detail.ec].filter((part) => part !== undefined).join(' · ')],
    ...(error instanceof ProcessError ? processRows(error, words, language) : []),
    [words.request, requestId],
  ];
  const title = `${error.status} ${error.code}`;
  const facts = rows.map(([name, value]) => (value ? `<dt>${name}</dt><dd>${escape(value)}</dd>` : ''));
  const html =
    `<!doctype html><html lang="${words.tag}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${title}</title><style>${STYLE}</style><h1>${title}</h1><p>${escape(error.message)}</p>` +
    `<dl>${facts.join('')}</dl></html>\n`;
  return textReply('text/html; charset=utf-8', html, error.status, {
    ...headers,
    Vary: 'Accept, Accept-Language, Sec-Fetch-Dest',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
}

/** The tags of `Accept-Language`, most wanted first (RFC 9110, section 12.5.4); of equal weights the earlier one. */
function wantedTags(accepts: string): string[] {
  const weighed = accepts.split(',').map((item) => {
    const [tag = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
    return { tag, weight: Number(weight) || 0 };
  });
  return weighed
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

function processRows(
  { detail: { operation, parameter, value, expected } }: ProcessError,
  words: Words,
  language: Language,
): [string, string | undefined][] {
  const expects: Sentence | undefined = expected;
  const page = `docs/${language === 'zh' ? 'zh/' : ''}operations.md`;
  // An action that nobody knows has no section.
  const section = operation === undefined ? expects && page : `${page}#${operation}`;
  return [
    [words.parameter, [...new Set([operation, parameter])].filter((part) => part !== undefined).join(' ')],
    [words.value, value],
    [words.expected, expects?.[language]],
    [words.documentation, section],
  ];
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
