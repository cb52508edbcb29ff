import { type Diagnostic, diagnostic, fail } from '../../../api/diagnostic.ts';
import { interfaceCalled } from '../../facts/host/interfaces.ts';
import { pveNodes } from '../../site/derive.ts';
import { type WantedInterface, wantedInterfaces } from '../../site/host-network.ts';
import { bearsAbsence } from '../availability/holds-without.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { changeNetwork, guardWaits, networkRefusal } from './network-change.ts';
import { networkFilesAt } from './network-facts.ts';
import { networkChanges, reachesHardware, wantedOn } from './network-plan.ts';

const ID = 'base.network';

/** Each node has the bonds, VLANs and bridges of the site file; a change that cuts it off takes itself back. */
export const networkStep: Step = {
  id: ID,
  phase: 'base',
  title: () => ({ en: 'Bonds, VLANs and bridges', es: 'Bonds, VLAN y puentes' }),
  targets: (site) => pveNodes(site).flatMap((host) => (wantedInterfaces(host).length > 0 ? [host.name] : [])),
  needs: ['preflight.pve-version'],
  risk: 'disruptive',
  order: 'one-at-a-time',
  guard: bearsAbsence,
  check: (view, target) =>
    decide([], () => {
      const wanted = wantedAt(view, target);
      const { live } = networkFilesAt(view, target);
      const seen = factOf(view, target, 'interfaces');
      const changes = networkChanges(wanted, live, seen);
      if (changes.length === 0)
        return verdictOf(
          guardWaits(view, target) ? [{ what: 'network', before: 'not confirmed', after: 'confirmed' }] : [],
        );
      const trouble =
        unknownPort(view, target, wanted) ?? cutsManagement(view, target, wanted) ?? networkRefusal(view, target, ID);
      return trouble ? { state: 'blocked', diagnostic: trouble } : verdictOf(changes);
    }),
  apply: async (context) => {
    const { target, site } = context;
    await changeNetwork(context, {
      step: ID,
      wanted: (view) => wantedAt(view, target),
      comment: (entry) => (entry.type === 'eth' ? '' : `Sitewright ${site.id}`),
    });
  },
};

function wantedAt(view: View, target: string): readonly WantedInterface[] {
  const host = pveNodes(view.site).find((entry) => entry.name === target);
  if (!host) throw fail('transport.unknown-host', { params: { host: target }, subject: { host: target } });
  return wantedOn(view.site, host, factOf(view, target, 'interfaces'), networkFilesAt(view, target).live);
}

function unknownPort(view: View, target: string, wanted: readonly WantedInterface[]): Diagnostic | undefined {
  const seen = factOf(view, target, 'interfaces');
  const { live } = networkFilesAt(view, target);
  const known = (name: string): boolean =>
    interfaceCalled(seen, name) !== undefined ||
    live.has(name) ||
    wanted.some((entry) => entry.name === name && entry.type !== 'eth');
  for (const entry of wanted) {
    const port = [...(entry.ports ?? []), ...(entry.device === undefined ? [] : [entry.device])].find(
      (name) => !known(name),
    );
    if (port === undefined) continue;
    return diagnostic('base.network-port-unknown', {
      params: { host: target, port, device: entry.name },
      evidence: seen
        .filter(({ physical }) => physical)
        .map(({ name, mac, addresses }) => `${name} ${mac} ${addresses.join(' ')}`.trim()),
      subject: { host: target, step: ID },
    });
  }
  return undefined;
}

/** The rules of the site see what it says; this sees what the node has. */
function cutsManagement(view: View, target: string, wanted: readonly WantedInterface[]): Diagnostic | undefined {
  const address = view.site.hosts.find(({ name }) => name === target)?.address ?? '';
  const { live } = networkFilesAt(view, target);
  if (reachesHardware(address, wanted, live, factOf(view, target, 'interfaces'))) return undefined;
  return diagnostic('base.network-cuts-management', {
    params: { host: target, address },
    subject: { host: target, step: ID },
  });
}
