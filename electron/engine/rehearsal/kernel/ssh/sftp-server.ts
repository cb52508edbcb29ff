import { FileError } from '../files/file-error.ts';
import { longListing } from '../long-listing.ts';
import type { FileStat } from '../program.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { groupId, groupName, userId, userName } from '../user-ids.ts';
import { attributes, packet, type SftpAttributes, SftpReader, string, uint32, uint64 } from './sftp-wire.ts';

const REPLY = { version: 2, status: 101, handle: 102, data: 103, name: 104, attributes: 105, extended: 201 } as const;
const STATUS = { ok: 0, eof: 1, noSuchFile: 2, denied: 3, failure: 4, badMessage: 5, unsupported: 8 } as const;
const TYPE_BITS = { directory: 0o040000, file: 0o100000, symlink: 0o120000, block: 0o060000, character: 0o020000 };
const OPEN = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;
const MAX_PACKET = 16 * 1024 * 1024;

type Handle =
  | { readonly kind: 'file'; readonly path: string; readonly flags: number }
  | { readonly kind: 'directory'; readonly path: string; rest: string[] | undefined };

/**
 * The SFTP subsystem of one channel, version 3 with OpenSSH's extensions posix-rename, fsync, hardlink-free. (ssh2's own
 * server announces no extensions, and clients that replace files atomically need posix-rename.)
 */
export class SftpServer {
  readonly #host: SimulatedHost;
  readonly #user: string;
  readonly #home: string;
  readonly #send: (bytes: Buffer) => void;
  readonly #handles = new Map<string, Handle>();
  #nextHandle = 0;
  #pending = Buffer.alloc(0);

  constructor(host: SimulatedHost, user: string, home: string, send: (bytes: Buffer) => void) {
    this.#host = host;
    this.#user = user;
    this.#home = home;
    this.#send = send;
  }

  /** Feeds bytes from the client; false when the stream is not SFTP and the channel should be closed. */
  receive(chunk: Uint8Array): boolean {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= 4) {
      const length = this.#pending.readUInt32BE(0);
      if (length > MAX_PACKET || length === 0) return false;
      if (this.#pending.length < 4 + length) return true;
      const body = this.#pending.subarray(4, 4 + length);
      this.#pending = this.#pending.subarray(4 + length);
      this.#handle(body);
    }
    return true;
  }

  #handle(body: Buffer): void {
    const reader = new SftpReader(body);
    const type = reader.byte();
    if (type === 1) {
      this.#send(
        packet(
          REPLY.version,
          uint32(3),
          string('posix-rename@openssh.com'),
          string('1'),
          string('fsync@openssh.com'),
          string('1'),
          string('lsetstat@openssh.com'),
          string('1'),
          string('limits@openssh.com'),
          string('1'),
        ),
      );
      return;
    }
    const id = reader.uint32();
    try {
      this.#request(type, id, reader);
    } catch (error) {
      if (error instanceof FileError) {
        const denied = error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS';
        this.#status(
          id,
          error.code === 'ENOENT' ? STATUS.noSuchFile : denied ? STATUS.denied : STATUS.failure,
          error.message,
        );
      } else if (error instanceof RangeError) this.#status(id, STATUS.badMessage, error.message);
      // A mount refuses with a plain Error whose message is the errno text.
      else if (error instanceof Error && error.message === 'Permission denied')
        this.#status(id, STATUS.denied, error.message);
      else this.#status(id, STATUS.failure, error instanceof Error ? error.message : 'Failure');
    }
  }

  #request(type: number, id: number, reader: SftpReader): void {
    const { files } = this.#host;
    switch (type) {
      case 3:
        this.#open(id, this.#path(reader.text()), reader.uint32(), reader.attributes());
        return;
      case 4:
        this.#status(id, this.#handles.delete(reader.text()) ? STATUS.ok : STATUS.failure);
        return;
      case 5: {
        const handle = this.#fileHandle(reader.text());
        const offset = reader.uint64();
        const length = Math.min(reader.uint32(), 256 * 1024);
        const data = files.read(handle.path);
        if (!data) throw new FileError('ENOENT', handle.path);
        if (offset >= data.length) this.#status(id, STATUS.eof);
        else this.#send(packet(REPLY.data, uint32(id), string(data.subarray(offset, offset + length))));
        return;
      }
      case 6: {
        const handle = this.#fileHandle(reader.text());
        const offset = reader.uint64();
        const data = reader.bytes();
        if ((handle.flags & OPEN.append) !== 0) files.append(handle.path, data);
        else files.writeAt(handle.path, offset, data);
        this.#status(id, STATUS.ok);
        return;
      }
      case 7:
        this.#attributes(id, files.stat(this.#path(reader.text())));
        return;
      case 8: {
        const handle = this.#handles.get(reader.text());
        this.#attributes(id, handle && files.stat(handle.path));
        return;
      }
      case 9:
        this.#setAttributes(this.#path(reader.text()), reader.attributes());
        this.#status(id, STATUS.ok);
        return;
      case 10: {
        const handle = this.#handles.get(reader.text());
        if (!handle) throw new FileError('EINVAL', '');
        this.#setAttributes(handle.path, reader.attributes());
        this.#status(id, STATUS.ok);
        return;
      }
      case 11: {
        const path = this.#path(reader.text());
        const names = files.list(path);
        if (!names) throw new FileError(files.stat(path) ? 'ENOTDIR' : 'ENOENT', path);
        this.#newHandle(id, { kind: 'directory', path, rest: ['.', '..', ...names] });
        return;
      }
      case 12:
        this.#readDirectory(id, reader.text());
        return;
      case 13: {
        const path = this.#path(reader.text());
        if (files.stat(path)?.kind === 'directory') throw new FileError('EISDIR', path);
        files.remove(path);
        this.#status(id, STATUS.ok);
        return;
      }
      case 14: {
        const path = this.#path(reader.text());
        const wanted = reader.attributes();
        files.makeDirectory(path, (wanted.mode ?? 0o777) & 0o777 & ~0o022);
        this.#own(path);
        this.#status(id, STATUS.ok);
        return;
      }
      case 15: {
        const path = this.#path(reader.text());
        if (files.stat(path)?.kind !== 'directory') throw new FileError(files.stat(path) ? 'ENOTDIR' : 'ENOENT', path);
        files.remove(path);
        this.#status(id, STATUS.ok);
        return;
      }
      case 16: {
        const path = this.#path(reader.text());
        this.#name(id, [{ name: files.realpath(path) ?? normalise(path) }]);
        return;
      }
      case 17: {
        const path = this.#path(reader.text());
        const real = files.realpath(path);
        this.#attributes(id, real === undefined ? undefined : files.stat(real));
        return;
      }
      case 18: {
        const from = this.#path(reader.text());
        const to = this.#path(reader.text());
        // Version 3 refuses to replace; posix-rename@openssh.com replaces.
        if (files.stat(to)) throw new FileError('EEXIST', to);
        files.rename(from, to);
        this.#status(id, STATUS.ok);
        return;
      }
      case 19: {
        const path = this.#path(reader.text());
        const stat = files.stat(path);
        if (stat?.kind !== 'symlink') throw new FileError(stat ? 'EINVAL' : 'ENOENT', path);
        this.#name(id, [{ name: stat.target ?? '' }]);
        return;
      }
      case 20: {
        // OpenSSH sends the target first.
        const target = reader.text();
        files.symlink(target, this.#path(reader.text()));
        this.#status(id, STATUS.ok);
        return;
      }
      case 200:
        this.#extended(id, reader);
        return;
      default:
        this.#status(id, STATUS.unsupported);
    }
  }

  #extended(id: number, reader: SftpReader): void {
    const name = reader.text();
    switch (name) {
      case 'posix-rename@openssh.com': {
        const from = this.#path(reader.text());
        this.#host.files.rename(from, this.#path(reader.text()));
        this.#status(id, STATUS.ok);
        return;
      }
      case 'fsync@openssh.com':
        this.#status(id, this.#handles.has(reader.text()) ? STATUS.ok : STATUS.failure);
        return;
      case 'lsetstat@openssh.com':
        this.#setAttributes(this.#path(reader.text()), reader.attributes());
        this.#status(id, STATUS.ok);
        return;
      case 'limits@openssh.com':
        this.#send(packet(REPLY.extended, uint32(id), uint64(262144), uint64(261120), uint64(261120), uint64(1019)));
        return;
      default:
        this.#status(id, STATUS.unsupported);
    }
  }

  #open(id: number, path: string, flags: number, wanted: SftpAttributes): void {
    const { files } = this.#host;
    const real = files.realpath(path);
    const stat = real === undefined ? undefined : files.stat(real);
    if (stat?.kind === 'directory') throw new FileError('EISDIR', path);
    if (stat && (flags & OPEN.exclusive) !== 0 && (flags & OPEN.create) !== 0) throw new FileError('EEXIST', path);
    if (!stat && (flags & OPEN.create) === 0) throw new FileError('ENOENT', path);
    if (!stat) {
      files.write(path, new Uint8Array(0), (wanted.mode ?? 0o666) & 0o7777 & ~0o022);
      this.#own(path);
    } else if ((flags & OPEN.truncate) !== 0) files.write(path, new Uint8Array(0));
    this.#newHandle(id, { kind: 'file', path: files.realpath(path) ?? path, flags });
  }

  #readDirectory(id: number, key: string): void {
    const handle = this.#handles.get(key);
    if (handle?.kind !== 'directory') throw new FileError('EINVAL', '');
    const names = handle.rest?.splice(0, 100) ?? [];
    if (names.length === 0) {
      this.#status(id, STATUS.eof);
      return;
    }
    this.#name(
      id,
      names.map((name) => {
        const stat = this.#host.files.stat(name === '.' ? handle.path : `${handle.path}/${name}`);
        return stat ? { name, stat } : { name };
      }),
    );
  }

  #setAttributes(path: string, wanted: SftpAttributes): void {
    const { files } = this.#host;
    if (!files.stat(path)) throw new FileError('ENOENT', path);
    if (wanted.size !== undefined) files.truncate(path, wanted.size);
    if (wanted.mode !== undefined) files.chmod(path, wanted.mode & 0o7777);
    if (wanted.uid !== undefined && wanted.gid !== undefined)
      files.chown(path, userName(this.#host, wanted.uid), groupName(this.#host, wanted.gid));
    if (wanted.modifiedAt !== undefined) files.touch(path, wanted.modifiedAt * 1000);
  }

  #own(path: string): void {
    if (this.#user !== 'root') this.#host.files.chown(path, this.#user, this.#user);
  }

  #path(text: string): string {
    return text.startsWith('/') ? text : `${this.#home}/${text}`;
  }

  #fileHandle(key: string): Extract<Handle, { kind: 'file' }> {
    const handle = this.#handles.get(key);
    if (handle?.kind !== 'file') throw new FileError('EINVAL', '');
    return handle;
  }

  #newHandle(id: number, handle: Handle): void {
    this.#nextHandle += 1;
    const key = String(this.#nextHandle);
    this.#handles.set(key, handle);
    this.#send(packet(REPLY.handle, uint32(id), string(key)));
  }

  #wire(stat: FileStat | undefined): Buffer {
    const seconds = Math.floor((stat?.modifiedAt ?? 0) / 1000);
    return attributes({
      size: stat?.sizeBytes ?? 0,
      uid: userId(this.#host, stat?.owner ?? 'root') ?? 0,
      gid: groupId(this.#host, stat?.group ?? stat?.owner ?? 'root') ?? 0,
      mode: (stat?.mode ?? 0) | (stat ? TYPE_BITS[stat.kind] : 0),
      accessedAt: seconds,
      modifiedAt: seconds,
    });
  }

  #attributes(id: number, stat: FileStat | undefined): void {
    if (!stat) throw new FileError('ENOENT', '');
    this.#send(packet(REPLY.attributes, uint32(id), this.#wire(stat)));
  }

  #name(id: number, entries: readonly { readonly name: string; readonly stat?: FileStat }[]): void {
    this.#send(
      packet(
        REPLY.name,
        uint32(id),
        uint32(entries.length),
        ...entries.flatMap((entry) => [
          string(entry.name),
          string(entry.stat ? longListing(entry.stat, entry.name) : entry.name),
          this.#wire(entry.stat),
        ]),
      ),
    );
  }

  #status(id: number, code: number, message = code === STATUS.ok ? 'Success' : 'Failure'): void {
    this.#send(packet(REPLY.status, uint32(id), uint32(code), string(message), string('')));
  }
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
