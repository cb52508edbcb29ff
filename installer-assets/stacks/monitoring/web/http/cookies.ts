import type { Exchange } from './exchange.ts';

/**
 * What a cookie is called in the browser. Under HTTPS another name than without: plain HTTP can neither read nor replace a Secure
 * cookie, and whoever had one would be locked out for as long as it lives once TLS is taken away. With the
 * prefix browsers take it over HTTPS alone, from this very host.
 */
function nameOf({ secure }: Exchange, name: string): string {
  return secure ? `__Host-${name}` : name;
}

/** The value of a request's cookie; undefined too where it came twice, as nobody can say which one is ours. */
export function cookie(exchange: Exchange, name: string): string | undefined {
  const start = `${nameOf(exchange, name)}=`;
  const values = (exchange.request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start))
    .map((part) => part.slice(start.length));
  return values.length === 1 ? values[0] : undefined;
}

/** A cookie that no script reads and no other site brings along. Without `maxAgeSeconds` it ends with the browser. */
export function setCookie(
  exchange: Exchange,
  name: string,
  value: string,
  { maxAgeSeconds }: { readonly maxAgeSeconds?: number } = {},
): void {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  exchange.response.appendHeader(
    'set-cookie',
    `${nameOf(exchange, name)}=${value}; HttpOnly; SameSite=Strict; Path=/${age}${exchange.secure ? '; Secure' : ''}`,
  );
}
