/** The page: a table of sections, and every difference beside its picture. */
import { existsSync, readFileSync } from 'node:fs';
import { lookup } from 'mrmime';
import { document, escaped, table } from '../lib/page.ts';
import type { Answer } from './answer.ts';
import type { Section } from './case.ts';
import type { Verdict } from './judge.ts';
import { PICTURES } from './pictures.ts';
import { count, HEAD, rowsOf } from './table.ts';

/** A page of its own, pictures included. */
export function page(target: string, sections: readonly Section[], verdicts: readonly Verdict[]): string {
  const wrong = verdicts.filter(({ differences }) => differences.length > 0);
  const body = `${table(HEAD, rowsOf(count(sections, verdicts)))}
<h2>${wrong.length === 0 ? 'No differences' : `${wrong.length} differences`}</h2>
${wrong.map(article).join('\n')}`;
  return document(`Conformance of ${target}`, body);
}

function article({ of, chain, answer, differences }: Verdict): string {
  const items = differences.map(
    ({ what, expected, got }) =>
      `<li><b>${escaped(what)}</b>: expected <code>${escaped(JSON.stringify(expected))}</code>, ` +
      `got <code class="bad">${escaped(JSON.stringify(got) ?? 'nothing')}</code></li>`,
  );
  return `<article id="${of.id}"><h3>${of.id}</h3>
<p><code>${escaped(of.picture)}?x-oss-process=${escaped(chain)}</code></p>
<p>${escaped(of.why)} <i>(${of.evidence})</i></p><ul>${items.join('')}</ul>
${sourceFigure(of.picture)}${answer ? answerFigure(answer) : ''}</article>`;
}

function sourceFigure(name: string): string {
  const path = PICTURES + name;
  return existsSync(path) ? figure('source', lookup(name) ?? '', readFileSync(path)) : '';
}

function answerFigure({ headers, body, status }: Answer): string {
  const type = headers['content-type'] ?? '';
  if (status === 200 && type.startsWith('image/')) return figure('answer', type, body);
  return `<figure><pre>${escaped(new TextDecoder().decode(body.subarray(0, 2000)))}</pre><figcaption>answer, ${status}</figcaption></figure>`;
}

function figure(caption: string, type: string, bytes: Uint8Array): string {
  const data = Buffer.from(bytes).toString('base64');
  return `<figure><img alt="${caption}" src="data:${escaped(type)};base64,${data}"><figcaption>${caption}, ${bytes.length} bytes</figcaption></figure>`;
}
