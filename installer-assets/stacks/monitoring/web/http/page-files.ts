import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Encoding, packedForms } from './encoding.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
  /** The same, packed; empty where that gains nothing. */
  readonly packed: ReadonlyMap<Encoding, Buffer>;
}

/** Reads the page's files once: what is asked for later is looked up by its name, no path of a request reaches the disk. */
export function readPageFiles(folder: string, own: ReadonlyMap<string, string>): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const [name, text] of own) files.set(name, fileOf(name, Buffer.from(text)));
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  } catch {
    // no page is installed: the server's own stays
  }
  for (const name of names) if (TYPES[extname(name)]) files.set(name, fileOf(name, readFileSync(join(folder, name))));
  return files;
}

/** Texts; pictures and fonts are packed already. */
const PACKABLE = /^(?:text\/|application\/(?:json|manifest)|image\/svg)/;

function fileOf(name: string, body: Buffer): PageFile {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return {
    type,
    body,
    packed: PACKABLE.test(type) ? packedForms(body) : new Map(),
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}
