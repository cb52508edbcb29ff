import type { Site, StackInstance } from '../../../../api/site.ts';
import type { CheckContext } from '../../../checks/check.ts';
import { cookiesOf, type HttpAnswer, httpAsk } from '../../../checks/http.ts';
import { hostByName } from '../../../site/derive.ts';
import type { MonitoringOptions } from '../options.ts';

export interface DashboardPlace {
  readonly address: string;
  readonly port: number;
  /** `http://192.168.1.100:8000` */
  readonly url: string;
}

/** Where an instance's dashboard answers. */
export function dashboardPlace(site: Site, instance: StackInstance, options: MonitoringOptions): DashboardPlace {
  const address = hostByName(site, instance.on)?.address ?? instance.on;
  return { address, port: options.httpPort, url: `http://${address}:${options.httpPort}` };
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
    path,
    signal: context.signal,
    ...(cookies.size > 0 ? { headers: { cookie: cookieHeader(cookies) } } : {}),
  });
}

/**
 * Logs in as PROTOCOL.md says: the page sets the cookie `csrf`, whose value comes back in the field of that name.
 * @returns the answer to the form, and the session's cookies where it was taken
 */
export async function logIn(
  context: CheckContext,
  place: DashboardPlace,
  user: string,
  password: string,
): Promise<{ readonly answer: HttpAnswer; readonly cookies?: ReadonlyMap<string, string> }> {
  const page = cookiesOf(await ask(context, place, '/login'));
  const form = new URLSearchParams({ username: user, password, csrf: page.get('csrf') ?? '' });
  const answer = await httpAsk(context.dialer, {
    address: place.address,
    port: place.port,
    path: '/login',
    method: 'POST',
    signal: context.signal,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookieHeader(page) },
    body: form.toString(),
  });
  const given = cookiesOf(answer);
  return answer.status === 303 && given.has('session') ? { answer, cookies: new Map([...page, ...given]) } : { answer };
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
