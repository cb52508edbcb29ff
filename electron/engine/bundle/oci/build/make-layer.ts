import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DiagnosticError, fail } from '../../../../api/diagnostic.ts';
import { errorCode, makeFolder, syncFolder } from '../../../workspace/atomic-file.ts';
import type { Digest } from '../digest.ts';
import type { Descriptor } from '../image-documents.ts';
import type { ImageLayout } from '../layout/image-layout.ts';
import { OCI_LAYER_GZIP } from '../media-types.ts';
import { gzipStream } from './gzip-stream.ts';
import { mergeNodes } from './merge-nodes.ts';
import type { TarNode } from './tar-node.ts';
import { writeTar } from './write-tar.ts';

export interface LayerOptions {
  /** Time of every file, seconds since 1970; default 0. */
  readonly mtime?: number;
  /** What the layer is, for the image's history: `Debian packages: nodejs 20.19.2-1`. */
  readonly comment?: string;
  readonly usrMerged?: boolean;
  readonly signal?: AbortSignal;
  /** Bytes of the unpacked layer that were packed since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/** A layer that lies in a layout; several images may have it. */
export interface Layer {
  readonly descriptor: Descriptor;
  /** Digest of the unpacked tar. */
  readonly diffId: Digest;
  readonly comment: string;
}

/**
 * Packs trees of files into one layer of a layout: merged as dpkg would unpack them, sorted, one time, our own gzip. The same
 * trees give the same digest on every computer.
 * @throws oci.build-invalid, workspace.not-writable
 */
export async function makeLayer(
  layout: ImageLayout,
  trees: readonly (readonly TarNode[])[],
  options: LayerOptions = {},
): Promise<Layer> {
  const { mtime = 0, comment = 'files', usrMerged = false, signal, onBytes } = options;
  const blobs = join(layout.folder, 'blobs', 'sha256');
  const temp = join(blobs, `.layer.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const nodes = mergeNodes(trees, { usrMerged });
    await makeFolder(blobs);
    const unpacked = createHash('sha256');
    const packed = createHash('sha256');
    let size = 0;
    const file = await open(temp, 'wx', 0o644);
    try {
      for await (const chunk of gzipStream(hashed(writeTar(nodes, mtime), unpacked, onBytes))) {
        signal?.throwIfAborted();
        packed.update(chunk);
        size += chunk.length;
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const digest: Digest = `sha256:${packed.digest('hex')}`;
    const path = layout.blobPath(digest);
    await rename(temp, path);
    await syncFolder(dirname(path));
    const diffId: Digest = `sha256:${unpacked.digest('hex')}`;
    return { descriptor: { mediaType: OCI_LAYER_GZIP, digest, size }, diffId, comment };
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    signal?.throwIfAborted();
    throw buildFailure(error, layout.folder);
  }
}

/** A system call that fails is about the disk; everything else is about what was to be packed. */
function buildFailure(error: unknown, path: string): Error {
  if (error instanceof DiagnosticError) return error;
  const code = errorCode(error);
  if (code === 'unknown')
    return fail('oci.build-invalid', { params: { why: error instanceof Error ? error.message : String(error) } });
  return fail('workspace.not-writable', { params: { path, why: code }, subject: { file: path } });
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
  onBytes?: (bytes: number) => void,
) {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
    onBytes?.(chunk.length);
  }
}
