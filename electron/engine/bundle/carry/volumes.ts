import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BundleCarried } from '../../../api/bundle.ts';
import { fail } from '../../../api/diagnostic.ts';
import { errorCode, makeFolder, writeFileAtomic } from '../../workspace/atomic-file.ts';
import { LOCK_FILE, SIGNATURE_FILE } from '../layout.ts';
import { filesOf } from '../lock/lock.ts';
import { requireLock } from '../lock/lock-file.ts';
import { checkFreeSpace } from '../make/free-space.ts';
import { refuseFilled } from './copy-verified.ts';
import { readVolumeIndex, VOLUME_INDEX, type VolumeIndex } from './volume-index.ts';
import { counter, type Watch } from './watch.ts';

/** A stick of 1 MB is none; smaller volumes only make more of them. */
export const LEAST_VOLUME_BYTES = 1_000_000;
const CHUNK_BYTES = 1024 * 1024;

/** Cuts a bundle into volumes. FAT32 takes files of less than 4 GiB: 3900 MB is a good size. */
export async function splitBundle(
  folder: string,
  outDir: string,
  volumeBytes: number,
  watch: Watch | undefined,
): Promise<BundleCarried> {
  if (volumeBytes < LEAST_VOLUME_BYTES)
    throw fail('bundle.volume-size', { params: { size: volumeBytes / 1e6, least: LEAST_VOLUME_BYTES / 1e6 } });
  const { lock } = await requireLock(folder);
  await refuseFilled(outDir);
  const files: { path: string; sizeBytes: number }[] = [];
  const hasSignature = (await stat(join(folder, SIGNATURE_FILE)).catch(() => undefined)) !== undefined;
  const paths = [...[...filesOf(lock).keys()].sort(), ...(hasSignature ? [SIGNATURE_FILE] : []), LOCK_FILE];
  for (const path of paths) {
    const found = await stat(join(folder, ...path.split('/'))).catch(() => undefined);
    if (!found) throw fail('bundle.file-missing', { params: { path }, subject: { file: path } });
    files.push({ path, sizeBytes: found.size });
  }
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await checkFreeSpace(outDir, [{ path: 'bundle.001', sizeBytes: totalBytes }]);
  await makeFolder(outDir);
  const signal = watch?.signal;
  const onBytes = counter(watch, totalBytes);
  const writer = new VolumeWriter(outDir, volumeBytes);
  try {
    for (const { path, sizeBytes } of files) {
      let bytes = 0;
      const source = createReadStream(join(folder, ...path.split('/')), {
        highWaterMark: CHUNK_BYTES,
        ...(signal ? { signal } : {}),
      });
      for await (const chunk of source) {
        bytes += chunk.length;
        await writer.write(chunk);
        onBytes(chunk.length);
      }
      const why = `${bytes} B, ${sizeBytes} B`;
      if (bytes !== sizeBytes) throw fail('bundle.file-altered', { params: { path, why }, subject: { file: path } });
    }
  } finally {
    await writer.close();
  }
  const index: VolumeIndex = { format: 'sitewright-bundle-volumes', version: 1, files, volumes: writer.volumes };
  await writeFileAtomic(join(outDir, VOLUME_INDEX), `${JSON.stringify(index, null, 2)}\n`);
  return { folder: outDir, files: writer.volumes.length, bytes: totalBytes };
}

/** Puts a bundle together again. The lock comes last: what is broken off is no bundle yet. */
export async function joinVolumes(
  folders: readonly string[],
  outDir: string,
  watch: Watch | undefined,
): Promise<BundleCarried> {
  const index = await readVolumeIndex(folders);
  const places = await findVolumes(folders, index);
  await refuseFilled(outDir);
  await checkFreeSpace(outDir, index.files);
  const bytes = index.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const signal = watch?.signal;
  const onBytes = counter(watch, bytes);
  const writer = new FileWriter(outDir, index.files);
  try {
    for (const [at, file] of places.entries()) {
      const volume = index.volumes[at];
      const hash = createHash('sha256');
      const source = createReadStream(file, { highWaterMark: CHUNK_BYTES, ...(signal ? { signal } : {}) });
      try {
        for await (const chunk of source) {
          hash.update(chunk);
          await writer.write(chunk);
          onBytes(chunk.length);
        }
      } catch (error) {
        signal?.throwIfAborted();
        if (errorCode(error) !== 'EIO') throw error;
        throw fail('bundle.volume-damaged', { params: { file, why: 'EIO' }, subject: { file } });
      }
      if (hash.digest('hex') !== volume?.sha256)
        throw fail('bundle.volume-damaged', { params: { file, why: 'sha256' }, subject: { file } });
      await writer.settle();
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
  return { folder: outDir, files: index.files.length, bytes };
}

async function findVolumes(folders: readonly string[], { volumes }: VolumeIndex): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, sizeBytes } of volumes) {
    let place: string | undefined;
    for (const folder of folders) {
      const seen = await stat(join(folder, name)).catch(() => undefined);
      if (seen?.size === sizeBytes) place ??= join(folder, name);
    }
    if (place === undefined) throw fail('bundle.volume-missing', { params: { volume: name, count: volumes.length } });
    found.push(place);
  }
  return found;
}

/** Cuts a stream of bytes into files of one size. */
class VolumeWriter {
  readonly volumes: { name: string; sizeBytes: number; sha256: string }[] = [];
  readonly #folder: string;
  readonly #volumeBytes: number;
  #open: { readonly name: string; readonly file: FileHandle; readonly hash: Hash } | undefined;
  #bytes = 0;

  constructor(folder: string, volumeBytes: number) {
    this.#folder = folder;
    this.#volumeBytes = volumeBytes;
  }

  async write(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const current = this.#open ?? (await this.#next());
      const part = chunk.subarray(at, at + this.#volumeBytes - this.#bytes);
      await current.file.writeFile(part);
      current.hash.update(part);
      this.#bytes += part.length;
      at += part.length;
      if (this.#bytes === this.#volumeBytes) await this.close();
    }
  }

  async close(): Promise<void> {
    const current = this.#open;
    if (!current) return;
    this.#open = undefined;
    await current.file.sync();
    await current.file.close();
    this.volumes.push({ name: current.name, sizeBytes: this.#bytes, sha256: current.hash.digest('hex') });
  }

  async #next() {
    const name = `bundle.${String(this.volumes.length + 1).padStart(3, '0')}`;
    this.#bytes = 0;
    this.#open = { name, file: await open(join(this.#folder, name), 'wx', 0o644), hash: createHash('sha256') };
    return this.#open;
  }
}

interface OpenFile {
  readonly temp: string;
  readonly target: string;
  readonly file: FileHandle;
  leftBytes: number;
}

/** Files one after the other out of a stream of bytes; each comes to its place once its volume is known to be good. */
class FileWriter {
  readonly #folder: string;
  readonly #waiting: { readonly path: string; readonly sizeBytes: number }[];
  readonly #ready: { readonly temp: string; readonly target: string }[] = [];
  #open: OpenFile | undefined;

  constructor(folder: string, files: VolumeIndex['files']) {
    this.#folder = folder;
    this.#waiting = [...files].reverse();
  }

  async write(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const current = this.#open ?? (await this.#next());
      if (!current) return;
      const part = chunk.subarray(at, at + current.leftBytes);
      await current.file.writeFile(part);
      current.leftBytes -= part.length;
      at += part.length;
      if (current.leftBytes === 0) await this.#end(current);
    }
  }

  async settle(): Promise<void> {
    for (const { temp, target } of this.#ready.splice(0)) await rename(temp, target);
  }

  /** Empty files that no byte has opened. */
  async finish(): Promise<void> {
    while (this.#open === undefined && this.#waiting.length > 0) {
      const current = await this.#next();
      if (current?.leftBytes === 0) await this.#end(current);
    }
    await this.settle();
  }

  async close(): Promise<void> {
    await this.#open?.file.close();
    this.#open = undefined;
  }

  async #next() {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const target = join(this.#folder, ...next.path.split('/'));
      const temp = join(dirname(target), `.${basename(target)}.part`);
      await makeFolder(dirname(target));
      this.#open = { temp, target, file: await open(temp, 'w', 0o644), leftBytes: next.sizeBytes };
      if (next.sizeBytes > 0) return this.#open;
      await this.#end(this.#open);
    }
    return undefined;
  }

  async #end(current: OpenFile): Promise<void> {
    await current.file.sync();
    await current.file.close();
    this.#ready.push(current);
    this.#open = undefined;
  }
}
