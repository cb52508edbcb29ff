import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { type Fact, known } from '../../facts/fact.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, factsOf, knownOr } from '../sight.ts';
import type { Step } from '../step.ts';

/** Ports of a node that the manual asks for (2.3): ssh and the Proxmox page. */
const NODE_PORTS = [22, 8006] as const;

/** Hosts that a node must reach by ssh: the other nodes and the witness. */
function peersOf(site: Site, host: string): readonly { readonly name: string; readonly address: string }[] {
  const witness = witnessHost(site);
  return [...pveNodes(site), ...(witness ? [witness] : [])].filter((peer) => peer.name !== host);
}

/** Addresses that answered as ssh servers when a node asked its peers, all at once. */
function reachedPeers(addresses: readonly string[]): Fact<ReadonlySet<string>> {
  return {
    id: 'preflight.reached-peers',
    command: read`ssh-keyscan -T 3 -t ed25519,ecdsa,rsa ${addresses}`,
    // ends with 1 where nobody answered: that is an answer
    parse: ({ stdout }) =>
      known(
        new Set(
          stdout
            .split('\n')
            .filter((line) => line !== '' && !line.startsWith('#'))
            .map((line) => line.split(/\s+/)[0]?.replace(/^\[(.*)\]:\d+$/, '$1') ?? ''),
        ),
      ),
  };
}

/** Asks each node, in the one round trip, which of the others it reaches. */
export const peerFacts: FactSet = {
  id: 'preflight',
  facts: (site, host) => {
    if (!pveNodes(site).some((node) => node.name === host)) return [];
    const addresses = peersOf(site, host).map((peer) => peer.address);
    return addresses.length === 0 ? [] : [reachedPeers(addresses)];
  },
};

/** The nodes answer on their ports and reach each other (manual, 2.3). Only looks. */
export const portsStep: Step = {
  id: 'preflight.ports',
  phase: 'preflight',
  title: () => ({ en: 'Ports and paths between nodes', es: 'Puertos y rutas entre nodos' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      const blocked = (trouble: Diagnostic) => ({ state: 'blocked', diagnostic: trouble }) as const;
      const subject = { host: target, step: 'preflight.ports' };
      const listening = factOf(view, target, 'listeners');
      const closed = NODE_PORTS.find((port) => !listening.includes(port));
      if (closed !== undefined)
        return blocked(
          diagnostic('preflight.port-closed', {
            params: { host: target, port: closed },
            evidence: [`listening: ${listening.join(', ')}`],
            subject,
          }),
        );
      const peers = peersOf(view.site, target);
      if (peers.length === 0) return { state: 'satisfied' };
      const asked = reachedPeers(peers.map((peer) => peer.address));
      const reached = knownOr(extraFact(factsOf(view, target), asked), target, asked.id);
      const lost = peers.find((peer) => !reached.has(peer.address));
      if (!lost) return { state: 'satisfied' };
      return blocked(
        diagnostic('preflight.peer-unreachable', {
          params: { host: target, peer: lost.name, address: lost.address },
          evidence: [`reached: ${[...reached].join(', ') || '-'}`],
          subject,
        }),
      );
    }),
  apply: async () => {},
};
