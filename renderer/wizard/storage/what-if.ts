import type { Site } from '../../../electron/api/site.ts';

export interface Voter {
  readonly name: string;
  readonly kind: 'node' | 'witness';
  readonly alive: boolean;
}

export interface WhatIf {
  readonly voters: readonly Voter[];
  readonly have: number;
  readonly all: number;
  /** More than half of all votes are present. */
  readonly quorate: boolean;
  /** Where each machine ends: its node, the node it moves to, or nowhere. */
  readonly machines: readonly { readonly name: string; readonly on: string | undefined; readonly moved: boolean }[];
}

/** What remains when one machine is lost (undefined = none). Votes: one a node, one for the witness. Pure. */
export function whatIf(site: Site, lost: string | undefined): WhatIf {
  const voters: Voter[] = site.hosts
    .filter((host) => host.roles.includes('pve-node') || host.name === site.cluster?.witness)
    .map((host) => ({
      name: host.name,
      kind: host.roles.includes('pve-node') ? 'node' : 'witness',
      alive: host.name !== lost,
    }));
  const all = voters.length;
  const have = voters.filter((voter) => voter.alive).length;
  const quorate = have > all / 2;
  const machines = site.machines.map((machine) => {
    if (machine.node !== lost) return { name: machine.name, on: quorate ? machine.node : undefined, moved: false };
    const target = machine.ha?.enabled && quorate ? machine.replication?.to.find((node) => node !== lost) : undefined;
    return { name: machine.name, on: target, moved: target !== undefined };
  });
  return { voters, have, all, quorate, machines };
}
