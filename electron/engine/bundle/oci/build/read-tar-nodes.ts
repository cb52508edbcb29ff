import { safePath, type TarNode } from './tar-node.ts';

const BLOCK = 512;
const MOST_NODES = 500_000;
const LARGEST_HEADER_BYTES = 1024 ** 2;

interface Overrides {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Reads every entry of an uncompressed tar into nodes: old, ustar, GNU (long names, large numbers) and pax. Names are made safe
 * by {@link safePath}; a hard link must lead to a file before it. Sparse files, volumes and what is not known are refused: left
 * out in silence, an image would lack a file.
 * @throws Error with what is wrong
 */
export function readTarNodes(bytes: Uint8Array, mostNodes = MOST_NODES): readonly TarNode[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const nodes: TarNode[] = [];
  const files = new Set<string>();
  let global: Overrides = {};
  let next: Overrides = {};
  let at = 0;
  while (at + BLOCK <= buffer.length) {
    const header = buffer.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    checkSum(header);
    const flag = String.fromCharCode(header[156] as number);
    const own = numberAt(header, 124, 12);
    const special = 'LKxg'.includes(flag);
    const size = special ? own : (next.size ?? global.size ?? own);
    const hasData = special || '0\x007'.includes(flag);
    const dataBytes = hasData ? size : 0;
    const data = buffer.subarray(at + BLOCK, at + BLOCK + dataBytes);
    if (data.length !== dataBytes) throw new Error('the tar ends early');
    at += BLOCK + Math.ceil(dataBytes / BLOCK) * BLOCK;
    if (special) {
      if (size > LARGEST_HEADER_BYTES) throw new Error('a tar header is too long');
      if (flag === 'g') global = { ...global, ...readPax(data) };
      else if (flag === 'x') next = { ...next, ...readPax(data) };
      else next = { ...next, [flag === 'L' ? 'path' : 'linkpath']: untilNul(data) };
      continue;
    }
    const node = nodeOf(header, flag, data, { ...global, ...next });
    next = {};
    if (node.type === 'hardlink' && !files.has(node.target))
      throw new Error(`the hard link ${node.path} leads to no file before it`);
    if (node.type === 'file' || node.type === 'hardlink') files.add(node.path);
    nodes.push(node);
    if (nodes.length > mostNodes) throw new Error(`more than ${mostNodes} entries`);
  }
  return nodes;
}

function nodeOf(header: Buffer, flag: string, data: Buffer, given: Overrides): TarNode {
  const magic = header.subarray(257, 263).toString('latin1');
  const name = untilNul(header.subarray(0, 100));
  // GNU's own format has other fields where ustar has the prefix
  const prefix = magic === 'ustar\0' ? untilNul(header.subarray(345, 500)) : '';
  const written = given.path ?? (prefix === '' ? name : `${prefix}/${name}`);
  const path = safePath(written);
  const target = given.linkpath ?? untilNul(header.subarray(157, 257));
  const attributes = {
    path,
    mode: numberAt(header, 100, 8) & 0o7777,
    uid: given.uid ?? numberAt(header, 108, 8),
    gid: given.gid ?? numberAt(header, 116, 8),
  };
  switch (flag) {
    case '0':
    case '\0':
    case '7':
      // before ustar a directory was a file whose name ends in a slash
      if (written.endsWith('/') && data.length === 0) return { ...attributes, type: 'directory' };
      if (path === '') throw new Error('a file without a name');
      return { ...attributes, type: 'file', content: { bytes: data } };
    case '1':
      return { ...attributes, type: 'hardlink', target: safePath(target) };
    case '2':
      if (target === '' || target.includes('\0')) throw new Error(`the link ${path} leads nowhere`);
      return { ...attributes, mode: 0o777, type: 'symlink', target };
    case '3':
    case '4': {
      const [major, minor] = [numberAt(header, 329, 8), numberAt(header, 337, 8)];
      return { ...attributes, type: flag === '3' ? 'character' : 'block', major, minor };
    }
    case '5':
      return { ...attributes, type: 'directory' };
    case '6':
      return { ...attributes, type: 'fifo' };
    default:
      throw new Error(`${path} is of a kind that is not read (${JSON.stringify(flag)})`);
  }
}

function checkSum(header: Buffer): void {
  let sum = 0;
  for (let index = 0; index < BLOCK; index += 1) sum += index >= 148 && index < 156 ? 32 : (header[index] as number);
  if (numberAt(header, 148, 8) !== sum) throw new Error('a tar header has a wrong checksum');
}

/** Octal digits, or GNU's base 256 for what does not fit. */
function numberAt(header: Buffer, start: number, length: number): number {
  const field = header.subarray(start, start + length);
  const first = field[0] as number;
  if (first === 0x80) {
    let value = 0;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) throw new Error('a number of a tar header is too large');
    return value;
  }
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .replace(/^[\0 ]+/, '');
  if (text === '') return 0;
  if (!/^[0-7]+$/.test(text)) throw new Error('a number of a tar header is none');
  return Number.parseInt(text, 8);
}

/** `LENGTH KEY=VALUE\n`, the length counting itself (POSIX pax, "pax Extended Header"). */
function readPax(data: Buffer): Overrides {
  const found: { path?: string; linkpath?: string; size?: number; uid?: number; gid?: number } = {};
  for (let at = 0; at < data.length; ) {
    if (data[at] === 0) break;
    const space = data.indexOf(0x20, at);
    const length = Number(data.subarray(at, space).toString('latin1'));
    const record = data.subarray(space + 1, at + length - 1);
    if (space < 0 || !Number.isSafeInteger(length) || length < 5 || at + length > data.length || space - at > 8)
      throw new Error('a pax header is damaged');
    const equals = record.indexOf(0x3d);
    const key = record.subarray(0, equals).toString('utf8');
    const value = record.subarray(equals + 1).toString('utf8');
    if (key === 'path' || key === 'linkpath') found[key] = value;
    else if (key === 'size' || key === 'uid' || key === 'gid') {
      if (!/^\d{1,15}$/.test(value)) throw new Error(`a pax header has no number as its ${key}`);
      found[key] = Number(value);
    } else if (key.startsWith('GNU.sparse')) throw new Error('sparse files are not read');
    at += length;
  }
  return found;
}

function untilNul(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.length : end).toString('utf8');
}
