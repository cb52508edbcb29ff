import { drawDrawing } from './pdf-drawing.ts';
import type { Block, Cell, ReportDocument, SignedLine, Tone } from './report-block.ts';
import { signatureImage } from './signature-image.ts';

const PAGE = { size: 'A4', margin: 48 } as const;
const COLOURS: Readonly<Record<Tone, string>> = { good: '#2c6a12', bad: '#a11d10', quiet: '#4d5b63', plain: '#1c2327' };
const CELL_GAP = 8;
const SIGNED_HEIGHT = 70;

/** The report on A4, drawn directly: no browser. `madeAt` dates the document, so that equal input gives equal bytes. */
export async function renderPdf(document: ReportDocument, madeAt: Date): Promise<Uint8Array> {
  const { default: PdfDocument } = await import('pdfkit');
  const pdf = new PdfDocument({
    size: PAGE.size,
    margins: { top: PAGE.margin + 14, bottom: PAGE.margin + 14, left: PAGE.margin, right: PAGE.margin },
    bufferPages: true,
    lang: document.language,
    info: { Title: document.title, Creator: 'Sitewright', CreationDate: madeAt, ModDate: madeAt },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.once('end', resolve);
    pdf.once('error', reject);
  });
  const width = pdf.page.width - 2 * PAGE.margin;

  pdf.font('Helvetica-Bold').fontSize(18).fillColor(COLOURS.plain).text(plain(document.title)).moveDown(0.4);
  if (document.band) {
    const top = pdf.y;
    pdf.font('Helvetica-Bold').fontSize(10);
    const height = pdf.heightOfString(plain(document.band), { width: width - 16 }) + 12;
    pdf.rect(PAGE.margin, top, width, height).fillAndStroke('#fff4d6', '#8a5a00');
    pdf.fillColor('#5c3c00').text(plain(document.band), PAGE.margin + 8, top + 6, { width: width - 16 });
    pdf.x = PAGE.margin;
    pdf.y = top + height + 6;
  }
  for (const block of document.blocks) draw(pdf, block, width);

  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index);
    // The footer lies in the margin; without this pdfkit would open a new page for it.
    pdf.page.margins.bottom = 0;
    const foot = `${document.title}${document.bandWord ? ` · ${document.bandWord}` : ''}`;
    const y = pdf.page.height - 36;
    pdf.font('Helvetica').fontSize(8).fillColor(COLOURS.quiet);
    pdf.text(plain(foot), PAGE.margin, y, { width: width - 60, lineBreak: false });
    pdf.text(`${index + 1} / ${count}`, PAGE.margin + width - 60, y, { width: 60, align: 'right', lineBreak: false });
  }
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

type Pdf = InstanceType<typeof import('pdfkit')>;

function draw(pdf: Pdf, block: Block, width: number): void {
  const left = PAGE.margin;
  switch (block.kind) {
    case 'heading': {
      const size = block.level === 2 ? 13 : 10.5;
      room(pdf, 78);
      pdf.moveDown(block.level === 2 ? 0.9 : 0.5);
      pdf
        .font('Helvetica-Bold')
        .fontSize(size)
        .fillColor(COLOURS.plain)
        .text(plain(block.text), left, pdf.y, { width });
      pdf.moveDown(0.3);
      break;
    }
    case 'paragraph':
      pdf
        .font('Helvetica')
        .fontSize(9)
        .fillColor(COLOURS[block.tone ?? 'plain'])
        .text(plain(block.text), left, pdf.y, { width });
      break;
    case 'facts':
      for (const [name, value] of block.rows)
        row(pdf, [{ text: name, tone: 'quiet' }, value], [0.28, 0.72], width, false);
      break;
    case 'table':
      row(
        pdf,
        block.head.map((text) => ({ text, tone: 'quiet' as const, bold: true })),
        block.widths,
        width,
        true,
      );
      for (const cells of block.rows) row(pdf, cells, block.widths, width, true);
      break;
    case 'drawing': {
      const scale = width / block.drawing.width;
      const height = block.drawing.height * scale;
      room(pdf, height + 12);
      const top = pdf.y + 4;
      drawDrawing(pdf, block.drawing, { left, top, scale }, plain);
      pdf.x = left;
      pdf.y = top + height + 4;
      break;
    }
    case 'signed': {
      room(pdf, 110);
      const top = pdf.y + 12;
      const share = width / block.lines.length;
      for (const [index, line] of block.lines.entries()) drawSigned(pdf, line, left + index * share, top, share - 16);
      pdf.x = left;
      pdf.y = top + SIGNED_HEIGHT + 32;
      break;
    }
    case 'signature': {
      room(pdf, 70);
      const y = pdf.y + 44;
      const share = width / block.labels.length;
      block.labels.forEach((label, index) => {
        const x = left + index * share;
        pdf
          .moveTo(x, y)
          .lineTo(x + share - 16, y)
          .lineWidth(0.6)
          .strokeColor(COLOURS.plain)
          .stroke();
        pdf
          .font('Helvetica')
          .fontSize(8)
          .fillColor(COLOURS.quiet)
          .text(plain(label), x, y + 4, { width: share - 16 });
      });
      pdf.x = left;
      pdf.y = y + 24;
      break;
    }
  }
}

/** The label, the strokes or the typed name, a line, and who and when below it. */
function drawSigned(pdf: Pdf, { label, name, date, image }: SignedLine, x: number, top: number, width: number): void {
  pdf.font('Helvetica').fontSize(8).fillColor(COLOURS.quiet).text(plain(label), x, top, { width });
  const box = { y: top + 12, height: SIGNED_HEIGHT - 14 };
  if (image) pdf.image(signatureImage(image).bytes, x, box.y, { fit: [width, box.height], valign: 'bottom' });
  else if (name !== '') {
    pdf.font('Times-Italic').fontSize(20).fillColor(COLOURS.plain);
    pdf.text(plain(name), x, box.y + box.height - 26, { width, height: 24, lineBreak: false, ellipsis: true });
  }
  const line = top + SIGNED_HEIGHT;
  pdf
    .moveTo(x, line)
    .lineTo(x + width, line)
    .lineWidth(0.6)
    .strokeColor(COLOURS.plain)
    .stroke();
  const below = [name, date].filter(Boolean).join(', ');
  pdf
    .font('Helvetica')
    .fontSize(8)
    .fillColor(COLOURS.plain)
    .text(plain(below), x, line + 4, { width });
}

/** One line of a table, never torn over two pages unless it is longer than a page. */
function row(
  pdf: Pdf,
  cells: readonly (Cell & { readonly bold?: boolean })[],
  widths: readonly number[],
  width: number,
  ruled: boolean,
): void {
  const fontOf = (cell: Cell & { readonly bold?: boolean }) =>
    pdf.font(cell.mono ? 'Courier' : cell.bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(cell.mono ? 7.5 : 8.5);
  const texts = cells.map(({ text, evidence = [] }) => plain([text, ...evidence].filter(Boolean).join(' ')));
  const spans = cells.map((_, index) => width * (widths[index] ?? 0) - CELL_GAP);
  const height = Math.max(
    ...cells.map((cell, index) => fontOf(cell).heightOfString(texts[index] || ' ', { width: spans[index] ?? 1 })),
  );
  room(pdf, Math.min(height + 6, 400));
  const y = pdf.y;
  let x = PAGE.margin;
  cells.forEach((cell, index) => {
    fontOf(cell)
      .fillColor(COLOURS[cell.tone ?? 'plain'])
      .text(texts[index] ?? '', x, y, { width: spans[index] ?? 1 });
    x += width * (widths[index] ?? 0);
  });
  pdf.x = PAGE.margin;
  pdf.y = y + height + 4;
  if (ruled)
    pdf
      .moveTo(PAGE.margin, pdf.y - 2)
      .lineTo(PAGE.margin + width, pdf.y - 2)
      .lineWidth(0.4)
      .strokeColor('#dfe4e6')
      .stroke();
}

function room(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - pdf.page.margins.bottom) pdf.addPage();
}

/** The standard PDF fonts know Windows-1252; what lies outside is written with signs that they have. */
function plain(text: string): string {
  const known = text.replaceAll('→', '->').replaceAll('≥', '>=').replaceAll('≤', '<=');
  return known.replace(/[^\n\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/g, '?');
}
