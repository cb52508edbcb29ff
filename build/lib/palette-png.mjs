// A picture of the page as a PNG with at most 256 colours: a quarter of the size, and no eye tells it from the first one.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const PALETTE = 3;
/** Channels a pixel by colour type: RGB, RGBA. */
const CHANNELS = { 2: 3, 6: 4 };

/** Whether a PNG has a palette already. */
export function hasPalette(png) {
  return png[25] === PALETTE;
}

/** @param png 8 bits a channel, RGB or RGBA, not interlaced, as browsers write it; transparency is taken for white */
export function palettePng(png) {
  const { width, height, pixels } = decode(png);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = counts.size <= 256 ? [...counts.keys()] : fewer(counts, 256);
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const colour = pixels[y * width + x];
      let index = nearest.get(colour);
      if (index === undefined) {
        index = nearestOf(palette, colour);
        nearest.set(colour, index);
      }
      rows[y * (width + 1) + 1 + x] = index;
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, PALETTE, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function decode(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('no PNG');
  let [width, height, channels] = [0, 0, 0];
  const data = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = CHANNELS[body[9]];
      if (body[8] !== 8 || channels === undefined || body[12] !== 0) throw new Error('not a PNG that a browser writes');
    }
    if (kind === 'IDAT') data.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const lines = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? lines[y * stride + x - channels] : 0;
      const up = y > 0 ? lines[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? lines[(y - 1) * stride + x - channels] : 0;
      lines[y * stride + x] = raw[y * (stride + 1) + 1 + x] + predicted(filter, left, up, corner);
    }
  }
  const pixels = new Uint32Array(width * height);
  for (let index = 0; index < pixels.length; index += 1) {
    const at = index * channels;
    const alpha = channels === 4 ? lines[at + 3] : 255;
    const over = (value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    pixels[index] = (over(lines[at]) << 16) | (over(lines[at + 1]) << 8) | over(lines[at + 2]);
  }
  return { width, height, pixels };
}

function predicted(filter, left, up, corner) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [toLeft, toUp, toCorner] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

/** Median cut: the box with the most pixels times its longest side is halved until there are enough. */
function fewer(counts, most) {
  const boxes = [boxOf([...counts])];
  while (boxes.length < most) {
    const index = boxes.reduce((best, box, each) => (box.weight > boxes[best].weight ? each : best), 0);
    const box = boxes[index];
    if (box.weight === 0) break;
    const sorted = box.colours.sort(([a], [b]) => part(a, box.side) - part(b, box.side));
    const half = box.pixels / 2;
    let [seen, cut] = [0, 1];
    while (cut < sorted.length - 1 && seen + sorted[cut - 1][1] < half) {
      seen += sorted[cut - 1][1];
      cut += 1;
    }
    boxes.splice(index, 1, boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut)));
  }
  // The colour that most of a box's pixels have: grounds and letters keep theirs to the bit.
  return boxes.map(({ colours }) => colours.reduce((best, each) => (each[1] > best[1] ? each : best))[0]);
}

function boxOf(colours) {
  const ranges = [16, 8, 0].map((shift) => {
    const values = colours.map(([colour]) => part(colour, shift));
    return [shift, values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255)];
  });
  const [side, length] = ranges.reduce((best, each) => (each[1] > best[1] ? each : best));
  const pixels = colours.reduce((sum, [, count]) => sum + count, 0);
  return { colours, side, pixels, weight: length * Math.sqrt(pixels) };
}

const part = (colour, shift) => (colour >> shift) & 255;

function nearestOf(palette, colour) {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [index, each] of palette.entries()) {
    const distance = [16, 8, 0].reduce((sum, shift) => sum + (part(each, shift) - part(colour, shift)) ** 2, 0);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function chunk(kind, body) {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
