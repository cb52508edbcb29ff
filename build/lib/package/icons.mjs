// The icons, drawn from the one mark (renderer/public/favicon.svg) when a package is made: PNGs of every size for Linux, and the two
// containers of them that Windows and macOS read. The mark is made of few shapes, and only those are understood here.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../tree.mjs';
import { png } from './png.mjs';

export const MARK = 'renderer/public/favicon.svg';
export const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
/** Each pixel is the mean of so many by so many; a small one shows more of it. */
const samplesOf = (size) => (size < 128 ? 8 : 4);

/** Writes `NxN.png`, `icon.ico` and `icon.icns` into a folder. */
export function makeIcons(folder) {
  mkdirSync(folder, { recursive: true });
  const shapes = readShapes(readFileSync(at(MARK), 'utf8'));
  const pictures = new Map(ICON_SIZES.map((size) => [size, png(size, size, draw(shapes, size))]));
  for (const [size, picture] of pictures) writeFileSync(join(folder, `${size}x${size}.png`), picture);
  const of = (...sizes) => sizes.map((size) => [size, pictures.get(size)]);
  writeFileSync(join(folder, 'icon.ico'), ico(of(16, 24, 32, 48, 64, 128, 256)));
  writeFileSync(join(folder, 'icon.icns'), icns(of(32, 64, 128, 256, 512)));
}

/** `{view, parts: [{colour, covers(x, y)}]}`. Throws where the mark has something that is not understood. */
export function readShapes(svg) {
  const view = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const parts = [...svg.matchAll(/<(\w+)([^>]*)\/>/g)].map(([whole, name, words]) => {
    const given = Object.fromEntries([...words.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
    const number = (key) => Number(given[key]);
    if (name === 'rect')
      return {
        colour: rgb(given.fill),
        covers: inRect(number('x'), number('y'), number('width'), number('height'), Number(given.rx ?? 0)),
      };
    if (name === 'circle') {
      const [cx, cy, r] = [number('cx'), number('cy'), number('r')];
      return { colour: rgb(given.fill), covers: (x, y) => Math.hypot(x - cx, y - cy) <= r };
    }
    if (name === 'path' && given.fill === 'none')
      return { colour: rgb(given.stroke), covers: onLines(readLines(given.d), number('stroke-width') / 2) };
    throw new Error(`the mark has a shape that icons are not drawn of: ${whole}`);
  });
  if (!view || parts.length === 0) throw new Error('the mark is not a square drawing');
  return { view, parts };
}

function rgb(text) {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text ?? '');
  if (!found) throw new Error(`not a colour of the mark: ${text}`);
  return found.slice(1).map((part) => Number.parseInt(part, 16));
}

function inRect(left, top, width, height, radius) {
  return (x, y) => {
    const dx = Math.max(left + radius - x, 0, x - (left + width - radius));
    const dy = Math.max(top + radius - y, 0, y - (top + height - radius));
    return radius === 0 ? dx === 0 && dy === 0 : Math.hypot(dx, dy) <= radius;
  };
}

/** `M x y`, `h`, `v`, `H`, `V`: lines along the axes. */
function readLines(path) {
  const lines = [];
  let [x, y] = [0, 0];
  for (const [, command, rest] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const values = [...rest.matchAll(/-?[\d.]+/g)].map(([value]) => Number(value));
    const before = [x, y];
    if (command === 'M') [x, y] = values;
    else if (command === 'h') x += values[0];
    else if (command === 'H') x = values[0];
    else if (command === 'v') y += values[0];
    else if (command === 'V') y = values[0];
    else throw new Error(`the mark has a line that icons are not drawn of: ${command}`);
    if (command !== 'M') lines.push([...before, x, y]);
  }
  return lines;
}

/** Butt ends, mitred corners: a corner is covered by whichever line goes on there. */
function onLines(lines, half) {
  const joined = (x, y, own) =>
    lines.some((line) => line !== own && ((line[0] === x && line[1] === y) || (line[2] === x && line[3] === y)));
  return (x, y) =>
    lines.some((line) => {
      const [x1, y1, x2, y2] = line;
      const [from, to] = [joined(x1, y1, line) ? half : 0, joined(x2, y2, line) ? half : 0];
      return y1 === y2
        ? Math.abs(y - y1) <= half && between(x, x1, x2, from, to)
        : Math.abs(x - x1) <= half && between(y, y1, y2, from, to);
    });
}

function between(value, first, second, beforeFirst, afterSecond) {
  return first <= second
    ? value >= first - beforeFirst && value <= second + afterSecond
    : value <= first + beforeFirst && value >= second - afterSecond;
}

function draw({ view, parts }, size) {
  const samples = samplesOf(size);
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const sx = ((x + ((sample % samples) + 0.5) / samples) * view) / size;
        const sy = ((y + (Math.floor(sample / samples) + 0.5) / samples) * view) / size;
        const part = parts.findLast(({ covers }) => covers(sx, sy));
        if (!part) continue;
        for (const channel of [0, 1, 2]) sum[channel] += part.colour[channel];
        sum[3] += 1;
      }
      if (sum[3] === 0) continue;
      const colour = [0, 1, 2].map((channel) => Math.round(sum[channel] / sum[3]));
      pixels.set([...colour, Math.round((sum[3] * 255) / samples ** 2)], (y * size + x) * 4);
    }
  return pixels;
}

/** Windows' container, of PNGs (Windows Vista and later). */
function ico(pictures) {
  const head = Buffer.alloc(6 + pictures.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, [size, picture]] of pictures.entries()) {
    const at = 6 + index * 16;
    head.set([size % 256, size % 256, 0, 0], at);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += picture.length;
  }
  return Buffer.concat([head, ...pictures.map(([, picture]) => picture)]);
}

/** macOS' container: the types of its PNG entries by size. */
const ICNS_TYPES = { 32: 'ic11', 64: 'ic12', 128: 'ic07', 256: 'ic08', 512: 'ic09' };

function icns(pictures) {
  const entries = pictures.map(([size, picture]) => {
    const head = Buffer.alloc(8);
    head.write(ICNS_TYPES[size], 'latin1');
    head.writeUInt32BE(picture.length + 8, 4);
    return Buffer.concat([head, picture]);
  });
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}
