/** Pages that commands write for people: one file, nothing fetched, light and dark. */

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c2330;background:#fff}
table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #d8dce4}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
article{border:1px solid #d8dce4;border-radius:.5rem;padding:1rem;margin:1rem 0}
figure{display:inline-block;margin:.5rem 1rem .5rem 0;vertical-align:top}figcaption{color:#5a6475;font-size:.85rem}
img{max-width:20rem;max-height:16rem;background:repeating-conic-gradient(#ddd 0 25%,#fff 0 50%) 0 0/16px 16px}
code{background:#f1f3f7;padding:.1rem .3rem;border-radius:.25rem;overflow-wrap:anywhere}.bad{color:#b3261e}
@media (prefers-color-scheme:dark){body{background:#14181f;color:#e4e8ef}code{background:#232a35}
article,td,th{border-color:#38404e}.bad{color:#ff8a80}}`;

/** A whole page. */
export function document(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
${body}
</body></html>
`;
}

/** `12`, `3/4`, `99.5 %`, `—`. */
const FIGURES = /^[\d.]+(\/\d+)?( %)?$|^—$/;

/** A table; figures stand on the right, texts are escaped. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    FIGURES.test(`${value}`) ? `<td class="n">${value}</td>` : `<td>${escaped(`${value}`)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

/** A text as it may stand in markup. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
