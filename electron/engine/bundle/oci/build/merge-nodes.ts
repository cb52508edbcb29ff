import { safePath, symlinkNode, type TarNode } from './tar-node.ts';

/** Debian's merged /usr: these are links into usr since Debian 12. */
const USR_MERGED = ['bin', 'lib', 'lib32', 'lib64', 'libx32', 'sbin'];
const MOST_LINKS = 40;

export interface MergeOptions {
  /** `bin`, `lib`, `sbin` ... are links into `usr`, and what a package puts there lands behind them. */
  readonly usrMerged?: boolean;
}

/**
 * Lays trees one over the other as dpkg would unpack them: what lies behind a link to a folder lands in that folder, a folder
 * does not take a link's place, and a later file takes an earlier one's. Missing folders are made (root, 0755).
 * @returns sorted by the bytes of the path, folders before what is in them
 * @throws Error where a file and a folder claim one place, or links run in circles
 */
export function mergeNodes(
  trees: readonly (readonly TarNode[])[],
  { usrMerged = false }: MergeOptions = {},
): readonly TarNode[] {
  const tree = new Map<string, TarNode>();
  if (usrMerged) {
    // packages of today bring `usr/lib64` alone, and every program names its loader in `/lib64`
    const used = new Set(trees.flat().map(({ path }) => path.split('/')[path.startsWith('usr/') ? 1 : 0]));
    for (const name of USR_MERGED)
      if (used.has(name)) {
        makeFolders(tree, `usr/${name}/.`);
        tree.set(name, symlinkNode(name, `usr/${name}`));
      }
  }
  for (const nodes of trees) for (const node of nodes) place(tree, node);
  return sortNodes(settleHardlinks(tree));
}

function place(tree: Map<string, TarNode>, node: TarNode): void {
  if (node.path === '') return;
  const cut = node.path.lastIndexOf('/');
  const folder = cut < 0 ? '' : realPath(tree, node.path.slice(0, cut));
  const name = node.path.slice(cut + 1);
  const path = folder === '' ? name : `${folder}/${name}`;
  const there = tree.get(path);
  if (node.type === 'directory' && there?.type === 'symlink') return;
  if (there && node.type !== 'directory' && there.type === 'directory' && hasChildren(tree, path))
    throw new Error(`/${path} is a folder in one part and none in another`);
  if (there && node.type === 'directory' && there.type !== 'directory')
    throw new Error(`/${path} is a folder in one part and none in another`);
  makeFolders(tree, path);
  const moved: TarNode =
    node.type === 'hardlink' ? { ...node, path, target: realPath(tree, node.target) } : { ...node, path };
  tree.set(path, moved);
}

/** Where a path leads when the links of the tree are followed; what is not there yet is taken as a folder. */
function realPath(tree: ReadonlyMap<string, TarNode>, path: string): string {
  let left = path.split('/').filter((part) => part !== '');
  let done: string[] = [];
  let links = 0;
  while (left.length > 0) {
    const [part = '', ...rest] = left;
    left = rest;
    if (part === '.') continue;
    if (part === '..') {
      done = done.slice(0, -1);
      continue;
    }
    const here = [...done, part];
    const node = tree.get(here.join('/'));
    if (node?.type !== 'symlink') {
      done = here;
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) throw new Error(`the links on the way to /${path} run in circles`);
    // a link that leads above the root ends at the root, as the kernel has it
    if (node.target.startsWith('/')) done = [];
    left = [...node.target.split('/').filter((name) => name !== ''), ...left];
  }
  return safePath(done.join('/'));
}

function makeFolders(tree: Map<string, TarNode>, path: string): void {
  const parts = path.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = parts.slice(0, depth).join('/');
    const there = tree.get(folder);
    if (!there) tree.set(folder, { type: 'directory', path: folder, mode: 0o755, uid: 0, gid: 0 });
    else if (there.type !== 'directory') throw new Error(`/${folder} is a folder in one part and none in another`);
  }
}

function hasChildren(tree: ReadonlyMap<string, TarNode>, path: string): boolean {
  for (const other of tree.keys()) if (other.startsWith(`${path}/`)) return true;
  return false;
}

/** Of files that are one by hard links, the first in order carries the content: a reader must know it before its links. */
function settleHardlinks(tree: ReadonlyMap<string, TarNode>): readonly TarNode[] {
  const groups = new Map<string, string[]>();
  for (const node of tree.values()) {
    if (node.type !== 'hardlink') continue;
    const root = contentOf(tree, node);
    groups.set(root, [...(groups.get(root) ?? [root]), node.path]);
  }
  const settled = new Map(tree);
  for (const [root, paths] of groups) {
    const [first = root, ...others] = sortPaths(paths);
    const holder = tree.get(root) as TarNode;
    settled.set(first, { ...holder, path: first });
    for (const path of others) {
      const { mode, uid, gid } = holder;
      settled.set(path, { type: 'hardlink', path, mode, uid, gid, target: first });
    }
  }
  return [...settled.values()];
}

function contentOf(tree: ReadonlyMap<string, TarNode>, link: TarNode & { readonly type: 'hardlink' }): string {
  let path = link.target;
  for (let hops = 0; hops <= MOST_LINKS; hops += 1) {
    const node = tree.get(path);
    if (node?.type === 'file') return path;
    if (node?.type !== 'hardlink') break;
    path = node.target;
  }
  throw new Error(`the hard link /${link.path} leads to no file`);
}

function sortNodes(nodes: readonly TarNode[]): readonly TarNode[] {
  const keyed = nodes.map((node) => ({ node, key: Buffer.from(node.path, 'utf8') }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ node }) => node);
}

function sortPaths(paths: readonly string[]): readonly string[] {
  return [...paths].sort((a, b) => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')));
}
