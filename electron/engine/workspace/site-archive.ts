import { z } from 'zod';
import { RESERVED_NAME } from '../bundle/layout.ts';
import { readTarNodes } from '../bundle/oci/build/read-tar-nodes.ts';
import { fileNode } from '../bundle/oci/build/tar-node.ts';
import { writeTar } from '../bundle/oci/build/write-tar.ts';
import { sha256Of } from './sha256.ts';

/**
 * A whole site in one file, `NAME.sitewright`: a plain tar that any laptop can look into, with a list of its files and their
 * digests in front. What is not on the list, or not as the list says, is refused as a whole.
 */
const FORMAT = 'sitewright-site';
export const ARCHIVE_VERSION = 1;
const LIST_FILE = 'sitewright-site.json';
export const MOST_ARCHIVE_FILES = 2000;
export const MOST_ARCHIVE_BYTES = 64 * 1024 * 1024;
/** Heads, fillings and the list itself. */
export const MOST_ARCHIVE_FILE_BYTES = MOST_ARCHIVE_BYTES + MOST_ARCHIVE_FILES * 2048 + 2 * 1024 * 1024;
const MOST_DEPTH = 12;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const ListSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(ARCHIVE_VERSION),
  app: z.string().max(40),
  siteId: z.string().max(31),
  exportedAt: z.string().max(40),
  withSecrets: z.boolean(),
  files: z
    .array(z.strictObject({ path: z.string().max(512), sizeBytes: z.int().nonnegative(), sha256 }))
    .min(1)
    .max(MOST_ARCHIVE_FILES),
});
const FormatSchema = z.object({ format: z.literal(FORMAT), version: z.int() });
type ArchiveList = z.infer<typeof ListSchema>;

export interface ArchivedFile {
  /** Below the site folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export type ArchiveHead = Omit<ArchiveList, 'format' | 'version' | 'files'>;

export interface SiteArchive {
  readonly head: ArchiveHead;
  readonly files: readonly ArchivedFile[];
}

/** Why a file is no archive of a site; `version` where a newer Sitewright wrote it. */
export class ArchiveError extends Error {
  readonly version?: number;
  constructor(why: string, version?: number) {
    super(why);
    if (version !== undefined) this.version = version;
  }
}

/**
 * Whether a path of the site folder may be in an archive: plain names that every laptop writes, at the places where a site has
 * something to be carried. Journals, media, the content of a bundle, locks and what is hidden at the top stay behind.
 */
export function isArchivePath(path: string): boolean {
  if (path.length > 512) return false;
  const names = path.split('/');
  const plain = names.every(
    (name) =>
      /^[A-Za-z0-9_.+~%=,@-]{1,200}$/.test(name) &&
      !/^\.{1,2}$/.test(name) &&
      !/\.$/.test(name) &&
      !RESERVED_NAME.test(name),
  );
  if (!plain || names.length > MOST_DEPTH) return false;
  if (names.length === 1) return ['site.toml', 'sources.toml', 'secrets.age'].includes(path);
  const top = (names[0] ?? '').toLowerCase();
  if (top === 'bundle') return path === 'bundle/bundle.lock.toml' || path === 'bundle/bundle.lock.toml.sig';
  return !top.startsWith('.') && top !== 'runs' && top !== 'media';
}

/** The bytes of an archive. The same files and head give the same bytes. Paths have to be {@link isArchivePath}. */
export async function packSiteArchive({ head, files }: SiteArchive): Promise<Uint8Array> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const list: ArchiveList = {
    format: FORMAT,
    version: ARCHIVE_VERSION,
    ...head,
    files: sorted.map(({ path, bytes }) => ({ path, sizeBytes: bytes.length, sha256: sha256Of(bytes) })),
  };
  const nodes = [
    fileNode(LIST_FILE, `${JSON.stringify(list, null, 2)}\n`),
    ...sorted.map(({ path, bytes }) => fileNode(path, bytes, { mode: path === 'secrets.age' ? 0o600 : 0o644 })),
  ];
  const pieces: Uint8Array[] = [];
  for await (const piece of writeTar(nodes, Math.floor(Date.parse(head.exportedAt) / 1000))) pieces.push(piece);
  return Buffer.concat(pieces);
}

/**
 * Reads an archive that somebody gave us: nothing in it is believed. Only plain files at the places of a site, each once (also
 * where a laptop takes small and capital letters for one), each as the list says, none that the list lacks. Throws ArchiveError.
 */
export function readSiteArchive(bytes: Uint8Array): SiteArchive {
  if (bytes.length > MOST_ARCHIVE_FILE_BYTES) throw new ArchiveError('it is too large');
  const [first, ...rest] = nodesOf(bytes);
  if (first?.type !== 'file' || first.path !== LIST_FILE) throw new ArchiveError('it has no list of its files');
  const { version: _version, files: listed, format: _format, ...head } = listOf(contentOf(first.content));
  if (rest.length !== listed.length) throw new ArchiveError('it holds other files than its list says');
  const seen = new Set<string>();
  const files = rest.map((node, index): ArchivedFile => {
    const entry = listed[index];
    const name = JSON.stringify(node.path.slice(0, 200));
    if (node.type !== 'file') throw new ArchiveError(`${name} is not a plain file`);
    if (!isArchivePath(node.path)) throw new ArchiveError(`${name} has no place in a site`);
    if (seen.has(node.path.toLowerCase())) throw new ArchiveError(`${name} is in it twice`);
    seen.add(node.path.toLowerCase());
    const held = contentOf(node.content);
    if (entry?.path !== node.path || entry.sizeBytes !== held.length || entry.sha256 !== sha256Of(held))
      throw new ArchiveError(`${name} is not as its list says`);
    return { path: node.path, bytes: held };
  });
  if (!seen.has('site.toml')) throw new ArchiveError('it holds no site.toml');
  const isFolderAndFile = files.some(({ path }) => {
    const names = path.toLowerCase().split('/');
    return names.slice(1).some((_name, depth) => seen.has(names.slice(0, depth + 1).join('/')));
  });
  if (isFolderAndFile) throw new ArchiveError('a folder in it is a file as well');
  return { head, files };
}

function nodesOf(bytes: Uint8Array) {
  try {
    return readTarNodes(bytes, MOST_ARCHIVE_FILES + 1);
  } catch (error) {
    throw new ArchiveError(error instanceof Error ? error.message : 'it cannot be read');
  }
}

function listOf(bytes: Uint8Array): ArchiveList {
  const unreadable = () => new ArchiveError('its list of files cannot be read');
  let found: unknown;
  try {
    found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable();
  }
  const format = FormatSchema.safeParse(found).data;
  if (format && format.version > ARCHIVE_VERSION) throw new ArchiveError('its format is newer', format.version);
  const list = ListSchema.safeParse(found).data;
  if (!list) throw unreadable();
  return list;
}

function contentOf(content: { readonly bytes: Uint8Array } | { readonly path: string }): Uint8Array {
  if ('bytes' in content) return content.bytes;
  throw new ArchiveError('it is not whole');
}
