import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { fail } from '../../api/diagnostic.ts';
import { read } from '../shell/command.ts';
import { lastLines } from './collect.ts';
import { type Hand, isConnectionLost } from './hand.ts';

const ATTEMPTS_AFTER_A_LOST_CONNECTION = 4;
/** As for uploads: 20 MB a minute is the slowest we wait for, five minutes the least. */
const SLOWEST_BYTES_PER_MS = 333;
const LEAST_DEADLINE_MS = 300_000;

export interface Download {
  /** Absolute path on the host. */
  readonly source: string;
  readonly sizeBytes: number;
  /** What it has to be, as the host hashed it. */
  readonly sha256: string;
  /** Path on this machine. What is there stays until the new file is whole and proven. */
  readonly target: string;
  readonly signal?: AbortSignal;
  readonly onBytes?: (receivedBytes: number) => void;
}

/**
 * Brings a file here: written beside its target (mode 0600), hashed, synced, renamed. `tail` over the command channel, as an
 * upload uses `cat`: it is the same with sudo, over a jump host and on this machine, and goes on where it broke off.
 * Throws `transport.*` and `transport.download-damaged`; a failure of this machine's own disk is Node's error.
 */
export async function downloadFile(hand: Hand, file: Download): Promise<void> {
  const part = `${file.target}.${file.sha256.slice(0, 12)}.part`;
  const descriptor = openSync(part, 'w', 0o600);
  let isPlaced = false;
  try {
    const seen = await receive(hand, file, descriptor);
    if (seen !== file.sha256)
      throw fail('transport.download-damaged', {
        params: { host: hand.host, file: file.source },
        evidence: [`expected ${file.sha256}`, `seen ${seen}`],
        subject: { host: hand.host, file: file.source },
      });
    fsyncSync(descriptor);
    await rename(part, file.target);
    isPlaced = true;
  } finally {
    closeSync(descriptor);
    if (!isPlaced) rmSync(part, { force: true });
  }
}

/** Gives the SHA-256 of what came. */
async function receive(hand: Hand, file: Download, descriptor: number): Promise<string> {
  const timeoutMs = Math.max(LEAST_DEADLINE_MS, Math.ceil(file.sizeBytes / SLOWEST_BYTES_PER_MS));
  const hash = createHash('sha256');
  let received = 0;
  const take = (chunk: Uint8Array): void => {
    for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
    hash.update(chunk);
    received += chunk.length;
    file.onBytes?.(received);
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await hand.exec(read`tail -c +${received + 1} -- ${file.source}`, {
        ...(file.signal ? { signal: file.signal } : {}),
        timeoutMs,
        onOut: take,
      });
      if (result.code === 0) return hash.digest('hex');
      throw fail('transport.download-refused', {
        params: { host: hand.host, file: file.source },
        evidence: lastLines(result.stderr),
        subject: { host: hand.host, file: file.source },
      });
    } catch (error) {
      if (!isConnectionLost(error) || attempt === ATTEMPTS_AFTER_A_LOST_CONNECTION) throw error;
      hand.note(`the connection was lost while reading ${file.source}; going on where it stopped`);
      await hand.clock.wait(1_000 * 2 ** (attempt - 1), file.signal);
    }
  }
}
