import { diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Machine, Site } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { possibleNodes, pveNodes } from '../../site/derive.ts';
import { type AssetStore, bytesAsset, fillTemplate } from '../../stacks/asset-store.ts';
import type { CheckVerdict, Step } from '../step.ts';
import { hostKeyOf, hostKeyRef, type MachineHostKey, makeHostKey, publicHostKey } from './host-key.ts';
import { type SnippetState, snippetFact, snippetPath } from './machine-facts.ts';
import { unknownFact } from './support/cluster-view.ts';
import { allNodes } from './support/guests.ts';
import { runChange } from './support/run-change.ts';

/** It holds a private key. The folder is open to all, as Proxmox makes it; what starts machines is root. */
const MODE = 0o600;

/**
 * Every node that may run a machine has the machine's cloud-init vendor data, byte for byte the same and for root alone: a
 * missing snippet keeps the machine from starting there (pve-facts 4.3). `vendor=` adds to what Proxmox generates, `user=`
 * would replace it. The machine's host key is in it, so that the machine shows one that we know. That `local` takes snippets
 * is storage.snippets' claim. One node at a time: the first one makes the keys.
 */
export function machinesSnippet(assets: AssetStore): Step {
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
    order: 'one-at-a-time',
    secrets: (site, target) => machinesOn(site, target).map(hostKeyRef),

    check(view, target): CheckVerdict {
      const sight = view.facts.hosts.get(target);
      if (!sight?.reached)
        return {
          state: 'blocked',
          diagnostic: sight && !sight.expected ? sight.diagnostic : unknownFact(target, 'snippets', 'not reached'),
        };
      const changes: Change[] = [];
      const withOwnKey: Machine[] = [];
      for (const machine of machinesOn(view.site, target)) {
        const seen = extraFact(sight.facts, snippetFact(view.site, machine));
        const path = snippetPath(view.site, machine);
        if (!seen.known) return { state: 'blocked', diagnostic: unknownFact(target, path, seen.why) };
        const key = hostKeyOf(view, machine);
        if (key.state === 'blocked') return { state: 'blocked', diagnostic: key.diagnostic };
        if (key.state === 'its-own') withOwnKey.push(machine);
        changes.push(...differences(assets, view.site, machine, key, seen.value));
      }
      const [first, ...rest] = changes;
      if (first) return { state: 'needed', changes: [first, ...rest] };
      // told once, not once a node
      const warnings = withOwnKey
        .filter((machine) => machine.node === target)
        .map(({ name }) => diagnostic('machine.own-host-key', { params: { name }, subject: { host: name } }));
      return { state: 'satisfied', ...(warnings.length > 0 ? { warnings } : {}) };
    },

    async apply(context) {
      const { site, target } = context;
      const transport = context.transport(target);
      await runChange(transport, change`mkdir -p /var/lib/vz/snippets`);
      for (const machine of machinesOn(site, target)) {
        const key = hostKeyOf(context, machine);
        const privateText =
          key.state === 'ours'
            ? key.privateText
            : key.state === 'to-make'
              ? await makeHostKey(context, machine)
              : undefined;
        await transport.upload(
          bytesAsset(snippetText(assets, site, machine, privateText)),
          snippetPath(site, machine),
          {
            mode: MODE,
            signal: context.signal,
          },
        );
      }
    },
  };
}

/**
 * The vendor data of one machine, with its host key at the end where it has one of ours. Time comes from the site: its
 * servers, or the nodes, which keep it.
 */
export function snippetText(assets: AssetStore, site: Site, machine: Machine, privateText: string | undefined): string {
  const servers =
    site.network.ntpServers.length > 0 ? site.network.ntpServers : pveNodes(site).map((host) => host.address);
  const open = fillTemplate(assets.text('templates/cloud-init/vendor.yaml'), {
    siteId: site.id,
    timezone: site.timezone,
    ntpServers: servers.join(' '),
  });
  if (privateText === undefined) return open;
  return `${open}${fillTemplate(assets.text('templates/cloud-init/vendor-host-key.yaml'), {
    name: machine.name,
    privateKey: privateText.replaceAll('\n', '\\n'),
    publicKey: `${publicHostKey(privateText)} root@${machine.name}`,
  })}`;
}

function differences(
  assets: AssetStore,
  site: Site,
  machine: Machine,
  key: MachineHostKey,
  seen: SnippetState | undefined,
): readonly Change[] {
  const path = snippetPath(site, machine);
  const privateText = key.state === 'ours' ? key.privateText : undefined;
  const { sha256 } = bytesAsset(snippetText(assets, site, machine, privateText));
  const before = key.state === 'ours' ? seen?.sha256 : seen?.openSha256;
  const mode = MODE.toString(8);
  const changes: Change[] = [];
  if (before !== sha256)
    changes.push({
      what: path,
      ...(seen ? { before: `SHA-256 ${seen.sha256}` } : {}),
      after: 'vendor data of the site',
    });
  else if (key.state === 'ours' && seen?.mode !== mode)
    changes.push({ what: `mode of ${path}`, before: seen?.mode ?? '-', after: mode });
  if (key.state === 'to-make')
    changes.push({ what: `host key of ${machine.name}`, after: 'ssh-ed25519, made and pinned' });
  return changes;
}

function machinesOn(site: Site, node: string): readonly Machine[] {
  return site.machines.filter((machine) => possibleNodes(site, machine).includes(node));
}
