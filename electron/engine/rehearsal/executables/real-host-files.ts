import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { FileError } from '../kernel/files/file-error.ts';
import { type DirectoryNode, newDirectory } from '../kernel/files/file-tree.ts';
import { arrived, mountAt, walkPath } from '../kernel/files/path-walk.ts';
import type { FileStat, HostFiles, SimHost, VirtualMount } from '../kernel/program.ts';
import { toFileError } from './real-file-error.ts';
import { UserTable } from './user-table.ts';

interface RealHostFilesOptions {
  /** The folder that is `/` of the real host, seen from here: the root of its overlay, or `/` itself. */
  readonly root: string;
  /** The same folder seen from inside the running host, with what is mounted there; undefined = the host is off. */
  readonly inside?: () => string | undefined;
  readonly mounts: readonly VirtualMount[];
  readonly host: () => SimHost;
  readonly onChange: () => void;
  /** While true, files that are there are not replaced: laying out a node must leave a real host's own files alone. */
  readonly keepExisting?: () => boolean;
}

/**
 * The files of a real host below a root folder, with the simulator's mounts over them. Links are followed as inside the host:
 * an absolute target counts from its root, and nothing leads out of it.
 */
export class RealHostFiles implements HostFiles {
  /** The saved state has no tree for this host: its files are the real ones. */
  readonly root: DirectoryNode = newDirectory(0o755, 0);
  readonly #options: RealHostFilesOptions;
  readonly #base: string;
  readonly #users: UserTable;

  constructor(options: RealHostFilesOptions) {
    this.#options = options;
    this.#base = options.root === '/' ? '' : options.root.replace(/\/+$/, '');
    this.#users = new UserTable(this.#base);
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
    if (this.#statAt(canonical)?.kind !== 'directory') return undefined;
    return this.#call(path, () => fs.readdirSync(this.#real(canonical)));
  }

  read(path: string): Uint8Array | undefined {
    const canonical = this.#tryCanonical(path, true);
    if (canonical === undefined) return undefined;
    const mount = this.#mountOf(canonical);
    if (mount) return mount.read(this.#options.host(), canonical);
    const kind = this.#statAt(canonical)?.kind;
    // Reading a real device could block for ever; the simulator's devices are empty too.
    if (kind === 'character') return new Uint8Array(0);
    return kind === 'file' ? this.#call(path, () => fs.readFileSync(this.#real(canonical))) : undefined;
  }

  write(path: string, data: Uint8Array, mode = 0o644): void {
    const canonical = this.#canonical(path, true);
    const mount = this.#mountOf(canonical);
    if (mount) mount.write(this.#options.host(), canonical, data);
    else this.#writeReal(canonical, path, data, mode);
    this.#options.onChange();
  }

  append(path: string, data: Uint8Array): void {
    const canonical = this.#canonical(path, true);
    const mount = this.#mountOf(canonical);
    if (mount) {
      const before = mount.read(this.#options.host(), canonical) ?? new Uint8Array(0);
      mount.write(this.#options.host(), canonical, Buffer.concat([before, data]));
    } else {
      this.#call(path, () => fs.appendFileSync(this.#real(canonical), data));
    }
    this.#options.onChange();
  }

  remove(path: string): void {
    const canonical = this.#canonical(path, false);
    const stat = this.#statAt(canonical);
    if (!stat) throw new FileError('ENOENT', path);
    const mount = this.#mountOf(canonical);
    if (mount) {
      if (canonical === mount.prefix) throw new FileError('EBUSY', path);
      mount.remove(this.#options.host(), canonical);
    } else if (stat.kind === 'directory') {
      this.#call(path, () => fs.rmdirSync(this.#real(canonical)));
    } else {
      this.#call(path, () => fs.unlinkSync(this.#real(canonical)));
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
    if (mount) mount.makeDirectory(this.#options.host(), canonical);
    else
      this.#call(path, () => {
        fs.mkdirSync(this.#real(canonical));
        fs.chmodSync(this.#real(canonical), mode & 0o7777);
      });
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
    const source = this.#canonical(from, false);
    const target = this.#canonical(to, false);
    if (source === target) return;
    const mount = this.#mountOf(source);
    if (mount !== this.#mountOf(target)) throw new FileError('EXDEV', to);
    if (mount) {
      const data = mount.read(this.#options.host(), source);
      if (data === undefined) throw new FileError('EPERM', from);
      mount.write(this.#options.host(), target, data);
      mount.remove(this.#options.host(), source);
    } else {
      this.#call(from, () => fs.renameSync(this.#real(source), this.#real(target)));
    }
    this.#options.onChange();
  }

  symlink(target: string, path: string): void {
    const canonical = this.#canonical(path, false);
    if (this.#statAt(canonical)) throw new FileError('EEXIST', path);
    if (this.#mountOf(canonical)) throw new FileError('EPERM', path);
    this.#call(path, () => fs.symlinkSync(target, this.#real(canonical)));
    this.#options.onChange();
  }

  chmod(path: string, mode: number): void {
    this.#onPlain(path, (real) => fs.chmodSync(real, mode & 0o7777));
  }

  chown(path: string, owner: string, group?: string): void {
    this.#onPlain(path, (real) => {
      const now = fs.statSync(real);
      fs.chownSync(
        real,
        owner === '' ? now.uid : (this.#users.userId(owner) ?? now.uid),
        group === undefined ? now.gid : (this.#users.groupId(group) ?? now.gid),
      );
    });
  }

  touch(path: string, modifiedAt = Date.now()): void {
    const canonical = this.#canonical(path, true);
    if (!this.#statAt(canonical)) this.write(canonical, new Uint8Array(0));
    this.#onPlain(path, (real) => fs.utimesSync(real, modifiedAt / 1000, modifiedAt / 1000));
  }

  /** Device nodes of a real host are its own: nothing is made. */
  makeDevice(): void {}

  /** SHA-256 of a file's bytes. */
  digest(path: string): string | undefined {
    const data = this.read(path);
    return data && createHash('sha256').update(data).digest('hex');
  }

  #onPlain(path: string, change: (real: string) => void): void {
    const canonical = this.#canonical(path, true);
    if (!this.#statAt(canonical)) throw new FileError('ENOENT', path);
    if (this.#mountOf(canonical)) return;
    this.#call(path, () => change(this.#real(canonical)));
    this.#options.onChange();
  }

  #writeReal(canonical: string, path: string, data: Uint8Array, mode: number): void {
    const before = this.#statAt(canonical);
    if (before && this.#options.keepExisting?.()) return;
    if (before?.kind === 'directory') throw new FileError('EISDIR', path);
    if (before && before.kind !== 'file') return;
    this.#call(path, () => {
      const real = this.#real(canonical);
      if (before) {
        // In place: a lab host may have the file bind-mounted, and its owner and links stay as they are.
        fs.writeFileSync(real, data);
        return;
      }
      const file = fs.openSync(real, 'wx', mode & 0o7777);
      try {
        fs.fchmodSync(file, mode & 0o7777);
        fs.writeFileSync(file, data);
      } finally {
        fs.closeSync(file);
      }
    });
  }

  #real(canonical: string): string {
    const base = this.#options.inside?.() ?? this.#base;
    return canonical === '/' ? base || '/' : `${base}${canonical}`;
  }

  #call<T>(path: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toFileError(error, path);
    }
  }

  #mountOf(canonical: string): VirtualMount | undefined {
    return mountAt(this.#options.mounts, canonical, this.#options.host);
  }

  #statAt(canonical: string): FileStat | undefined {
    const mount = this.#mountOf(canonical);
    if (mount) {
      const stat = mount.stat(this.#options.host(), canonical);
      if (stat || canonical !== mount.prefix) return stat;
      return { kind: 'directory', mode: 0o755, owner: 'root', group: 'root', sizeBytes: 0, modifiedAt: 0 };
    }
    const real = this.#real(canonical);
    const found = this.#call(canonical, () => fs.lstatSync(real, { throwIfNoEntry: false }));
    if (!found) return undefined;
    const common = {
      mode: found.mode & 0o7777,
      owner: this.#users.userName(found.uid),
      group: this.#users.groupName(found.gid),
      sizeBytes: found.size,
      modifiedAt: Math.floor(found.mtimeMs),
    };
    if (found.isSymbolicLink()) return { kind: 'symlink', ...common, target: fs.readlinkSync(real) };
    if (found.isDirectory()) return { kind: 'directory', ...common };
    if (found.isBlockDevice()) return { kind: 'block', ...common };
    // Sockets and pipes are like character devices to the simulated programs: there, and without bytes.
    return { kind: found.isFile() ? 'file' : 'character', ...common };
  }

  #tryCanonical(path: string, followLast: boolean): string | undefined {
    try {
      return this.#canonical(path, followLast);
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  #canonical(path: string, followLast: boolean): string {
    return arrived(
      walkPath(path, followLast, (candidate) => this.#statAt(candidate)),
      path,
    );
  }
}
