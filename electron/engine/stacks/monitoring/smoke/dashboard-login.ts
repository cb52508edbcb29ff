import { diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { Check } from '../../../checks/check.ts';
import { fingerprintOf } from '../../../tls/certificate.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import type { MonitoringOptions } from '../options.ts';
import { type DashboardPlace, dashboardPlace, getPage, whyNotAsked } from './dashboard-client.ts';

/** Smoke test 3 of the manual: a browser that goes to the machine's address gets the login page of the dashboard. */
export function dashboardLogin(site: Site, instance: StackInstance, options: MonitoringOptions): Check {
  const place = dashboardAddress(site, instance, options);
  return {
    id: `smoke.dashboard-${instance.id}`,
    title: { en: 'Access to the dashboard', es: 'Acceso al panel' },
    expected: {
      en: `${place.url} shows the login page of the dashboard`,
      es: `${place.url} muestra la página de inicio de sesión del panel`,
    },
    async run(context) {
      const params = { url: place.url, name: instance.on };
      const subject = { host: instance.on };
      try {
        const dashboard = await dashboardPlace(context, site, instance, options);
        const { path, answer } = await getPage(context, dashboard, '/');
        const seen = [...authoritySeen(dashboard), `${place.url}${path}: status ${answer.status}`];
        if (answer.status !== 200)
          return {
            passed: false,
            seen,
            diagnostic: diagnostic('check.dashboard-status', {
              params: { ...params, status: answer.status },
              evidence: [firstLine(answer.body)],
              subject,
            }),
          };
        const title = /<title>([^<]*)<\/title>/i.exec(answer.body)?.[1]?.trim() ?? '';
        seen.push(`title: ${title}`);
        if (isLoginPage(answer.body)) return { passed: true, seen };
        return {
          passed: false,
          seen,
          diagnostic: diagnostic('check.dashboard-other-page', {
            params,
            evidence: [title || firstLine(answer.body)],
            subject,
          }),
        };
      } catch (error) {
        context.signal.throwIfAborted();
        const { seen, diagnostic } = whyNotAsked(place, instance, error);
        return { passed: false, seen: [seen], diagnostic };
      }
    },
  };
}

/** By the marks of PROTOCOL.md: the application's name, the page's name, and a form that takes name and password. */
export function isLoginPage(html: string): boolean {
  return (
    /<meta name="application-name" content="sitewright-monitoring">/.test(html) &&
    /<body[^>]* data-page="login"/.test(html) &&
    /<form method="post" action="\/login"/.test(html) &&
    /<input[^>]* name="username"/.test(html) &&
    /<input[^>]* name="password"/.test(html)
  );
}

/** What a person compares before a browser is told to trust it. */
function authoritySeen({ authorityPem }: DashboardPlace): readonly string[] {
  return authorityPem === undefined ? [] : [`authority of the site: SHA-256 ${fingerprintOf(authorityPem)}`];
}

function firstLine(body: string): string {
  return (body.trim().split('\n')[0] ?? '').slice(0, 200);
}
