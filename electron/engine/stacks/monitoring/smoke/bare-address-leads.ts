import { diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { Check, CheckFinding } from '../../../checks/check.ts';
import { connectionReason, type HttpAnswer, httpAsk } from '../../../checks/http.ts';
import { BARE_PORT, barePortFact } from '../bare-address.ts';
import { containerName } from '../container-names.ts';
import { dashboardAddress, inUrl } from '../dashboard-address.ts';
import type { MonitoringOptions } from '../options.ts';

/** A browser that goes to the machine's address without a port is led to the dashboard, where nobody else has port 80. */
export function bareAddressLeads(site: Site, instance: StackInstance, options: MonitoringOptions): Check {
  const { address, url } = dashboardAddress(site, instance, options);
  const bare = `http://${inUrl(address)}`;
  const host = instance.on;
  return {
    id: `smoke.bare-address-${instance.id}`,
    title: { en: 'Address without a port', es: 'Dirección sin puerto' },
    expected: { en: `${bare} leads to ${url}`, es: `${bare} lleva a ${url}` },
    async run({ transport, dialer, signal }): Promise<CheckFinding> {
      const there = barePortFact.parse(await transport(host).exec(barePortFact.command, { signal }));
      if (!there.known) return failed([], there.why);
      const own = containerName(options, 'web');
      if (there.value.container !== own && (there.value.listens || there.value.container !== '')) {
        const by = there.value.container === '' ? 'another program' : there.value.container;
        return {
          passed: 'not-applicable',
          seen: [`port ${BARE_PORT} of ${host}: ${by}`],
          reason: {
            en: `Port ${BARE_PORT} of ${host} is somebody else's, and stays so.`,
            es: `El puerto ${BARE_PORT} de ${host} es de otro programa y sigue siéndolo.`,
          },
        };
      }
      try {
        const answer = await httpAsk(dialer, { address, port: BARE_PORT, path: '/', signal });
        const { location } = answer.headers;
        const seen = `${bare}: status ${answer.status}${typeof location === 'string' ? `, ${location}` : ''}`;
        return answer.status === 308 && isSame(location, `${url}/`)
          ? { passed: true, seen: [seen] }
          : failed([seen], seen);
      } catch (error) {
        signal.throwIfAborted();
        return failed([`${bare}: ${connectionReason(error)}`], connectionReason(error));
      }
    },
  };

  function failed(seen: readonly string[], what: string): CheckFinding {
    return {
      passed: false,
      seen,
      diagnostic: diagnostic('check.bare-address', { params: { url: bare, seen: what }, subject: { host } }),
    };
  }
}

/** Whether both lead to the same place: a port that goes without saying need not be said. */
function isSame(location: HttpAnswer['headers'][string], url: string): boolean {
  return typeof location === 'string' && URL.canParse(location) && new URL(location).href === new URL(url).href;
}
