import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { type Fact, known } from '../../facts/fact.ts';
import { NODE_PORTS } from '../../facts/host/listeners.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, factsOf, knownOr } from '../sight.ts';
import type { Step, View } from '../step.ts';

/** OpenSSH lets ten strangers knock at a time and then drops some by chance (sshd_config(5), MaxStartups): eight, and ourselves. */
const ASKED_AT_ONCE = 8;

interface Peer {
  readonly name: string;
  readonly address: string;
}

/**
 * Hosts that a node must reach by ssh: the other nodes and the witness. All nodes look at the same moment, so on a large site
 * each asks the next ones after it, and no host is asked by more than it lets in; the links are measured between all of them.
 */
function peersOf(site: Site, host: string): readonly Peer[] {
  const nodes = pveNodes(site);
  const own = nodes.findIndex(({ name }) => name === host);
  const after = [...nodes.slice(own + 1), ...nodes.slice(0, own)].slice(0, ASKED_AT_ONCE);
  const witness = own < ASKED_AT_ONCE ? witnessHost(site) : undefined;
  return [...after, ...(witness ? [witness] : [])];
}

/**
 * Addresses that answered as ssh servers when a node asked its peers, all at once. Those whom pmxcfs lists as members with
 * their address are not asked again: the cluster speaks with them all the time, and one that is off is told by its own look.
 * A silent one is asked once more, for other keys.
 */
function reachedPeers(addresses: readonly string[]): Fact<ReadonlySet<string>> {
  return {
    id: 'preflight.reached-peers',
    command: read`seen=$(sed -n 's/.*"ip": *"\\([^"]*\\)".*/\\1/p' /etc/pve/.members 2>/dev/null)
rest=$(printf '%s\\n' ${addresses} | grep -vxFe "$seen")
[ -z "$seen" ] || printf '%s member\\n' $seen
if [ -n "$rest" ]; then
  said=$(ssh-keyscan -T 3 -t ed25519 $rest 2>/dev/null); printf '%s\\n' "$said"
  silent=$(printf '%s\\n' $rest | grep -vxFe "$(printf '%s\\n' "$said" | sed -n 's/ .*//p')")
  [ -z "$silent" ] || ssh-keyscan -T 3 -t ecdsa,rsa $silent
fi`,
    // ends with 1 where nobody answered: that is an answer
    parse: ({ stdout }) =>
      known(
        new Set(
          stdout
            .split('\n')
            .map((line) => line.trim().split(/\s+/)[0] ?? '')
            .filter((word) => word !== '' && !word.startsWith('#'))
            .map((word) => word.replace(/^\[(.*)\]:\d+$/, '$1')),
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
  concerns: (view, target) => [
    target,
    ...lostPeers(view, target)
      .map(({ name }) => name)
      .slice(0, 1),
  ],
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
      const [lost] = lostPeers(view, target);
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

/** Peers that a node does not reach, first those that we reach ourselves: of them nobody else tells. Unknown = none. */
function lostPeers(view: View, target: string): readonly Peer[] {
  const sight = view.facts.hosts.get(target);
  if (!sight?.reached) return [];
  const peers = peersOf(view.site, target);
  const asked = extraFact(sight.facts, reachedPeers(peers.map(({ address }) => address)));
  if (!asked.known) return [];
  const lost = peers.filter(({ address }) => !asked.value.has(address));
  const isReached = ({ name }: Peer): boolean => view.facts.hosts.get(name)?.reached === true;
  return [...lost.filter(isReached), ...lost.filter((peer) => !isReached(peer))];
}
