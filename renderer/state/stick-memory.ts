/** Runs of sticks belong to no site's folder: this tab keeps their ids, so that a reload shows them again. */
const KEY = 'sitewright.sticks';
const KEPT = 12;

/** Ids of the stick runs that were begun from this tab for a site, oldest first. */
export function rememberedSticks(siteRef: string): readonly string[] {
  return all()[siteRef] ?? [];
}

export function rememberStick(
  siteRef: string | undefined,
  runId: string,
  options: { readonly forget?: boolean } = {},
): void {
  if (siteRef === undefined) return;
  const others = rememberedSticks(siteRef).filter((entry) => entry !== runId);
  const ids = options.forget ? others : [...others, runId].slice(-KEPT);
  sessionStorage.setItem(KEY, JSON.stringify({ ...all(), [siteRef]: ids }));
}

function all(): Readonly<Record<string, readonly string[]>> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).map(([site, ids]) => [
        site,
        Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [],
      ]),
    );
  } catch {
    return {};
  }
}
