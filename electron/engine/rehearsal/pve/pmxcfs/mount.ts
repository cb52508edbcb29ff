import type { FileStat, SimHost, VirtualMount, World } from '../../kernel/program.ts';
import { isQuorate, pmxcfsRuns, spreadCluster } from '../model/cluster.ts';
import { databaseOf, namesBelow, readText, removeText, writeText } from '../model/database.ts';
import { type Database, type NodeState, pveSlice } from '../model/slice.ts';
import { VIRTUAL_FILES, virtualFile } from './virtual-files.ts';

const worlds = new WeakMap<SimHost, World>();

/** Lets the mount find a host's world; called for every host by the command set's tick and by each program. */
export function rememberHost(world: World, host: SimHost): void {
  worlds.set(host, world);
}

const PREFIX = '/etc/pve';

interface View {
  readonly world: World;
  readonly node: NodeState;
  readonly database: Database;
}

function viewOf(host: SimHost): View | undefined {
  const world = worlds.get(host);
  const node = world ? pveSlice(world).nodes[host.name] : undefined;
  return world && node ? { world, node, database: databaseOf(world, node) } : undefined;
}

/** Links of pmxcfs: local, qemu-server, lxc, openvz point into the node's own directory. */
function linkTarget(node: NodeState, path: string): string | undefined {
  if (path === 'local') return `nodes/${node.name}`;
  return path === 'qemu-server' || path === 'lxc' || path === 'openvz' ? `nodes/${node.name}/${path}` : undefined;
}

function relative(node: NodeState, path: string): string {
  const inside = path === PREFIX ? '' : path.slice(PREFIX.length + 1).replace(/\/+$/, '');
  const [first = '', ...rest] = inside.split('/');
  const target = rest.length > 0 ? linkTarget(node, first) : undefined;
  return target === undefined ? inside : [target, ...rest].join('/');
}

function contentOf(view: View, path: string): string | undefined {
  return VIRTUAL_FILES.includes(path) ? virtualFile(view.world, view.node, path) : readText(view.database, path);
}

/** What lies at a path below /etc/pve, with the mode that it has while the node may write, and without the size of a file. */
function shownAt(view: View, inside: string): FileStat | undefined {
  const secret = inside === 'priv' || inside.startsWith('priv/') || /^nodes\/[^/]+\/priv(\/|$)/.test(inside);
  const [owner, group] = ['root', 'www-data'];
  const target = linkTarget(view.node, inside);
  if (target !== undefined) return { kind: 'symlink', mode: 0o755, owner, group, sizeBytes: 0, modifiedAt: 0, target };
  const isVirtual = VIRTUAL_FILES.includes(inside);
  if (isVirtual || view.database.files[inside] !== undefined) {
    const modifiedAt = (view.database.files[inside]?.modifiedAt ?? Math.floor(view.world.now() / 1000)) * 1000;
    const mode = secret ? 0o600 : isVirtual ? 0o440 : 0o640;
    return { kind: 'file', mode, owner, group, sizeBytes: 0, modifiedAt };
  }
  const made = inside === '' ? 0 : view.database.directories[inside];
  if (made === undefined) return undefined;
  return { kind: 'directory', mode: secret ? 0o700 : 0o755, owner, group, sizeBytes: 0, modifiedAt: made * 1000 };
}

/** /etc/pve of every PVE node: what the node's database holds, read-only without quorum, absent while pmxcfs is stopped. */
export const pmxcfsMount: VirtualMount = {
  prefix: PREFIX,
  mounted: (host) => {
    const view = viewOf(host);
    return view !== undefined && (pmxcfsRuns(host) || view.node.isLocalMode === true);
  },
  stat(host, path): FileStat | undefined {
    const view = viewOf(host);
    if (!view) return undefined;
    const inside = relative(view.node, path);
    const shown = shownAt(view, inside);
    if (!shown) return undefined;
    const { mode, sizeBytes, ...rest } = shown;
    // whoever only walks over the path neither asks the cluster for its votes nor has the file written out
    return {
      ...rest,
      get mode() {
        return isQuorate(view.world, view.node) ? mode : mode & 0o555;
      },
      get sizeBytes() {
        return rest.kind === 'file' ? Buffer.byteLength(contentOf(view, inside) ?? '') : sizeBytes;
      },
    };
  },
  list(host, path) {
    const view = viewOf(host);
    if (!view) return undefined;
    const inside = relative(view.node, path);
    const target = linkTarget(view.node, inside) ?? inside;
    if (target !== '' && view.database.directories[target] === undefined) return undefined;
    const names = namesBelow(view.database, target);
    return target === '' ? [...new Set([...names, ...VIRTUAL_FILES, 'local', 'qemu-server', 'lxc', 'openvz'])] : names;
  },
  read(host, path) {
    const view = viewOf(host);
    const text = view ? contentOf(view, relative(view.node, path)) : undefined;
    return text === undefined ? undefined : Buffer.from(text, 'utf8');
  },
  write(host, path, data) {
    const view = writable(host);
    const inside = relative(view.node, path);
    const parent = inside.split('/').slice(0, -1).join('/');
    if (parent !== '' && view.database.directories[parent] === undefined) throw new Error('No such file or directory');
    if (data.length > 1024 * 1024) throw new Error('File too large');
    if (VIRTUAL_FILES.includes(inside)) throw new Error('Permission denied');
    writeText(view.world, view.database, inside, Buffer.from(data).toString('utf8'));
    if (inside === 'corosync.conf') spreadCluster(view.world, view.node);
    view.world.effect(host, `pmxcfs.write ${inside}`);
  },
  remove(host, path) {
    const view = writable(host);
    const inside = relative(view.node, path);
    if (view.database.files[inside] !== undefined) removeText(view.world, view.database, inside);
    else if (namesBelow(view.database, inside).length > 0) throw new Error('Directory not empty');
    else delete view.database.directories[inside];
  },
  makeDirectory(host, path) {
    const view = writable(host);
    const inside = relative(view.node, path);
    view.database.directories[inside] ??= Math.floor(view.world.now() / 1000);
    view.world.changed();
  },
};

function writable(host: SimHost): View {
  const view = viewOf(host);
  if (!view) throw new Error('Transport endpoint is not connected');
  if (!isQuorate(view.world, view.node)) throw new Error('Permission denied');
  return view;
}
