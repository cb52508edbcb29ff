import { diagnostic } from '../../../api/diagnostic.ts';
import { type Fact, known } from '../../facts/fact.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, factsOf, knownOr } from '../sight.ts';
import type { Step } from '../step.ts';

/** Whether a host has the rules of a zone. */
function zoneKnown(zone: string): Fact<boolean> {
  return {
    id: 'preflight.zone-known',
    command: read`test -e ${`/usr/share/zoneinfo/${zone}`}`,
    parse: ({ code }) => known(code === 0),
  };
}

const hostsOf: Step['targets'] = (site) => {
  const witness = witnessHost(site);
  return [...pveNodes(site), ...(witness ? [witness] : [])].map((host) => host.name);
};

export const zoneFacts: FactSet = {
  id: 'preflight-time-zone',
  facts: (site, host) => (hostsOf(site).includes(host) ? [zoneKnown(site.timezone)] : []),
};

/** A host that is in another time zone than the site can be put there: it knows the zone. Only looks. */
export const knownZoneStep: Step = {
  id: 'preflight.time-zone',
  phase: 'preflight',
  title: () => ({ en: 'Time zone is known', es: 'Zona horaria conocida' }),
  targets: hostsOf,
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      const zone = view.site.timezone;
      const present = factOf(view, target, 'timeZone');
      if (present === zone) return { state: 'satisfied' };
      const asked = zoneKnown(zone);
      if (knownOr(extraFact(factsOf(view, target), asked), target, asked.id)) return { state: 'satisfied' };
      return {
        state: 'blocked',
        diagnostic: diagnostic('preflight.zone-unknown', {
          params: { host: target, zone },
          evidence: [`now: ${present}`],
          subject: { host: target, step: 'preflight.time-zone', field: 'timezone' },
        }),
      };
    }),
  apply: async () => {},
};
