import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { quote, Secret } from '../shell/command.ts';
import { errorCode } from './atomic-file.ts';

const MAX_BYTES = 64 * 1024;

export interface PassphraseSources {
  /** From `--passphrase-fd N`. */
  readonly fd?: number;
  /** From SITEWRIGHT_PASSPHRASE_FILE. */
  readonly file?: string;
  readonly platform?: NodeJS.Platform;
}

/**
 * The passphrase where nobody is asked: from a file descriptor, else from a 0600 file. Undefined when neither is named.
 * One line end at the end is not part of it. Throws vault.passphrase-*; never repeats what was read.
 */
export async function readPassphrase(sources: PassphraseSources): Promise<Secret | undefined> {
  if (sources.fd !== undefined) return fromDescriptor(sources.fd);
  if (sources.file !== undefined && sources.file !== '') {
    return fromFile(sources.file, sources.platform ?? process.platform);
  }
  return undefined;
}

async function fromDescriptor(fd: number): Promise<Secret> {
  const problem = (why: string) => fail('vault.passphrase-fd', { params: { fd, why } });
  if (!Number.isInteger(fd) || fd < 0) throw problem('EBADF');
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream('', { fd, autoClose: true })) {
      const bytes: Uint8Array = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
      chunks.push(bytes);
      size += bytes.length;
      if (size > MAX_BYTES) break;
    }
  } catch (error) {
    throw problem(errorCode(error));
  }
  const text = decode(Buffer.concat(chunks));
  if (text === undefined || text === '') throw problem(size > MAX_BYTES ? 'EFBIG' : 'empty');
  return new Secret(text);
}

async function fromFile(path: string, platform: NodeJS.Platform): Promise<Secret> {
  const problem = (why: string) => fail('vault.passphrase-file', { params: { path, why }, subject: { file: path } });
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw problem(errorCode(error));
  }
  try {
    // Looked at on the open handle, so that nothing can be put in its place in between.
    const stat = await handle.stat();
    if (!stat.isFile()) throw problem('not a plain file');
    const mode = stat.mode & 0o777;
    if (platform !== 'win32' && mode !== 0o600 && mode !== 0o400) {
      throw fail('vault.passphrase-file-mode', {
        params: { path, quoted: quote(path), mode: mode.toString(8).padStart(4, '0') },
        subject: { file: path },
      });
    }
    if (stat.size > MAX_BYTES) throw problem('EFBIG');
    const text = decode(await handle.readFile());
    if (text === undefined || text === '') throw problem('empty');
    return new Secret(text);
  } finally {
    await handle.close();
  }
}

/** UTF-8 without one line end; undefined when it is no UTF-8 or too long. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

/** Beside the vault of an example: its passphrase, public by intention. */
export const THROW_AWAY_PASSPHRASE_FILE = 'THROW-AWAY-PASSPHRASE.txt';

/**
 * The passphrase of an example's vault, where one lies beside it. For rehearsals only: a site that is really installed
 * must never be opened this way. Its mode is not looked at, since a checkout does not keep modes.
 */
export async function throwAwayPassphrase(siteFolder: string): Promise<Secret | undefined> {
  try {
    const text = decode(await readFile(join(siteFolder, THROW_AWAY_PASSPHRASE_FILE)));
    return text ? new Secret(text) : undefined;
  } catch {
    return undefined;
  }
}
