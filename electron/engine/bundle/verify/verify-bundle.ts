import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic, fail } from '../../../api/diagnostic.ts';
import { errorCode } from '../../workspace/atomic-file.ts';
import { LOCK_FILE, SIGNATURE_FILE } from '../layout.ts';
import { filesOf, isFinished } from '../lock/lock.ts';
import { requireLock } from '../lock/lock-file.ts';
import { isSignedBy, keyFingerprint } from '../signature.ts';
import { hashFiles } from './hash-files.ts';

export interface VerifyOptions {
  /** The key of the site, where it is known; the lock's own key proves only that lock and signature belong together. */
  readonly publicKey?: string;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

export interface BundleVerdict {
  readonly ok: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly items: number;
  /** Of the key that signed it. */
  readonly signedBy?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Whether a bundle is what its lock says, to the byte and to the file: nothing missing, altered or extra, and signed. Asks no
 * network and no vault, and trusts no earlier reading. Throws bundle.no-lock, bundle.lock-broken, bundle.lock-newer,
 * workspace.bundle-unreadable.
 */
export async function verifyBundle(folder: string, options: VerifyOptions = {}): Promise<BundleVerdict> {
  const { lock, bytes: lockBytes } = await requireLock(folder);
  const signature = await checkSignature(folder, lockBytes, lock.publicKey, options.publicKey);
  const files = [...filesOf(lock).values()];
  const present = await filesBelow(folder);
  const found: Diagnostic[] = [...signature.diagnostics];
  if (!isFinished(lock))
    found.push(diagnostic('bundle.not-finished', { params: { folder }, subject: { file: folder } }));

  const there = files.filter(({ path }) => present.has(path));
  const named = new Set([...files.map(({ path }) => path), LOCK_FILE, SIGNATURE_FILE]);
  for (const { path } of files) if (!present.has(path)) found.push(about('bundle.file-missing', path));
  for (const path of present) if (!named.has(path)) found.push(about('bundle.file-extra', path));

  const totalBytes = there.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const hashed = await hashFiles(
    there.map(({ path, sizeBytes }) => ({ path: join(folder, ...path.split('/')), sizeBytes })),
    {
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.signal ? { signal: options.signal } : {}),
      onBytes: (count) => {
        doneBytes += count;
        options.onProgress?.(doneBytes, totalBytes);
      },
    },
  );
  let bytes = 0;
  for (const [index, { path, sizeBytes, sha256 }] of there.entries()) {
    const seen = hashed[index];
    if (!seen || 'error' in seen) found.push(about('bundle.file-altered', path, seen?.error ?? ''));
    else {
      bytes += seen.sizeBytes;
      if (seen.sizeBytes !== sizeBytes)
        found.push(about('bundle.file-altered', path, `${seen.sizeBytes} B, ${sizeBytes} B`));
      else if (sha256 !== undefined && seen.digest !== sha256)
        found.push(about('bundle.file-altered', path, `sha256 ${seen.digest.slice(0, 16)}…, ${sha256.slice(0, 16)}…`));
    }
  }
  return {
    ok: !found.some(({ severity }) => severity === 'error'),
    files: there.length,
    bytes,
    items: lock.items.length,
    ...(signature.signedBy === undefined ? {} : { signedBy: signature.signedBy }),
    diagnostics: found,
  };
}

async function checkSignature(
  folder: string,
  lockBytes: Uint8Array,
  publicKey: string | undefined,
  wanted: string | undefined,
): Promise<{ readonly signedBy?: string; readonly diagnostics: readonly Diagnostic[] }> {
  const text = await readFile(join(folder, SIGNATURE_FILE), 'utf8').catch(() => '');
  const of = { params: { folder }, subject: { file: join(folder, SIGNATURE_FILE) } };
  if (publicKey === undefined && text === '') {
    // A site that has a key signs its bundles: one without was made by somebody else, or its signature was taken off.
    const severity = wanted === undefined ? 'warning' : 'error';
    return { diagnostics: [diagnostic('bundle.unsigned', { ...of, severity })] };
  }
  if (publicKey === undefined || !isSignedBy(lockBytes, text, publicKey))
    return { diagnostics: [diagnostic('bundle.bad-signature', of)] };
  const signedBy = keyFingerprint(publicKey);
  if (wanted === undefined || wanted === publicKey) return { signedBy, diagnostics: [] };
  const params = { folder, found: signedBy, wanted: keyFingerprint(wanted) };
  return { signedBy, diagnostics: [diagnostic('bundle.other-key', { ...of, params })] };
}

/** Every entry of a folder that is no folder, hidden ones and links included; the lock of a running Sitewright is not content. */
export async function filesBelow(folder: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const walk = async (inside: string): Promise<void> => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
    for (const entry of entries) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (path !== '.sitewright.lock') found.add(path);
    }
  };
  try {
    await walk('');
  } catch (error) {
    throw fail('workspace.bundle-unreadable', {
      params: { path: folder, why: errorCode(error) },
      subject: { file: folder },
    });
  }
  return found;
}

function about(code: 'bundle.file-missing' | 'bundle.file-extra' | 'bundle.file-altered', path: string, why = '') {
  return diagnostic(code, { params: { path, ...(why === '' ? {} : { why }) }, subject: { file: path } });
}
