import type { Block, Cell, ReportDocument, SignedLine } from './report-block.ts';
import type { Drawing, Shape } from './site-drawing.ts';

/** One self-contained page: no script, no font, no image from outside; prints on paper as it stands. */
export function renderHtml(document: ReportDocument): string {
  const hasImage = document.blocks.some((entry) => entry.kind === 'signed' && entry.lines.some((line) => line.image));
  const band = document.band ? `<p class="band">${escapeHtml(document.band)}</p>` : '';
  return `<!doctype html>
<html lang="${document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${hasImage ? '; img-src data:' : ''}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${band}
<h1>${escapeHtml(document.title)}</h1>
${document.blocks.map((entry, index) => block(entry, `s${index}`)).join('\n')}
</main>
</body>
</html>
`;
}

const STYLE = `
body{margin:0;background:#f4f6f7;color:#1c2327;font:14px/1.45 system-ui,sans-serif}
main{max-width:980px;margin:24px auto;padding:32px 40px;background:#fff;border:1px solid #dfe4e6}
h1{font-size:24px;margin:0 0 8px;padding-bottom:10px;border-bottom:2px solid #14506b}main{counter-reset:part}h2::before{counter-increment:part;content:counter(part) "  "}h2{font-size:17px;margin:26px 0 8px;border-bottom:1px solid #dfe4e6}h3{font-size:14px;margin:16px 0 6px}
table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{text-align:left;vertical-align:top;padding:4px 8px 4px 0;border-bottom:1px solid #eceff0;overflow-wrap:anywhere;white-space:pre-line}
th{font-size:12px;color:#4d5b63}dl{display:grid;grid-template-columns:190px 1fr;gap:4px 12px;margin:0}dt{color:#4d5b63}dd{margin:0;overflow-wrap:anywhere}
.mono{font-family:ui-monospace,monospace;font-size:12px}.good{color:#2c6a12}.bad{color:#a11d10;font-weight:600}.quiet{color:#4d5b63}
.band{background:#fff4d6;border:1px solid #8a5a00;color:#5c3c00;padding:8px 12px;font-weight:600}
.ev{display:inline-block;font:600 11px/18px ui-monospace,monospace;color:#14506b;background:#e8f1f5;border:1px solid #8db9cb;border-radius:4px;padding:0 5px;margin:1px 0;text-decoration:none;white-space:nowrap}
a.ev:hover{background:#cfe3ec}a.ev:focus-visible{outline:2px solid #14506b;outline-offset:1px}.ev.here{background:#14506b;border-color:#14506b;color:#fff}
b.ev:target{background:#14506b;color:#fff}
.sign{display:grid;grid-template-columns:repeat(3,1fr);gap:24px;margin-top:36px}.sign div{border-top:1px solid #1c2327;padding-top:4px}

.drawing{display:block;width:100%;height:auto;margin:8px 0 4px;break-inside:avoid}
.signed{display:grid;grid-template-columns:repeat(2,1fr);gap:24px;margin-top:24px}.signed>div{border-bottom:1px solid #1c2327;padding-bottom:4px}
.signed .pen{height:72px;display:flex;align-items:flex-end;font:italic 26px serif;overflow:hidden}.signed img{max-width:100%;max-height:72px}
@media(max-width:760px){main{margin:12px;padding:18px 22px}}
@media print{body{background:#fff}main{border:0;margin:0;padding:0;max-width:none}tr{break-inside:avoid}}
`;

/** @param id by which a heading is jumped to */
function block(entry: Block, id: string): string {
  switch (entry.kind) {
    case 'heading':
      return `<h${entry.level} id="${id}">${escapeHtml(entry.text)}</h${entry.level}>`;
    case 'paragraph':
      return `<p${entry.tone ? ` class="${entry.tone}"` : ''}>${escapeHtml(entry.text)}</p>`;
    case 'facts':
      return `<dl>${entry.rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd${classes(value)}>${content(value)}</dd>`).join('')}</dl>`;
    case 'table': {
      const columns = entry.widths.map((share) => `<col style="width:${Math.round(share * 100)}%">`).join('');
      const head = entry.head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
      const rows = entry.rows
        .map((row) => `<tr>${row.map((cell) => `<td${classes(cell)}>${content(cell)}</td>`).join('')}</tr>`)
        .join('\n');
      return `<table><colgroup>${columns}</colgroup><thead><tr>${head}</tr></thead><tbody>\n${rows}\n</tbody></table>`;
    }
    case 'drawing':
      return drawingSvg(entry.drawing, entry.text);
    case 'signed':
      return `<div class="signed">${entry.lines.map(signedLine).join('')}</div>`;
    case 'signature':
      return `<div class="sign">${entry.labels.map((label) => `<div>${escapeHtml(label)}</div>`).join('')}</div>`;
  }
}

function drawingSvg({ width, height, shapes }: Drawing, text: string): string {
  const inside = shapes.map(shapeSvg).join('');
  return `<svg class="drawing" role="img" aria-label="${escapeHtml(text)}" viewBox="0 0 ${width} ${rounded(height)}">${inside}</svg>`;
}

const LOOKS: Readonly<Record<Extract<Shape, { shape: 'text' }>['look'], string>> = {
  bold: 'font-family="system-ui,sans-serif" font-weight="600" fill="#1c2327"',
  mono: 'font-family="ui-monospace,monospace" fill="#1c2327"',
  quiet: 'font-family="system-ui,sans-serif" fill="#4d5b63"',
};

function shapeSvg(shape: Shape): string {
  switch (shape.shape) {
    case 'box':
      return `<rect x="${shape.x}" y="${rounded(shape.y)}" width="${shape.width}" height="${rounded(shape.height)}" rx="4" fill="#fff" stroke="#5f7480"/>`;
    case 'line': {
      const [[x1, y1], [x2, y2]] = [shape.from, shape.to];
      return `<line x1="${rounded(x1)}" y1="${rounded(y1)}" x2="${rounded(x2)}" y2="${rounded(y2)}" stroke="${shape.colour}" stroke-width="${shape.width}"/>`;
    }
    case 'dot':
      return `<circle cx="${rounded(shape.x)}" cy="${rounded(shape.y)}" r="5" fill="#fff" stroke="${shape.colour}" stroke-width="3"/>`;
    case 'text':
      return `<text x="${rounded(shape.x)}" y="${rounded(shape.y)}" font-size="${rounded(shape.size)}" ${LOOKS[shape.look]}>${escapeHtml(shape.text)}</text>`;
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function signedLine({ label, name, date, image }: SignedLine): string {
  const pen = image
    ? `<img alt="${escapeHtml(`${label}: ${name}`)}" src="data:${image.mediaType};base64,${image.base64}">`
    : escapeHtml(name);
  return `<div><span class="quiet">${escapeHtml(label)}</span><div class="pen">${pen}</div>${escapeHtml(name)}${date ? `, ${escapeHtml(date)}` : ''}</div>`;
}

/** The text, and the numbers of what it stands on, which lead to where each is explained. */
function content({ text, evidence = [], isEvidence }: Cell): string {
  if (isEvidence) return `<b class="ev" id="${anchor(text)}">${escapeHtml(text)}</b>`;
  const numbers = evidence.map((number) => `<a class="ev" href="#${anchor(number)}">${escapeHtml(number)}</a>`);
  return [...(text === '' ? [] : [escapeHtml(text)]), ...numbers].join(' ');
}

function anchor(number: string): string {
  return number.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

function classes(cell: Cell): string {
  const names = [cell.mono ? 'mono' : '', cell.tone ?? ''].filter(Boolean).join(' ');
  return names ? ` class="${names}"` : '';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
