import type { Site } from '../../../electron/api/site.ts';

/** One thing that is lost: a machine, a cluster link with its cable or switch, or the management network with its switch. */
export type Loss =
  | { readonly kind: 'host'; readonly name: string }
  | { readonly kind: 'link'; readonly id: number }
  | { readonly kind: 'management' };

/**
 * works = as before; votes = a witness that is heard; off = the lost one; restarts = its own watchdog resets it; frozen = runs on,
 * but nothing may start; unheard = a witness that no node reaches.
 */
export type Fate = 'works' | 'votes' | 'off' | 'restarts' | 'frozen' | 'unheard';

export interface Voter {
  readonly name: string;
  readonly kind: 'node' | 'witness';
  readonly alive: boolean;
  /** Belongs to the side that goes on (or would, if it had more than half). */
  readonly inside: boolean;
  readonly fate: Fate;
}

export interface MachineFate {
  readonly name: string;
  /** Where it ends: its node, the node it moves to, or nowhere. */
  readonly on: string | undefined;
  readonly moved: boolean;
}

export interface WhatIf {
  readonly voters: readonly Voter[];
  /** Votes of the largest side. */
  readonly have: number;
  readonly all: number;
  /** More than half of all votes are present. */
  readonly quorate: boolean;
  readonly machines: readonly MachineFate[];
}

export function sameLoss(a: Loss, b: Loss): boolean {
  return (
    a.kind === b.kind &&
    (a.kind !== 'host' || a.name === (b as typeof a).name) &&
    (a.kind !== 'link' || a.id === (b as typeof a).id)
  );
}

/** The cluster goes on when one node dies: HA is switched on only there, since elsewhere it would stop the healthy node too. */
export function failsOver(site: Site): boolean {
  const nodes = nodesOf(site).length;
  return nodes > 2 || (nodes === 2 && votingWitness(site) !== undefined);
}

/** The witness where it votes: an odd number of nodes decides by itself, and Proxmox then sets up none (pve-facts 2.9). */
export function votingWitness(site: Site): string | undefined {
  return nodesOf(site).length % 2 === 0 ? site.cluster?.witness : undefined;
}

/**
 * What remains after any combination of losses. Votes: one a node, one for the witness; a side with more than half goes on. A
 * node without quorum is reset by its watchdog only where HA watches a machine on it; otherwise its machines run on, but nothing
 * starts.
 */
export function whatIf(site: Site, losses: readonly Loss[]): WhatIf {
  const nodes = nodesOf(site);
  const witness = votingWitness(site);
  const dead = new Set(losses.flatMap((loss) => (loss.kind === 'host' ? [loss.name] : [])));
  const reached = witness !== undefined && !dead.has(witness) && !losses.some((loss) => loss.kind === 'management');
  const sides = sidesOf(
    nodes.filter((name) => !dead.has(name)),
    wiresLeft(site, losses) > 0,
  );
  const side = strongestSide(sides);
  const voted = reached && side.length > 0;
  const inside = new Set([...side, ...(voted && witness !== undefined ? [witness] : [])]);
  const all = nodes.length + (witness === undefined ? 0 : 1);
  const have = inside.size;
  const quorate = have > all / 2;
  const watched = (machine: Site['machines'][number]) => failsOver(site) && machine.ha?.enabled === true;
  const counts = (name: string) => quorate && inside.has(name);
  const fateOf = (name: string): Fate => {
    if (dead.has(name)) return 'off';
    if (name === witness) return voted ? 'votes' : 'unheard';
    if (counts(name)) return 'works';
    return site.machines.some((machine) => machine.node === name && watched(machine)) ? 'restarts' : 'frozen';
  };
  const machines = site.machines.map((machine): MachineFate => {
    const fate = fateOf(machine.node);
    if (fate === 'works' || fate === 'frozen') return { name: machine.name, on: machine.node, moved: false };
    const target = watched(machine) ? machine.replication?.to.find(counts) : undefined;
    return { name: machine.name, on: target, moved: target !== undefined };
  });
  const voters = [...nodes, ...(witness === undefined ? [] : [witness])].map(
    (name): Voter => ({
      name,
      kind: name === witness ? 'witness' : 'node',
      alive: !dead.has(name),
      inside: inside.has(name),
      fate: fateOf(name),
    }),
  );
  return { voters, have, all, quorate, machines };
}

/**
 * The side that gets the witness's vote (its algorithm is ffsplit): the one with the most nodes, and where two are alike the one
 * with the lowest node id, which is the earlier node of the file.
 */
export function strongestSide(sides: readonly (readonly string[])[]): readonly string[] {
  return sides.reduce((best, side) => (side.length > best.length ? side : best), sides[0] ?? []);
}

/** Every link joins all nodes, so they are together while one of them is left, and each alone without. */
function sidesOf(alive: readonly string[], joined: boolean): readonly (readonly string[])[] {
  return joined ? [alive] : alive.map((name) => [name]);
}

/** How many of the paths of the cluster's messages still work. Where no link 0 is declared, the management network is one. */
function wiresLeft(site: Site, losses: readonly Loss[]): number {
  const { links, management } = site.network;
  const switchedOff = losses.some((loss) => loss.kind === 'management');
  const declared = links.filter(
    (link) =>
      !(switchedOff && link.cidr === management.cidr) &&
      !losses.some((loss) => loss.kind === 'link' && loss.id === link.id),
  );
  const own = links.some((link) => link.id === 0) || switchedOff ? 0 : 1;
  return declared.length + own;
}

function nodesOf(site: Site): readonly string[] {
  return site.hosts.filter((host) => host.roles.includes('pve-node')).map((host) => host.name);
}
