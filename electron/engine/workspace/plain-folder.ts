import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import { errorCode } from './atomic-file.ts';

/** A compose project and what its containers read; programs go into images. */
const MOST_FILES = 64;
const MOST_BYTES = 1024 * 1024;
const MOST_DEPTH = 8;
const MOST_NAME_CHARS = 100;
/** More refusals nobody reads at once: it is another folder that was meant. */
const MOST_REFUSED = 20;
/** What systems and tools leave in folders; nobody means it. */
const LEFT_OUT = new Set(['.git', '.ds_store', 'thumbs.db', 'desktop.ini']);
const OF_TOOLS = /^\._|\.swp$|~$/;
export const isLeftOut = (name: string): boolean => LEFT_OUT.has(name.toLowerCase()) || OF_TOOLS.test(name);
const NAME = /^[A-Za-z0-9_.@+-]+$/;

export interface PlainFile {
  /** Below the folder, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PlainFolder {
  /** By name. */
  readonly files: readonly PlainFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface FolderAsked {
  /** Folder of site.toml. */
  readonly root: string;
  /** Below it, with `/`; checked by the options of the stack. */
  readonly folder: string;
  readonly instanceId: string;
  /** Names that mean something else where the files land, in small letters. */
  readonly isReserved: (name: string) => boolean;
}

/**
 * Reads a folder beside site.toml, files and folders below it, bounded. Symbolic links, devices and odd names are refused: what lands
 * on a machine is what lies here, on every laptop. Never throws for what is on the disk.
 */
export async function readPlainFolder(asked: FolderAsked): Promise<PlainFolder> {
  const { root, folder, instanceId } = asked;
  const about = (path: string, params: Readonly<Record<string, string | number>> = {}) => ({
    params: { instance: instanceId, folder, path, ...params },
    subject: { file: join(root, ...path.split('/')) },
  });
  const files: PlainFile[] = [];
  const diagnostics: Diagnostic[] = [];
  let sizeBytes = 0;
  const tooMuch = () =>
    diagnostics.push(diagnostic('brought.too-much', about(folder, { files: MOST_FILES, kib: MOST_BYTES / 1024 })));
  const refuse = (code: 'brought.not-plain' | 'brought.name' | 'brought.depth', path: string, most = 0) =>
    diagnostics.push(diagnostic(code, about(path, { most })));

  /** False = enough was seen. */
  const walk = async (path: string, depth: number): Promise<boolean> => {
    const names = (await readdir(join(root, ...path.split('/')))).sort();
    for (const name of names) {
      if (isLeftOut(name)) continue;
      if (diagnostics.length >= MOST_REFUSED) return false;
      const inside = `${path}/${name}`;
      const full = join(root, ...inside.split('/'));
      if (!NAME.test(name) || name.length > MOST_NAME_CHARS) {
        refuse('brought.name', inside, MOST_NAME_CHARS);
        continue;
      }
      const found = await lstat(full);
      if (found.isDirectory()) {
        if (depth === MOST_DEPTH) refuse('brought.depth', inside, MOST_DEPTH);
        else if (!(await walk(inside, depth + 1))) return false;
        continue;
      }
      if (!found.isFile()) {
        refuse('brought.not-plain', inside);
        continue;
      }
      const inFolder = inside.slice(folder.length + 1);
      if (asked.isReserved(inFolder.toLowerCase())) {
        diagnostics.push(diagnostic('brought.reserved-name', about(inside)));
        continue;
      }
      if (files.length === MOST_FILES || sizeBytes + found.size > MOST_BYTES) {
        tooMuch();
        return false;
      }
      const bytes = await readFileOnly(full, MOST_BYTES - sizeBytes);
      if (bytes === undefined) {
        tooMuch();
        return false;
      }
      sizeBytes += bytes.length;
      files.push({ name: inFolder, bytes });
    }
    return true;
  };

  const missing = () =>
    diagnostics.push(
      diagnostic('brought.folder-missing', {
        params: { folder, instance: instanceId, path: join(root, ...folder.split('/')) },
        subject: { file: join(root, ...folder.split('/')) },
      }),
    );
  try {
    const steps = folder.split('/');
    for (const [index] of steps.entries()) {
      const part = steps.slice(0, index + 1).join('/');
      const found = await lstat(join(root, ...part.split('/'))).catch(() => undefined);
      if (found?.isDirectory()) continue;
      if (found) refuse('brought.not-plain', part);
      else missing();
      return { files: [], diagnostics };
    }
    await walk(folder, 1);
  } catch (error) {
    const path = String((error as NodeJS.ErrnoException).path ?? folder);
    diagnostics.push(
      diagnostic('brought.unreadable', {
        params: { instance: instanceId, path, why: errorCode(error) },
        subject: { file: path },
      }),
    );
  }
  return { files: [...files].sort((a, b) => (a.name < b.name ? -1 : 1)), diagnostics };
}

/** The bytes of a plain file; it may have become something else, or grown, since it was looked at. Undefined = larger. */
async function readFileOnly(path: string, mostBytes: number): Promise<Uint8Array | undefined> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await handle.stat();
    if (size > mostBytes) return undefined;
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await handle.read(buffer, 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
