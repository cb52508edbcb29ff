const SANS = "'Red Hat Text', Helvetica, Arial, sans-serif";
const MONO = "'Red Hat Mono', 'Courier New', monospace";
/** What only the page needs: how a part is pressed and what the sheets call it. */
const OF_PAGE = ['class', 'style', 'aria-hidden', 'tabindex', 'data-part'];

/** A drawing of the page as a file of its own: as it looks now, on its ground, without what is there to be pressed. */
export function drawingFile(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const shown = [...drawing.querySelectorAll('*')];
  for (const [index, element] of [...copy.querySelectorAll('*')].entries()) {
    const from = shown[index];
    if (!from) continue;
    for (const name of OF_PAGE) element.removeAttribute(name);
    for (const [name, value] of Object.entries(lookOf(from))) element.setAttribute(name, value);
  }
  for (const part of copy.querySelectorAll('[role="button"]')) part.remove();
  const { width, height } = drawing.viewBox.baseVal;
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', groundOf(drawing));
  copy.prepend(ground);
  for (const name of OF_PAGE) copy.removeAttribute(name);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('role', 'img');
  return new XMLSerializer().serializeToString(copy);
}

/** What the sheets of the page say about a part, as attributes that every program that draws SVG reads. */
function lookOf(element: Element): Readonly<Record<string, string>> {
  if (element.tagName === 'g') return {};
  const look = getComputedStyle(element);
  const paint = { fill: colourOf(look.fill), stroke: colourOf(look.stroke) };
  if (element.tagName === 'text' || element.tagName === 'tspan')
    return {
      fill: paint.fill,
      'font-family': look.fontFamily.includes('Mono') ? MONO : SANS,
      'font-size': String(Number.parseFloat(look.fontSize)),
      'font-weight': look.fontWeight,
      'text-anchor': look.textAnchor,
    };
  const dashes = look.strokeDasharray;
  return {
    ...paint,
    'stroke-width': String(Number.parseFloat(look.strokeWidth)),
    ...(dashes === 'none' ? {} : { 'stroke-dasharray': dashes.replaceAll('px', '') }),
  };
}

const colours = new Map<string, string>();

/** As `#rrggbb`: mixed colours have a notation that other programs do not read. */
function colourOf(value: string): string {
  if (value === 'none' || value.startsWith('url')) return value;
  const known = colours.get(value);
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const pen = canvas.getContext('2d');
  if (!pen) return value;
  pen.fillStyle = value;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
  const colour =
    alpha === 0 ? 'none' : `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  colours.set(value, colour);
  return colour;
}

/** The colour that the drawing lies on. */
function groundOf(drawing: Element): string {
  for (let element: Element | null = drawing; element; element = element.parentElement) {
    const colour = colourOf(getComputedStyle(element).backgroundColor);
    if (colour !== 'none') return colour;
  }
  return '#ffffff';
}
