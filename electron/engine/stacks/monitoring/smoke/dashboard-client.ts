import { type Diagnostic, diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { CheckContext } from '../../../checks/check.ts';
import {
  connectionReason,
  cookiesOf,
  type HttpAnswer,
  type HttpAsk,
  httpAsk,
  isCertificateReason,
} from '../../../checks/http.ts';
import { read } from '../../../shell/command.ts';
import { instanceFolder } from '../../registry.ts';
import { type DashboardAddress, dashboardAddress, SITE_AUTHORITY_FILE } from '../dashboard-address.ts';
import type { MonitoringOptions } from '../options.ts';

/** A dashboard and whom it is trusted by. */
export interface DashboardPlace extends DashboardAddress {
  /** The only authority that its certificate may be of; undefined = it speaks plain HTTP. */
  readonly authorityPem: string | undefined;
}

/** Where the site's authority lies on the dashboard's machine cannot be read. */
export class NoAuthority extends Error {}

/**
 * Where an instance's dashboard answers. The authority that it is held against comes over SSH from the machine, whose host key is
 * known: no vault is needed. Throws {@link NoAuthority}.
 */
export async function dashboardPlace(
  context: CheckContext,
  site: Site,
  instance: StackInstance,
  options: MonitoringOptions,
): Promise<DashboardPlace> {
  const at = dashboardAddress(site, instance, options);
  if (!options.tls) return { ...at, authorityPem: undefined };
  const path = `${instanceFolder(instance)}/${SITE_AUTHORITY_FILE}`;
  const result = await context.transport(instance.on).exec(read`cat ${path}`, { signal: context.signal });
  if (result.code !== 0) throw new NoAuthority(result.stderr.trim() || path);
  return { ...at, authorityPem: result.stdout };
}

/** Why a dashboard could not be asked, as a finding. Throws again what says nothing of the dashboard: a machine that SSH does not reach. */
export function whyNotAsked(
  { url }: DashboardAddress,
  instance: StackInstance,
  error: unknown,
): { readonly seen: string; readonly diagnostic: Diagnostic } {
  if (!(error instanceof NoAuthority) && !(error instanceof Error && 'code' in error)) throw error;
  const reason = error instanceof NoAuthority ? error.message : connectionReason(error);
  const subject = { host: instance.on };
  const isTrust = error instanceof NoAuthority || isCertificateReason(reason);
  return {
    seen: `${url}: ${reason}`,
    diagnostic: isTrust
      ? diagnostic('check.dashboard-certificate', { params: { url, reason }, subject })
      : diagnostic('check.dashboard-closed', { params: { url, reason, name: instance.on }, subject }),
  };
}

/** A GET; redirects inside the dashboard are followed, at most three. */
export async function getPage(
  context: CheckContext,
  place: DashboardPlace,
  path: string,
): Promise<{ readonly path: string; readonly answer: HttpAnswer }> {
  let at = path;
  for (let hop = 0; ; hop += 1) {
    const answer = await ask(context, place, at);
    const location = answer.headers.location;
    if (answer.status < 300 || answer.status > 399 || typeof location !== 'string' || hop === 3)
      return { path: at, answer };
    at = new URL(location, `${place.url}${at}`).pathname;
  }
}

export function ask(
  context: CheckContext,
  place: DashboardPlace,
  path: string,
  cookies: ReadonlyMap<string, string> = new Map(),
): Promise<HttpAnswer> {
  return httpAsk(context.dialer, {
    address: place.address,
    port: place.port,
    ...trust(place),
    path,
    signal: context.signal,
    ...(cookies.size > 0 ? { headers: { cookie: cookieHeader(cookies) } } : {}),
  });
}

/**
 * Logs in as PROTOCOL.md says: the page sets the cookie `csrf` (`__Host-csrf` over TLS), whose value comes back in the field `csrf`.
 * @returns the answer to the form, and the session's cookies where it was taken
 */
export async function logIn(
  context: CheckContext,
  place: DashboardPlace,
  user: string,
  password: string,
): Promise<{ readonly answer: HttpAnswer; readonly cookies?: ReadonlyMap<string, string> }> {
  const nameOf = (name: string): string => (place.scheme === 'https' ? `__Host-${name}` : name);
  const page = cookiesOf(await ask(context, place, '/login'));
  const form = new URLSearchParams({ username: user, password, csrf: page.get(nameOf('csrf')) ?? '' });
  const answer = await httpAsk(context.dialer, {
    address: place.address,
    port: place.port,
    ...trust(place),
    path: '/login',
    method: 'POST',
    signal: context.signal,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookieHeader(page) },
    body: form.toString(),
  });
  const given = cookiesOf(answer);
  return answer.status === 303 && given.has(nameOf('session'))
    ? { answer, cookies: new Map([...page, ...given]) }
    : { answer };
}

function trust({ authorityPem }: DashboardPlace): Pick<HttpAsk, 'tls'> {
  return authorityPem === undefined ? {} : { tls: { authorityPem } };
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
