import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DiagnosticError } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { confirmationOf } from '../usb/drive-rules.ts';
import { recentSites } from '../workspace/recent-sites.ts';
import { appendStick, readSticks, type StickBook, type StickRecord } from '../workspace/stick-ledger.ts';
import { type MediaContent, mediaContent } from './media-content.ts';
import type { UserFolders } from './ports.ts';
import type { ReadySite } from './site-shelf.ts';

/** What is known of a writing beside the image itself. */
export interface WrittenFact {
  /** Serial of the stick, or the path of a file. */
  readonly medium: string;
  readonly isVerified: boolean;
  readonly siteId?: string;
  readonly siteName?: string;
  readonly baseSha256?: string;
  /** Where the site's own ledger lies; default: the image's folder, if it is a site's `media/`. */
  readonly folder?: string;
}

const LEDGER = 'sticks.jsonl';
const UNKNOWN_BASE = '0'.repeat(64);

/** Which image went onto which stick, kept for this user and in the site's `media/`, so that it travels with the site. */
export class StickMemory {
  readonly #folders: UserFolders;

  constructor(folders: UserFolders) {
    this.#folders = folders;
  }

  /** Everything written, as far as this user's and the site's ledgers tell. */
  sticks(ready: ReadySite | undefined): Promise<StickBook> {
    return this.#read(ready ? [ready.folder.media] : []);
  }

  /**
   * Notes what now stands on a medium. `image`: the overlay or complete image it was written from. One that cannot be read (any
   * more) is not noted: the medium is good, and costs only its recognition.
   */
  async remember(image: string, fact: WrittenFact): Promise<void> {
    const path = resolve(image);
    const content = readContent(path);
    if (content?.contentSha256 === undefined) return;
    const { contentSha256, answer, receiver, node, ...origin } = content;
    const before = (await this.#read([dirname(path)])).get(contentSha256);
    const siteId = fact.siteId ?? origin.siteId ?? before?.siteId ?? '';
    const now = new Date().toISOString();
    const record: StickRecord = {
      contentSha256,
      siteId,
      siteName: fact.siteName ?? before?.siteName ?? siteId,
      // An image for all nodes is the site's own.
      node: node === '' ? siteId : node,
      baseSha256: fact.baseSha256 ?? origin.baseSha256 ?? before?.baseSha256 ?? UNKNOWN_BASE,
      medium: fact.medium,
      writtenAt: now,
      ...(fact.isVerified ? { verifiedAt: now } : {}),
      ...(receiver === undefined ? {} : { receiver }),
      answer,
    };
    const beside = fact.folder ?? mediaFolderOf(path);
    for (const folder of [this.#folders.state, ...(beside === undefined ? [] : [beside])])
      await appendStick(join(folder, LEDGER), record);
  }

  async #read(more: readonly string[]): Promise<StickBook> {
    const recent = await recentSites(this.#folders.state);
    const folders = [this.#folders.state, ...recent.map(({ siteFile }) => join(dirname(siteFile), 'media')), ...more];
    return readSticks([...new Set(folders)].map((folder) => join(folder, LEDGER)));
  }
}

/**
 * Whether this very stick or file was read back as a whole when this content of this base was written. A drive without a serial is
 * none that could be told from another of its size in the same place.
 */
export function wasProven(
  record: StickRecord | undefined,
  facts: Pick<DriveFacts, 'device' | 'identity'>,
  baseSha256: string,
): boolean {
  const { serial, backingFile } = facts.identity;
  if (!record || (serial === '' && backingFile === null)) return false;
  const isSame = record.medium === confirmationOf(facts) && record.baseSha256 === baseSha256;
  return isSame && record.verifiedAt !== undefined;
}

/** The `media/` of a site, where the image lies in one; any other folder is left as it is. */
function mediaFolderOf(image: string): string | undefined {
  const folder = dirname(image);
  return existsSync(join(dirname(folder), 'site.toml')) ? folder : undefined;
}

function readContent(image: string): MediaContent | undefined {
  try {
    return mediaContent(image);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
