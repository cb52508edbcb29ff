import { diagnostic, fail } from '../../../api/diagnostic.ts';
import { hasAddress, type Interface } from '../../facts/host/interfaces.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change, read } from '../../shell/command.ts';
import { type LinkPort, linkPorts, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';

const APPLY_DEADLINE_MS = 60_000;

interface Missing extends LinkPort {
  /** The port as the node calls it now; undefined = the inventory does not lead to one. */
  readonly port: string | undefined;
}

/** Each node carries its addresses on the cluster links: the installer only configures the management port. */
export const clusterLinksStep: Step = {
  id: 'base.cluster-links',
  phase: 'base',
  title: () => ({ en: 'Addresses of the cluster links', es: 'Direcciones de los enlaces' }),
  targets: (site) => pveNodes(site).flatMap((host) => (linkPorts(site, host).length > 0 ? [host.name] : [])),
  needs: ['preflight.pve-version'],
  risk: 'disruptive',
  order: 'one-at-a-time',
  check: (view, target) =>
    decide([], () => {
      const missing = missingLinks(view, target);
      const unknown = missing.find((entry) => entry.port === undefined);
      if (unknown)
        return {
          state: 'blocked',
          diagnostic: diagnostic('base.link-port-unknown', {
            params: { host: target, address: unknown.cidr, link: unknown.link },
            evidence: factOf(view, target, 'interfaces')
              .filter((entry) => entry.physical)
              .map((entry) => `${entry.name} ${entry.mac} ${entry.addresses.join(' ')}`.trim()),
            subject: { host: target, step: 'base.cluster-links' },
          }),
        };
      return verdictOf(missing.map(({ port, link, cidr }) => ({ what: `${port} (link ${link})`, after: cidr })));
    }),
  apply: async (context) => {
    const { target } = context;
    const transport = context.transport(target);
    const missing = missingLinks(await context.look(target), target);
    if (missing.length === 0) return;

    // The vendor stages changes in interfaces.new; what a person staged there must not be applied by us. What holds an
    // address of ours was begun by us: a try that broke off between two ports is gone on with.
    const staged = await transport.exec(read`cat /etc/network/interfaces.new`, { signal: context.signal });
    const words = new Set(staged.code === 0 ? staged.stdout.split(/\s+/) : []);
    if (staged.code === 0 && !missing.some((entry) => words.has(entry.cidr)))
      throw fail('base.network-staged', {
        params: { host: target },
        evidence: staged.stdout.split('\n').slice(0, 60),
        subject: { host: target, step: 'base.cluster-links' },
      });
    for (const { port = '', cidr, link } of missing.filter((entry) => !words.has(entry.cidr))) {
      const comment = `Sitewright ${context.site.id}: cluster link ${link}`;
      const option = cidr.includes(':') ? '--cidr6' : '--cidr';
      await changeHost(
        transport,
        context,
        change`pvesh set ${`/nodes/${target}/network/${port}`} --type eth ${[option, cidr]} --autostart 1 --comments ${comment}`,
      );
    }
    // a task: its exit code says nothing, so the addresses are read back
    await changeHost(transport, context, change`pvesh set ${`/nodes/${target}/network`}`, { timeoutMs: 120_000 });
    const left = await until(context, { deadlineMs: APPLY_DEADLINE_MS, everyMs: 2_000 }, async () =>
      missingLinks(await context.look(target), target).length === 0 ? true : undefined,
    );
    if (left) return;
    const first = missing[0];
    throw fail('base.network-not-applied', {
      params: { host: target, address: first?.cidr ?? '', port: first?.port ?? '' },
      subject: { host: target, step: 'base.cluster-links' },
    });
  },
};

function missingLinks(view: Pick<View, 'facts' | 'site'>, target: string): readonly Missing[] {
  const host = pveNodes(view.site).find((entry) => entry.name === target);
  if (!host) return [];
  const list = factOf(view, target, 'interfaces');
  return linkPorts(view.site, host)
    .filter(({ cidr }) => !hasAddress(list, cidr.split('/')[0] ?? ''))
    .map((entry) => ({ ...entry, port: portOf(list, entry) }));
}

/** Never a port of a bridge or bond: an address there does nothing, and touching it could cut the management network. */
function portOf(list: readonly Interface[], wanted: LinkPort): string | undefined {
  return list.find(
    (entry) => entry.physical && entry.master === '' && wanted.mac !== undefined && entry.mac === wanted.mac,
  )?.name;
}
