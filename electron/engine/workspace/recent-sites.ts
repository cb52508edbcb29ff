import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-file.ts';

const LIMIT = 30;
const RecentSitesSchema = z.object({
  version: z.literal(1),
  sites: z.array(
    z.object({
      siteFile: z.string(),
      openedAt: z.string(),
      id: z.string().optional(),
      name: z.string().optional(),
    }),
  ),
});

export interface RecentSite {
  /** Absolute path of the site file; it may no longer be there. */
  readonly siteFile: string;
  readonly openedAt: string;
  /** What it said of itself when it was opened: a folder that is gone is still called by its name. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** The sites that this user opened, newest first. A list that cannot be read is an empty one: it is a convenience. */
export async function recentSites(userState: string): Promise<readonly RecentSite[]> {
  try {
    return RecentSitesSchema.parse(JSON.parse(await readFile(file(userState), 'utf8'))).sites;
  } catch {
    return [];
  }
}

/** Puts a site on top of the list. */
export async function rememberSite(
  userState: string,
  siteFile: string,
  now: Date,
  said?: { readonly id: string; readonly name: string },
): Promise<void> {
  const others = (await recentSites(userState)).filter((entry) => entry.siteFile !== siteFile);
  await store(
    userState,
    [{ siteFile, openedAt: now.toISOString(), ...(said ? { id: said.id, name: said.name } : {}) }, ...others].slice(
      0,
      LIMIT,
    ),
  );
}

/** Takes a site off the list; its folder is not touched. */
export async function forgetSite(userState: string, siteFile: string): Promise<void> {
  await store(
    userState,
    (await recentSites(userState)).filter((entry) => entry.siteFile !== siteFile),
  );
}

async function store(userState: string, sites: readonly RecentSite[]): Promise<void> {
  await writeFileAtomic(file(userState), `${JSON.stringify({ version: 1, sites }, null, 2)}\n`, { mode: 0o600 });
}

function file(userState: string): string {
  return join(userState, 'recent-sites.json');
}
