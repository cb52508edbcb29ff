import { createReadStream } from 'node:fs';
import { sizeOfContent, type TarNode } from './tar-node.ts';

const BLOCK = 512;
const PIECE = 1024 ** 2;
const LARGEST_OCTAL_12 = 0o77777777777;
const LARGEST_OCTAL_8 = 0o7777777;
const FLAGS = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
} as const;

/**
 * A tar of nodes in the order given, byte for byte the same for the same nodes: ustar, pax records only where a value does
 * not fit (long or non-ASCII names, large numbers), one time for all, no names of users.
 * @param mtime seconds since 1970
 * @throws Error where a file of this computer has another size than was said
 */
export async function* writeTar(nodes: Iterable<TarNode>, mtime: number): AsyncGenerator<Uint8Array> {
  for (const node of nodes) {
    const size = node.type === 'file' ? sizeOfContent(node.content) : 0;
    yield headerOf(node, size, mtime);
    if (node.type !== 'file') continue;
    let written = 0;
    if ('bytes' in node.content) {
      // in pieces, so that who packs them lets others work in between
      for (; written < size; written = Math.min(size, written + PIECE))
        yield node.content.bytes.subarray(written, Math.min(size, written + PIECE));
    } else
      for await (const chunk of createReadStream(node.content.path, { highWaterMark: PIECE })) {
        written += (chunk as Buffer).length;
        if (written <= size) yield chunk as Buffer;
      }
    if (written !== size) throw new Error(`${node.path} has ${written} bytes, not ${size}`);
    if (size % BLOCK !== 0) yield Buffer.alloc(BLOCK - (size % BLOCK));
  }
  yield Buffer.alloc(2 * BLOCK);
}

function headerOf(node: TarNode, size: number, mtime: number): Buffer {
  const path = node.type === 'directory' ? `${node.path}/` : node.path;
  const target = node.type === 'symlink' || node.type === 'hardlink' ? node.target : '';
  const split = splitName(path);
  const pax: [string, string][] = [];
  if (!split) pax.push(['path', path]);
  if (!isPlain(target, 100)) pax.push(['linkpath', target]);
  if (size > LARGEST_OCTAL_12) pax.push(['size', String(size)]);
  if (node.uid > LARGEST_OCTAL_8) pax.push(['uid', String(node.uid)]);
  if (node.gid > LARGEST_OCTAL_8) pax.push(['gid', String(node.gid)]);
  const header = ustar({
    name: split?.name ?? shortened(path),
    prefix: split?.prefix ?? '',
    mode: node.mode,
    uid: node.uid > LARGEST_OCTAL_8 ? 0 : node.uid,
    gid: node.gid > LARGEST_OCTAL_8 ? 0 : node.gid,
    size: size > LARGEST_OCTAL_12 ? 0 : size,
    mtime,
    flag: FLAGS[node.type],
    target: isPlain(target, 100) ? target : shortened(target),
    device: node.type === 'character' || node.type === 'block' ? node : { major: 0, minor: 0 },
  });
  if (pax.length === 0) return header;
  const records = Buffer.concat(pax.map(([key, value]) => paxRecord(key, value)));
  const before = ustar({
    name: 'PaxHeaders/next',
    prefix: '',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: records.length,
    mtime,
    flag: 'x',
    target: '',
    device: { major: 0, minor: 0 },
  });
  return Buffer.concat([before, records, Buffer.alloc((BLOCK - (records.length % BLOCK)) % BLOCK), header]);
}

interface UstarFields {
  readonly name: string;
  readonly prefix: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly flag: string;
  readonly target: string;
  readonly device: { readonly major: number; readonly minor: number };
}

function ustar(fields: UstarFields): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  };
  header.write(fields.name, 0, 'utf8');
  octal(fields.mode, 100, 8);
  octal(fields.uid, 108, 8);
  octal(fields.gid, 116, 8);
  octal(fields.size, 124, 12);
  octal(fields.mtime, 136, 12);
  header.write('        ', 148, 'latin1');
  header.write(fields.flag, 156, 'latin1');
  header.write(fields.target, 157, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  octal(fields.device.major, 329, 8);
  octal(fields.device.minor, 337, 8);
  header.write(fields.prefix, 345, 'utf8');
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** Name and prefix of a ustar header; undefined = the path does not fit. */
function splitName(path: string): { readonly name: string; readonly prefix: string } | undefined {
  if (!isPlain(path, 256)) return undefined;
  if (path.length <= 100) return { name: path, prefix: '' };
  for (
    let cut = path.indexOf('/', path.length - 101);
    cut > 0 && cut < path.length - 1;
    cut = path.indexOf('/', cut + 1)
  )
    if (cut <= 155) return { name: path.slice(cut + 1), prefix: path.slice(0, cut) };
  return undefined;
}

function isPlain(text: string, length: number): boolean {
  return text.length <= length && /^[\x20-\x7e]*$/.test(text);
}

/** For readers that know no pax; those that do never look at it. */
function shortened(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '_').slice(0, 100);
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`, 'utf8');
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length), 'latin1'), rest]);
}
