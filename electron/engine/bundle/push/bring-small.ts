import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { change } from '../../shell/command.ts';
import type { Transport } from '../../transport/port.ts';
import { errorCode } from '../../workspace/atomic-file.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import type { LockedFile } from '../lock/lock.ts';
import { fileNode } from '../oci/build/tar-node.ts';
import { writeTar } from '../oci/build/write-tar.ts';

/** Up to this a file costs more to ask about than to send. */
export const SMALL_BYTES = 4 * 1024 * 1024;
const BATCH_BYTES = 24 * 1024 * 1024;
const BATCH_FILES = 400;
/** No path of a bundle begins with a dot. */
const DIGESTS = '.digests';
const TIMEOUT_MS = 600_000;

/** Small files in batches: one command each, whatever number of packages there is. */
export function batchesOf(files: readonly LockedFile[]): readonly (readonly LockedFile[])[] {
  const batches: LockedFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = batches.at(-1);
    bytes += file.sizeBytes;
    if (last && last.length < BATCH_FILES && bytes <= BATCH_BYTES) last.push(file);
    else {
      batches.push([file]);
      bytes = file.sizeBytes;
    }
  }
  return batches;
}

/**
 * Brings a batch in one piece: unpacked beside the bundle, every digest looked at over there, and only then linked into place. False =
 * it did not come through, and nothing of it counts; each file can still go by itself, which says what is wrong. Throws
 * bundle.file-missing, deploy.bundle-changed, transport.stopped.
 */
export async function bringBatch(
  host: Transport,
  folder: string,
  batch: readonly LockedFile[],
  bundleFolder: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const nodes = await Promise.all(
    batch.map(async (file) => fileNode(file.path, await contentOf(bundleFolder, file), { mode: 0o644 })),
  );
  const digests = batch.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
  const pieces: Uint8Array[] = [];
  for await (const piece of writeTar([fileNode(DIGESTS, digests), ...nodes], 0)) pieces.push(piece);
  try {
    const result = await host.exec(
      change`umask 022 && cd ${folder} || exit 1
new=.incoming.$$ && trap 'rm -rf "$new"' EXIT && mkdir "$new" && tar -x --no-same-owner -C "$new" -f - &&
( cd "$new" && sha256sum --status --strict -c ${DIGESTS} && rm ${DIGESTS} && sync -f . ) &&
cp -rl --remove-destination "$new"/. .`,
      { stdin: Buffer.concat(pieces), timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) },
    );
    return result.code === 0;
  } catch (error) {
    if (signal?.aborted || !(error instanceof DiagnosticError)) throw error;
    return false;
  }
}

async function contentOf(bundleFolder: string, { path, sizeBytes, sha256 = '' }: LockedFile): Promise<Uint8Array> {
  const from = join(bundleFolder, ...path.split('/'));
  const subject = { file: from };
  const bytes = await readFile(from).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') throw fail('bundle.file-missing', { params: { path }, subject });
    throw fail('workspace.unreadable-file', { params: { path: from, why: errorCode(error) }, subject });
  });
  if (bytes.length !== sizeBytes)
    throw fail('deploy.bundle-changed', { params: { path, why: `${bytes.length} B, ${sizeBytes} B` }, subject });
  const seen = sha256Of(bytes);
  if (seen === sha256) return bytes;
  const why = `sha256 ${seen.slice(0, 16)}…, ${sha256.slice(0, 16)}…`;
  throw fail('deploy.bundle-changed', { params: { path, why }, subject });
}
