import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { errorCode, writeFileAtomic } from './atomic-file.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';

/** A site on disk: one folder that holds all of it, so that it can be copied to a stick as a whole. */
export interface SiteFolder {
  readonly root: string;
  readonly siteFile: string;
  /** `secrets.age` */
  readonly vaultFile: string;
  /** Offline content: `cloud-images/`, `debs/`, `images/`. */
  readonly bundle: string;
  /** One folder a run: its journal and logs. */
  readonly runs: string;
  /** Overlays and images made for the sticks. */
  readonly media: string;
  readonly reports: string;
  /** What the machines have inside, one `<node>.json` each, as imported. */
  readonly inventory: string;
  /** Takes the one lock for writing; see {@link lockFolder}. */
  lock(purpose: string): Promise<FolderLock>;
}

/** Opens a site folder by its path or by the path of its site file. Throws workspace.folder-missing; makes nothing. */
export async function openSiteFolder(path: string): Promise<SiteFolder> {
  const full = resolve(path);
  const missing = () => fail('workspace.folder-missing', { params: { path: full }, subject: { file: full } });
  let isFolder: boolean;
  try {
    isFolder = (await stat(full)).isDirectory();
    if (isFolder) await stat(join(full, 'site.toml'));
  } catch {
    throw missing();
  }
  return siteFolderAt(isFolder ? full : dirname(full), isFolder ? join(full, 'site.toml') : full);
}

/** The layout of a site folder, as paths. */
export function siteFolderAt(root: string, siteFile: string = join(root, 'site.toml')): SiteFolder {
  return {
    root,
    siteFile,
    vaultFile: join(root, 'secrets.age'),
    bundle: join(root, 'bundle'),
    runs: join(root, 'runs'),
    media: join(root, 'media'),
    reports: join(root, 'reports'),
    inventory: join(root, 'inventory'),
    lock: (purpose) => lockFolder(root, purpose),
  };
}

/**
 * Replaces the text of the site file, if it still is what the caller read. Throws workspace.changed-meanwhile when someone
 * edited it by hand in between, workspace.locked when another Sitewright works on the folder.
 * @param prepare done with the lock held and the old text known to be there, before the new one is written
 */
export async function saveSiteText(
  folder: SiteFolder,
  baseText: string,
  text: string,
  prepare?: () => Promise<void>,
): Promise<void> {
  const lock = await folder.lock('editing site.toml');
  try {
    const now = await readFile(folder.siteFile, 'utf8').catch((error: unknown) => {
      throw fail('workspace.not-writable', { params: { path: folder.siteFile, why: errorCode(error) } });
    });
    if (now !== baseText) {
      throw fail('workspace.changed-meanwhile', {
        params: { path: folder.siteFile },
        subject: { file: folder.siteFile },
      });
    }
    await prepare?.();
    await writeFileAtomic(folder.siteFile, text);
  } finally {
    await lock.release();
  }
}
