import type { Mirror } from './http-settings.ts';

/** Where an address is asked for, in order: its mirrors, then itself. */
export function mirroredUrls(url: string, mirrors: readonly Mirror[] = []): readonly string[] {
  const urls: string[] = [];
  let original = true;
  for (const { of, at, only } of mirrors) {
    const prefix = withSlash(of);
    if (!url.startsWith(prefix)) continue;
    urls.push(...at.map((place) => withSlash(place) + url.slice(prefix.length)));
    if (only) original = false;
  }
  if (original) urls.push(url);
  return [...new Set(urls)];
}

function withSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}
