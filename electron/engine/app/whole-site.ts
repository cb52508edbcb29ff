import { dirname } from 'node:path';
import { hasErrors } from '../../api/diagnostic.ts';
import { type CheckedSite, checkSite } from '../site/check-site.ts';
import { locatedIn, type ParseOptions } from '../site/parse-site.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { withBroughtFiles } from '../stacks/brought-files.ts';
import { stacks } from '../stacks/index.ts';
import { stackProblems } from '../stacks/stack-problems.ts';

/**
 * Reads and checks a site with all that belongs to it: its file, and what its stacks bring from beside it. Never throws for anything
 * that is wrong with them.
 */
export async function checkWholeSite(
  path: string,
  assets: AssetStore,
  options: ParseOptions = {},
): Promise<CheckedSite> {
  const { site: fine, draft, ...checked } = await checkSite(path, options);
  if (!draft) return checked;
  const brought = await withBroughtFiles(draft, dirname(checked.path), stacks);
  const found = [...brought.diagnostics, ...stackProblems(stacks, brought.site, assets)];
  const diagnostics = [...checked.diagnostics, ...locatedIn(checked.text ?? '', checked.path, found)];
  const whole = brought.site;
  return { ...checked, diagnostics, draft: whole, ...(fine && !hasErrors(diagnostics) ? { site: whole } : {}) };
}
