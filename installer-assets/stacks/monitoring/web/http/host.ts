/** The host of a `Host` header, without port, in lower case; undefined: not one. */
export function hostName(header: string | undefined): string | undefined {
  const match = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.exec(header ?? '');
  return match?.[1]?.toLowerCase().replace(/\.$/, '');
}

/** As ALLOWED_HOSTS of the manual works: exact names, `.example` for all below it (and itself), `*` for any. */
export function hostAllowed(header: string | undefined, allowed: readonly string[]): boolean {
  const host = hostName(header);
  if (host === undefined) return false;
  return allowed.some((entry) => {
    if (entry === '*') return true;
    if (entry.startsWith('.')) return host === entry.slice(1) || host.endsWith(entry);
    return host === entry || host === `[${entry}]`;
  });
}
