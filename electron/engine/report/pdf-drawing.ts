import type { Drawing, Shape } from './site-drawing.ts';

type Pdf = InstanceType<typeof import('pdfkit')>;

const FONTS: Readonly<Record<Extract<Shape, { shape: 'text' }>['look'], readonly [font: string, colour: string]>> = {
  bold: ['Helvetica-Bold', '#1c2327'],
  mono: ['Courier', '#1c2327'],
  quiet: ['Helvetica', '#4d5b63'],
};

/** Draws it at the left margin from `top`, as wide as the text. `plain` writes what the fonts of a PDF do not have with what they have. */
export function drawDrawing(
  pdf: Pdf,
  { shapes }: Drawing,
  place: { readonly left: number; readonly top: number; readonly scale: number },
  plain: (text: string) => string,
): void {
  pdf.save();
  pdf.translate(place.left, place.top).scale(place.scale);
  for (const shape of shapes) drawShape(pdf, shape, plain);
  pdf.restore();
}

function drawShape(pdf: Pdf, shape: Shape, plain: (text: string) => string): void {
  switch (shape.shape) {
    case 'box':
      pdf.lineWidth(1).roundedRect(shape.x, shape.y, shape.width, shape.height, 4).fillAndStroke('#ffffff', '#5f7480');
      break;
    case 'line':
      pdf
        .moveTo(...shape.from)
        .lineTo(...shape.to)
        .lineWidth(shape.width)
        .strokeColor(shape.colour)
        .stroke();
      break;
    case 'dot':
      pdf.lineWidth(3).circle(shape.x, shape.y, 5).fillAndStroke('#ffffff', shape.colour);
      break;
    case 'text': {
      const [font, colour] = FONTS[shape.look];
      pdf.font(font).fontSize(shape.size).fillColor(colour);
      pdf.text(plain(shape.text), shape.x, shape.y, { lineBreak: false, baseline: 'alphabetic' });
      break;
    }
  }
}
