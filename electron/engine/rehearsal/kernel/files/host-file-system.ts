import type { FileStat, HostFiles, SimHost, VirtualMount } from '../program.ts';
import { FileContent } from './file-content.ts';
import { FileError } from './file-error.ts';
import { type DirectoryNode, type FileNode, newDirectory, type TreeNode } from './file-tree.ts';
import { arrived, mountAt, type Seen, type Walked, walkPath } from './path-walk.ts';

export interface FileSystemOptions {
  readonly root: DirectoryNode;
  readonly mounts: readonly VirtualMount[];
  /** The host the mounts are asked for. */
  readonly host: () => SimHost;
  readonly now: () => number;
  readonly onChange: () => void;
  /** Programs are not files of the tree: whether one is installed under this name (/usr/bin/NAME). */
  readonly hasProgram: (name: string) => boolean;
}

const PROGRAM_PATH = /^\/(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/;

/** The file tree of one host with its mounts over it. Path walking follows POSIX: links on the way are followed. */
export class HostFileSystem implements HostFiles {
  readonly root: DirectoryNode;
  readOnly = false;
  readonly #options: FileSystemOptions;

  constructor(options: FileSystemOptions) {
    this.root = options.root;
    this.#options = options;
  }

  stat(path: string): FileStat | undefined {
    const canonical = this.#tryCanonical(path, false);
    return canonical === undefined ? undefined : this.#statAt(canonical);
  }

  realpath(path: string): string | undefined {
    const canonical = this.#tryCanonical(path, true);
    return canonical !== undefined && this.#statAt(canonical) ? canonical : undefined;
  }

  list(path: string): readonly string[] | undefined {
    const canonical = this.#tryCanonical(path, true);
    if (canonical === undefined) return undefined;
    const mount = this.#mountOf(canonical);
    if (mount) return mount.list(this.#options.host(), canonical);
    const node = this.#node(canonical);
    if (node?.kind !== 'directory') return undefined;
    return [...node.children.keys()];
  }

  read(path: string): Uint8Array | undefined {
    const canonical = this.#tryCanonical(path, true);
    if (canonical === undefined) return undefined;
    const mount = this.#mountOf(canonical);
    if (mount) return mount.read(this.#options.host(), canonical);
    const node = this.#node(canonical);
    if (node?.kind === 'character') return new Uint8Array(0);
    return node?.kind === 'file' ? node.content.view() : undefined;
  }

  write(path: string, data: Uint8Array, mode = 0o644): void {
    const canonical = this.#writtenAt(path);
    const mount = this.#mountOf(canonical);
    if (mount) {
      mount.write(this.#options.host(), canonical, data);
    } else {
      const file = this.#fileFor(canonical, path, mode);
      if (!file) return;
      file.content = new FileContent(data);
      file.modifiedAt = this.#options.now();
    }
    this.#options.onChange();
  }

  writeUnkept(path: string, digest: string, sizeBytes: number, mode = 0o644): void {
    const canonical = this.#writtenAt(path);
    if (this.#mountOf(canonical)) throw new FileError('EPERM', path);
    const file = this.#fileFor(canonical, path, mode);
    if (!file) return;
    file.content = FileContent.unkept(digest, sizeBytes);
    file.modifiedAt = this.#options.now();
    this.#options.onChange();
  }

  append(path: string, data: Uint8Array): void {
    const canonical = this.#writtenAt(path);
    const mount = this.#mountOf(canonical);
    if (mount) {
      const before = mount.read(this.#options.host(), canonical) ?? new Uint8Array(0);
      mount.write(this.#options.host(), canonical, Buffer.concat([before, data]));
    } else {
      const file = this.#fileFor(canonical, path, 0o644);
      if (!file) return;
      file.content.append(data);
      file.modifiedAt = this.#options.now();
    }
    this.#options.onChange();
  }

  /** Writes at an offset, as SFTP does. */
  writeAt(path: string, offset: number, data: Uint8Array): void {
    const canonical = this.#writtenAt(path);
    const mount = this.#mountOf(canonical);
    if (mount) {
      const content = new FileContent(mount.read(this.#options.host(), canonical) ?? new Uint8Array(0));
      content.writeAt(offset, data);
      mount.write(this.#options.host(), canonical, content.view());
    } else {
      const file = this.#fileFor(canonical, path, 0o644);
      if (!file) return;
      file.content.writeAt(offset, data);
      file.modifiedAt = this.#options.now();
    }
    this.#options.onChange();
  }

  truncate(path: string, length: number): void {
    const canonical = this.#canonical(path, true);
    const before = this.read(canonical);
    if (before === undefined) throw new FileError('ENOENT', path);
    const content = new FileContent(before);
    content.truncate(length);
    this.write(canonical, content.view());
  }

  /** SHA-256 of a file's bytes, kept between calls for plain files. */
  digest(path: string): string | undefined {
    const canonical = this.#tryCanonical(path, true);
    if (canonical === undefined) return undefined;
    if (this.#mountOf(canonical)) {
      const data = this.read(canonical);
      return data && new FileContent(data).digest();
    }
    const node = this.#node(canonical);
    return node?.kind === 'file' ? node.content.digest() : undefined;
  }

  remove(path: string): void {
    const canonical = this.#entryAt(path);
    const stat = this.#statAt(canonical);
    if (!stat) throw new FileError('ENOENT', path);
    const mount = this.#mountOf(canonical);
    if (mount) {
      if (canonical === mount.prefix) throw new FileError('EBUSY', path);
      mount.remove(this.#options.host(), canonical);
    } else {
      if (stat.kind === 'directory' && (this.list(canonical)?.length ?? 0) > 0) throw new FileError('ENOTEMPTY', path);
      if (canonical === '/' || this.#isMountPoint(canonical)) throw new FileError('EBUSY', path);
      const { parent, name } = this.#parentOf(canonical, path);
      parent.children.delete(name);
      parent.modifiedAt = this.#options.now();
    }
    this.#options.onChange();
  }

  removeTree(path: string): void {
    const stat = this.stat(path);
    if (!stat) return;
    if (stat.kind === 'directory') {
      for (const name of this.list(path) ?? []) this.removeTree(`${path === '/' ? '' : path}/${name}`);
    }
    this.remove(path);
  }

  makeDirectory(path: string, mode = 0o755): void {
    const canonical = this.#canonical(path, false);
    if (this.#statAt(canonical)) throw new FileError('EEXIST', path);
    const mount = this.#mountOf(canonical);
    if (mount) {
      mount.makeDirectory(this.#options.host(), canonical);
    } else {
      const { parent, name } = this.#parentOf(canonical, path);
      parent.children.set(name, newDirectory(mode, this.#options.now()));
      parent.modifiedAt = this.#options.now();
    }
    this.#options.onChange();
  }

  makeDirectories(path: string, mode = 0o755): void {
    let current = '';
    for (const part of path.split('/').filter((piece) => piece !== '')) {
      current += `/${part}`;
      const real = this.realpath(current);
      const stat = real === undefined ? undefined : this.#statAt(real);
      if (!stat) this.makeDirectory(current, mode);
      else if (stat.kind !== 'directory') throw new FileError('ENOTDIR', current);
    }
  }

  rename(from: string, to: string): void {
    const source = this.#entryAt(from);
    const target = this.#canonical(to, false);
    if (source === target) return;
    const sourceStat = this.#statAt(source);
    if (!sourceStat) throw new FileError('ENOENT', from);
    if (to.endsWith('/') && sourceStat.kind !== 'directory') throw new FileError('ENOTDIR', to);
    const targetStat = this.#statAt(target);
    if (targetStat?.kind === 'directory' && sourceStat.kind !== 'directory') throw new FileError('EISDIR', to);
    if (targetStat && targetStat.kind !== 'directory' && sourceStat.kind === 'directory')
      throw new FileError('ENOTDIR', to);
    if (target.startsWith(`${source}/`)) throw new FileError('EINVAL', to);
    const sourceMount = this.#mountOf(source);
    const targetMount = this.#mountOf(target);
    if (sourceMount !== targetMount) throw new FileError('EXDEV', to);
    if (sourceMount) {
      const data = sourceMount.read(this.#options.host(), source);
      if (data === undefined) throw new FileError('EPERM', from);
      sourceMount.write(this.#options.host(), target, data);
      sourceMount.remove(this.#options.host(), source);
    } else {
      if (targetStat?.kind === 'directory' && (this.list(target)?.length ?? 0) > 0)
        throw new FileError('ENOTEMPTY', to);
      const origin = this.#parentOf(source, from);
      const place = this.#parentOf(target, to);
      const node = origin.parent.children.get(origin.name);
      if (!node) throw new FileError('ENOENT', from);
      origin.parent.children.delete(origin.name);
      place.parent.children.set(place.name, node);
      origin.parent.modifiedAt = this.#options.now();
      place.parent.modifiedAt = this.#options.now();
    }
    this.#options.onChange();
  }

  symlink(target: string, path: string): void {
    const canonical = this.#canonical(path, false);
    if (this.#statAt(canonical)) throw new FileError('EEXIST', path);
    if (this.#mountOf(canonical)) throw new FileError('EPERM', path);
    const { parent, name } = this.#parentOf(canonical, path);
    parent.children.set(name, {
      kind: 'symlink',
      mode: 0o777,
      owner: 'root',
      group: 'root',
      modifiedAt: this.#options.now(),
      target,
    });
    this.#options.onChange();
  }

  chmod(path: string, mode: number): void {
    const canonical = this.#canonical(path, true);
    if (!this.#statAt(canonical)) throw new FileError('ENOENT', path);
    if (this.#mountOf(canonical)) return;
    const node = this.#node(canonical);
    if (node) node.mode = mode & 0o7777;
    this.#options.onChange();
  }

  chown(path: string, owner: string, group?: string): void {
    const canonical = this.#canonical(path, true);
    if (!this.#statAt(canonical)) throw new FileError('ENOENT', path);
    if (this.#mountOf(canonical)) return;
    const node = this.#node(canonical);
    if (node) {
      if (owner !== '') node.owner = owner;
      if (group !== undefined) node.group = group;
    }
    this.#options.onChange();
  }

  touch(path: string, modifiedAt = this.#options.now()): void {
    const canonical = this.#canonical(path, true);
    if (!this.#statAt(canonical)) this.write(path, new Uint8Array(0));
    if (this.#mountOf(canonical)) return;
    const node = this.#node(canonical);
    if (node) node.modifiedAt = modifiedAt;
    this.#options.onChange();
  }

  makeDevice(path: string, kind: 'block' | 'character', sizeBytes = 0): void {
    const canonical = this.#canonical(path, false);
    const { parent, name } = this.#parentOf(canonical, path);
    parent.children.set(name, {
      kind,
      mode: kind === 'block' ? 0o660 : 0o666,
      owner: 'root',
      group: kind === 'block' ? 'disk' : 'root',
      modifiedAt: this.#options.now(),
      sizeBytes,
    });
    this.#options.onChange();
  }

  #mountOf(canonical: string): VirtualMount | undefined {
    return mountAt(this.#options.mounts, canonical, this.#options.host);
  }

  #isMountPoint(canonical: string): boolean {
    return this.#options.mounts.some((mount) => mount.prefix === canonical && mount.mounted(this.#options.host()));
  }

  #node(canonical: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.root;
    for (let from = 1; node && from < canonical.length; ) {
      if (node.kind !== 'directory') return undefined;
      const slash = canonical.indexOf('/', from);
      const end = slash < 0 ? canonical.length : slash;
      node = node.children.get(canonical.slice(from, end));
      from = end + 1;
    }
    return node;
  }

  #statAt(canonical: string): FileStat | undefined {
    const mount = this.#mountOf(canonical);
    if (mount) {
      const stat = mount.stat(this.#options.host(), canonical);
      if (stat || canonical !== mount.prefix) return stat;
      return { kind: 'directory', mode: 0o755, owner: 'root', group: 'root', sizeBytes: 0, modifiedAt: 0 };
    }
    const node = this.#node(canonical);
    if (!node) {
      const program = PROGRAM_PATH.exec(canonical)?.[1];
      if (program === undefined || !this.#options.hasProgram(program)) return undefined;
      return { kind: 'file', mode: 0o755, owner: 'root', group: 'root', sizeBytes: 14_352, modifiedAt: 0 };
    }
    const base = { mode: node.mode, owner: node.owner, group: node.group, modifiedAt: node.modifiedAt };
    switch (node.kind) {
      case 'directory':
        return { kind: 'directory', ...base, sizeBytes: 4096 };
      case 'file':
        return { kind: 'file', ...base, sizeBytes: node.content.length };
      case 'symlink':
        return { kind: 'symlink', ...base, sizeBytes: node.target.length, target: node.target };
      default:
        return { kind: node.kind, ...base, sizeBytes: 0 };
    }
  }

  /** What the walk has to know, without more than that being worked out. */
  #seenAt(canonical: string): Seen | undefined {
    return this.#mountOf(canonical) ? this.#statAt(canonical) : (this.#node(canonical) ?? this.#statAt(canonical));
  }

  #tryCanonical(path: string, followLast: boolean): string | undefined {
    const walked = this.#walk(path, followLast);
    return 'path' in walked ? walked.path : undefined;
  }

  #canonical(path: string, followLast: boolean): string {
    return arrived(this.#walk(path, followLast), path);
  }

  /** Where a file is opened that is made when it is missing: a slash at the end is refused whatever is there (open(2), O_CREAT). */
  #writtenAt(path: string): string {
    if (!path.endsWith('/')) return this.#canonical(path, true);
    this.#canonical(path.replace(/(?<=\/)[^/]*\/+$/, '.'), true);
    throw new FileError('EISDIR', path);
  }

  /** The entry that goes away from its place: never what a link leads to, also not by a slash at the end (unlink(2), rename(2)). */
  #entryAt(path: string): string {
    const bare = path.replace(/(?<=[^/])\/+$/, '');
    if (bare !== path && this.stat(bare)?.kind === 'symlink') throw new FileError('ENOTDIR', path);
    return this.#canonical(path, false);
  }

  #walk(path: string, followLast: boolean): Walked {
    const isAsWalked = !/\/(\/|\.|$)/.test(path);
    const mount = isAsWalked ? this.#mountOf(path) : undefined;
    if (mount?.isPlain && mount.stat(this.#options.host(), path)) return { path };
    return walkPath(path, followLast, (candidate) => this.#seenAt(candidate));
  }

  #parentOf(canonical: string, path: string): { readonly parent: DirectoryNode; readonly name: string } {
    const cut = canonical.lastIndexOf('/');
    const name = canonical.slice(cut + 1);
    if (name === '') throw new FileError('EEXIST', path);
    if (this.readOnly) throw new FileError('EROFS', path);
    const parent = this.#node(canonical.slice(0, cut));
    if (!parent) throw new FileError('ENOENT', path);
    if (parent.kind !== 'directory') throw new FileError('ENOTDIR', path);
    return { parent, name };
  }

  /** The file to write to, made when new; undefined for a device such as /dev/null, which swallows. */
  #fileFor(canonical: string, path: string, mode: number): FileNode | undefined {
    const node = this.#node(canonical);
    if (node?.kind === 'directory') throw new FileError('EISDIR', path);
    if (node?.kind === 'character' || node?.kind === 'block') return undefined;
    if (this.readOnly) throw new FileError('EROFS', path);
    if (node?.kind === 'file') return node;
    const { parent, name } = this.#parentOf(canonical, path);
    const made: FileNode = {
      kind: 'file',
      mode: mode & 0o7777,
      owner: 'root',
      group: 'root',
      modifiedAt: this.#options.now(),
      content: new FileContent(),
    };
    parent.children.set(name, made);
    parent.modifiedAt = this.#options.now();
    return made;
  }
}
