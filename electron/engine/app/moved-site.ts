import { stat } from 'node:fs/promises';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { forgetSite, recentSites, rememberSite } from '../workspace/recent-sites.ts';
import { checkWholeSite } from './whole-site.ts';

/**
 * A site of the list whose folder is elsewhere now: the list knows it there. Gives back its file. Throws site.unreadable and the like
 * for what cannot be read, sites.other-site for another one than the list has, sites.still-there where the old folder is there.
 */
export async function followMovedSite(
  userState: string,
  assets: AssetStore,
  from: string,
  to: string,
  now: Date,
): Promise<string> {
  if (await stat(from).catch(() => undefined))
    throw fail('sites.still-there', { params: { path: from }, subject: { file: from } });
  const { site, draft, path, diagnostics } = await checkWholeSite(to, assets);
  const shown = site ?? draft;
  if (!shown) {
    const [first, ...rest] = diagnostics.filter(({ severity }) => severity === 'error');
    throw first
      ? new DiagnosticError(first, ...rest)
      : fail('site.not-found', { params: { path }, subject: { file: path } });
  }
  const known = (await recentSites(userState)).find(({ siteFile }) => siteFile === from);
  if (known?.id !== undefined && known.id !== shown.id)
    throw fail('sites.other-site', { params: { path, id: shown.id, wanted: known.id }, subject: { file: path } });
  await rememberSite(userState, path, now, shown);
  await forgetSite(userState, from);
  return path;
}
