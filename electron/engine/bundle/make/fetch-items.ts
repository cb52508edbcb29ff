import { join } from 'node:path';
import { type Diagnostic, DiagnosticError } from '../../../api/diagnostic.ts';
import type { DigestCache } from '../../workspace/digest-cache.ts';
import { kindOf } from '../kinds/index.ts';
import type { BundleKind, FetchContext } from '../kinds/kind.ts';
import type { LockedFile, LockItem } from '../lock/lock.ts';
import type { BringingBoard } from './bringing.ts';

export interface FileToBring {
  readonly item: LockItem;
  readonly file: LockedFile;
}

export interface FetchOrder {
  readonly files: readonly FileToBring[];
  readonly kinds: readonly BundleKind[];
  /** At a time. */
  readonly parallel: number;
  readonly context: FetchContext;
  readonly digests: DigestCache;
  /** Once true nothing new begins. */
  readonly isStopping: () => boolean;
  /** Told of each file as it begins, flows and ends. */
  readonly board?: Pick<BringingBoard, 'begin' | 'bytes' | 'end'>;
}

export interface Fetched {
  /** SHA-256 by path. */
  readonly brought: ReadonlyMap<string, string>;
  readonly failures: readonly Diagnostic[];
}

/** Digests are written down after so many bytes, so that a killed run has not to read everything again. */
const SAVE_EVERY_BYTES = 512 * 1024 * 1024;

/**
 * Brings files, several at a time, the largest first. One that fails does not hold up the others; a server that does not
 * answer at all is not asked for each of a hundred: after three such failures in a row nothing new begins.
 */
export async function fetchItems(order: FetchOrder): Promise<Fetched> {
  const { context, digests } = order;
  const waiting = [...order.files].sort((a, b) => a.file.sizeBytes - b.file.sizeBytes);
  const brought = new Map<string, string>();
  const failures: Diagnostic[] = [];
  let inARow = 0;
  let unsavedBytes = 0;
  const one = async ({ item, file }: FileToBring): Promise<void> => {
    let isThere = false;
    order.board?.begin(item, file);
    const onBytes = (bytes: number) => {
      order.board?.bytes(file, bytes);
      context.onBytes(bytes);
    };
    try {
      const sha256 = await kindOf(item.kind, order.kinds).fetch(item, file, { ...context, onBytes });
      await digests.remember(join(context.folder, ...file.path.split('/')), sha256);
      brought.set(file.path, sha256);
      inARow = 0;
      isThere = true;
      unsavedBytes += file.sizeBytes;
      if (unsavedBytes >= SAVE_EVERY_BYTES) {
        unsavedBytes = 0;
        await digests.save();
      }
    } catch (error) {
      context.signal?.throwIfAborted();
      if (!(error instanceof DiagnosticError)) throw error;
      inARow += 1;
      failures.push(...error.diagnostics);
    } finally {
      order.board?.end(file, isThere);
    }
  };
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      context.signal?.throwIfAborted();
      if (order.isStopping() || inARow >= 3) return;
      await one(next);
    }
  };
  // All of them end before this does: a file that is still being written when the run is over would be nobody's.
  const ends = await Promise.allSettled(Array.from({ length: order.parallel }, worker));
  await digests.save();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { brought, failures: distinct(failures) };
}

function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((entry) => [JSON.stringify(entry), entry])).values()];
}
