import type { Site } from '../../../electron/api/site.ts';

/** What is lost: nothing, one machine, or one cluster link. */
export type Loss =
  | { readonly kind: 'none' }
  | { readonly kind: 'host'; readonly name: string }
  | { readonly kind: 'link'; readonly id: number };

/** works = as before; off = the lost one; restarts = its own watchdog resets it; frozen = runs on, but nothing may start. */
export type Fate = 'works' | 'votes' | 'off' | 'restarts' | 'frozen';

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
  readonly have: number;
  readonly all: number;
  /** More than half of all votes are present. */
  readonly quorate: boolean;
  readonly machines: readonly MachineFate[];
}

/** HA on two nodes without a witness would stop both, so it is never switched on there. */
export function failsOver(site: Site): boolean {
  return site.cluster?.witness !== undefined || nodesOf(site).length > 2;
}

/**
 * What remains after one loss. Votes: one a node, one for the witness; a side with more than half goes on. A node without
 * quorum is reset by its watchdog only where HA watches a machine on it; otherwise its machines run on, but nothing starts.
 */
export function whatIf(site: Site, loss: Loss): WhatIf {
  const nodes = nodesOf(site);
  const witness = site.cluster?.witness;
  const names = [...nodes, ...(witness === undefined ? [] : [witness])];
  const dead = loss.kind === 'host' ? loss.name : undefined;
  const split = loss.kind === 'link' && !site.network.links.some((link) => link.id !== loss.id);
  // With the last link cut every node is alone; the witness sides with the first.
  const inside = (name: string) => name !== dead && (!split || name === nodes[0] || name === witness);
  const have = names.filter(inside).length;
  const quorate = have > names.length / 2;
  const watched = (machine: Site['machines'][number]) => failsOver(site) && machine.ha?.enabled === true;
  const counts = (name: string) => quorate && inside(name);
  const fateOf = (name: string): Fate => {
    if (name === dead) return 'off';
    if (name === witness) return 'votes';
    if (counts(name)) return 'works';
    return site.machines.some((machine) => machine.node === name && watched(machine)) ? 'restarts' : 'frozen';
  };
  const machines = site.machines.map((machine): MachineFate => {
    const fate = fateOf(machine.node);
    if (fate === 'works' || fate === 'frozen') return { name: machine.name, on: machine.node, moved: false };
    const target = watched(machine) ? machine.replication?.to.find(counts) : undefined;
    return { name: machine.name, on: target, moved: target !== undefined };
  });
  const voters = names.map(
    (name): Voter => ({
      name,
      kind: name === witness ? 'witness' : 'node',
      alive: name !== dead,
      inside: inside(name),
      fate: fateOf(name),
    }),
  );
  return { voters, have, all: names.length, quorate, machines };
}

function nodesOf(site: Site): readonly string[] {
  return site.hosts.filter((host) => host.roles.includes('pve-node')).map((host) => host.name);
}
