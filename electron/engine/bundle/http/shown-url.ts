/** An address as a person may read it: no user name, no password, and the query (where stores put their signatures) cut. */
export function shownUrl(url: string | URL): string {
  try {
    const { protocol, host, pathname, search } = new URL(url);
    return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`;
  } catch {
    return '(no address)';
  }
}
