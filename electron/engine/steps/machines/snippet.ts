import type { Change } from '../../../api/plan.ts';
import type { Machine, Site } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { possibleNodes, pveNodes } from '../../site/derive.ts';
import { type AssetStore, bytesAsset, fillTemplate } from '../../stacks/asset-store.ts';
import type { CheckVerdict, Step } from '../step.ts';
import { snippetFact, snippetPath } from './machine-facts.ts';
import { unknownFact } from './support/cluster-view.ts';
import { allNodes } from './support/guests.ts';
import { runChange } from './support/run-change.ts';

/**
 * Every node that may run a machine has the machine's cloud-init vendor data, byte for byte the same: a missing snippet
 * keeps the machine from starting there (pve-facts 4.3). `vendor=` adds to what Proxmox generates, `user=` would replace
 * it. That `local` takes snippets is storage.snippets' claim.
 */
export function machinesSnippet(assets: AssetStore): Step {
  const contentOf = (site: Site) => bytesAsset(snippetText(assets, site));
  return {
    id: 'machines.snippet',
    phase: 'machines',
    title: () => ({ en: 'Settings for the first start', es: 'Ajustes del primer arranque' }),
    targets: (site) => {
      const names = new Set(site.machines.flatMap((machine) => possibleNodes(site, machine)));
      return allNodes(site).filter((name) => names.has(name));
    },
    needs: ['cluster.join-node', 'storage.snippets'],
    risk: 'safe',
    order: 'parallel',

    check(view, target): CheckVerdict {
      const sight = view.facts.hosts.get(target);
      if (!sight?.reached)
        return {
          state: 'blocked',
          diagnostic: sight && !sight.expected ? sight.diagnostic : unknownFact(target, 'snippets', 'not reached'),
        };
      const changes: Change[] = [];
      for (const machine of machinesOn(view.site, target)) {
        const digests = extraFact(sight.facts, snippetFact(view.site, machine));
        const path = snippetPath(view.site, machine);
        if (!digests.known) return { state: 'blocked', diagnostic: unknownFact(target, path, digests.why) };
        const before = digests.value.get(path);
        if (before !== contentOf(view.site).sha256)
          changes.push({
            what: path,
            ...(before ? { before: `SHA-256 ${before}` } : {}),
            after: 'vendor data of the site',
          });
      }
      const [first, ...rest] = changes;
      return first ? { state: 'needed', changes: [first, ...rest] } : { state: 'satisfied' };
    },

    async apply(context) {
      const transport = context.transport(context.target);
      await runChange(transport, change`mkdir -p /var/lib/vz/snippets`);
      for (const machine of machinesOn(context.site, context.target))
        await transport.upload(contentOf(context.site), snippetPath(context.site, machine), {
          mode: 0o644,
          signal: context.signal,
        });
    },
  };
}

/** The vendor data of the site's machines. Time comes from the site: its servers, or the nodes, which keep it. */
export function snippetText(assets: AssetStore, site: Site): string {
  const servers =
    site.network.ntpServers.length > 0 ? site.network.ntpServers : pveNodes(site).map((host) => host.address);
  return fillTemplate(assets.text('templates/cloud-init/vendor.yaml'), {
    siteId: site.id,
    timezone: site.timezone,
    ntpServers: servers.join(' '),
  });
}

function machinesOn(site: Site, node: string): readonly Machine[] {
  return site.machines.filter((machine) => possibleNodes(site, machine).includes(node));
}
