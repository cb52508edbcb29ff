import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { readBounded } from './lock/lock-file.ts';

/** The public half of the key that signs this site's bundles, beside its site.toml: what a bundle is compared with. */
export const PINNED_KEY_FILE = 'bundle-key.pub';

/**
 * Undefined = the site has signed none yet. A file without a key is not that: any bundle would pass as the site's own. Throws
 * workspace.unreadable-file, bundle.pinned-key-broken.
 */
export async function readPinnedKey(siteFolder: string): Promise<string | undefined> {
  const file = join(siteFolder, PINNED_KEY_FILE);
  const bytes = await readBounded(file, 4096);
  if (bytes === undefined) return undefined;
  const key = /^ed25519 ([A-Za-z0-9+/]{43}=)\r?$/m.exec(Buffer.from(bytes).toString('latin1'))?.[1];
  if (key === undefined) throw fail('bundle.pinned-key-broken', { params: { file }, subject: { file } });
  return key;
}

/** Written by who holds the key; the same one is not written twice. */
export async function writePinnedKey(siteFolder: string, publicKey: string): Promise<void> {
  if ((await readPinnedKey(siteFolder).catch(() => undefined)) === publicKey) return;
  await writeFileAtomic(join(siteFolder, PINNED_KEY_FILE), `ed25519 ${publicKey}\n`);
}
