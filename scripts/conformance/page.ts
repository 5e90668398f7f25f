/** The page: a table of sections, and every difference beside its picture. */
import { existsSync, readFileSync } from 'node:fs';
import { lookup } from 'mrmime';
import type { Answer } from './answer.ts';
import type { Section } from './case.ts';
import type { Verdict } from './judge.ts';
import { PICTURES } from './pictures.ts';
import { count, share, total } from './table.ts';

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c2330;background:#fff}
table{border-collapse:collapse}td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #d8dce4}
td.n{text-align:right;font-variant-numeric:tabular-nums}
article{border:1px solid #d8dce4;border-radius:.5rem;padding:1rem;margin:1rem 0}
figure{display:inline-block;margin:.5rem 1rem .5rem 0;vertical-align:top}figcaption{color:#5a6475;font-size:.85rem}
img{max-width:20rem;max-height:16rem;background:repeating-conic-gradient(#ddd 0 25%,#fff 0 50%) 0 0/16px 16px}
code{background:#f1f3f7;padding:.1rem .3rem;border-radius:.25rem;overflow-wrap:anywhere}.bad{color:#b3261e}
@media (prefers-color-scheme:dark){body{background:#14181f;color:#e4e8ef}code{background:#232a35}article,td,th{border-color:#38404e}.bad{color:#ff8a80}}`;

/** A page of its own, pictures included. */
export function page(target: string, sections: readonly Section[], verdicts: readonly Verdict[]): string {
  const lines = count(sections, verdicts);
  const rows = [...lines, total(lines)].map(
    (line) =>
      `<tr><td>${line.section}</td><td class="n">${line.passed}/${line.of}</td><td class="n">${share(line)}</td>` +
      `<td class="n">${share(line.firm)}</td></tr>`,
  );
  const wrong = verdicts.filter(({ differences }) => differences.length > 0);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Conformance of ${escaped(target)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>Conformance of ${escaped(target)}</h1>
<table><thead><tr><th>section</th><th>cases</th><th>as expected</th><th>of the documented ones</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>
<h2>${wrong.length === 0 ? 'No differences' : `${wrong.length} differences`}</h2>
${wrong.map(article).join('\n')}
</body></html>
`;
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

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
