import type { FileStat, SimHost, VirtualMount } from '../program.ts';
import { type ErrnoCode, FileError } from './file-error.ts';

const MAX_LINKS = 40;

/** What the walk has to know of a place: its kind, and where a link leads. */
export type Seen = Pick<FileStat, 'kind' | 'target'>;

/** A path without links, or why the walk came to no end. */
export type Walked = { readonly path: string } | { readonly refused: ErrnoCode };

/**
 * Walks a path as POSIX says: links on the way are followed, and every part but the last must be there and be a directory.
 *
 * @param followLast whether a link at the end is followed too
 * @param look what is at a path that has no link in it before its last part
 */
export function walkPath(path: string, followLast: boolean, look: (path: string) => Seen | undefined): Walked {
  if (!path.startsWith('/')) return { refused: 'EINVAL' };
  const pending = partsOf(path).reverse();
  let mustBeDirectory = path.endsWith('/');
  let done = '';
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '.') continue;
    if (part === '..') {
      done = done.slice(0, Math.max(done.lastIndexOf('/'), 0));
      continue;
    }
    const candidate = `${done}/${part}`;
    const isLast = pending.length === 0;
    const seen = isLast && !followLast && !mustBeDirectory ? undefined : look(candidate);
    if (seen?.kind === 'symlink') {
      links += 1;
      if (links > MAX_LINKS) return { refused: 'ELOOP' };
      const target = seen.target ?? '';
      if (target.startsWith('/')) done = '';
      if (isLast && target.endsWith('/')) mustBeDirectory = true;
      pending.push(...partsOf(target).reverse());
      continue;
    }
    if (!isLast && !seen) return { refused: 'ENOENT' };
    if (seen && seen.kind !== 'directory' && (!isLast || mustBeDirectory)) return { refused: 'ENOTDIR' };
    done = candidate;
  }
  return { path: done === '' ? '/' : done };
}

/** The path of a walk that has to come to its end. Throws FileError. */
export function arrived(walked: Walked, path: string): string {
  if ('refused' in walked) throw new FileError(walked.refused, path);
  return walked.path;
}

/** The mount that lies over a path now: the longest prefix that is mounted. */
export function mountAt(mounts: readonly VirtualMount[], path: string, host: () => SimHost): VirtualMount | undefined {
  let best: VirtualMount | undefined;
  for (const mount of mounts) {
    const { prefix } = mount;
    if (!path.startsWith(prefix) || (path.length > prefix.length && path[prefix.length] !== '/')) continue;
    if (best && best.prefix.length >= prefix.length) continue;
    if (mount.mounted(host())) best = mount;
  }
  return best;
}

/** A dot stays: what is before it has to be a directory. */
function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
