import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { capacityCases } from '../../../../../renderer/wizard/machines/capacity-figures.ts';

function example(name: string): Site {
  const file = join(import.meta.dirname, '../../../../../examples', name, 'site.toml');
  const { site } = parseSite(readFileSync(file, 'utf8'));
  if (!site) throw new Error(`${name} does not parse`);
  return site;
}
const twoNode = example('two-node');
const machine = twoNode.machines[0];
if (!machine) throw new Error('the example has no machine');

const said = (site: Site) =>
  capacityCases(site).map(({ lost, nodes, nowhere }) => ({
    lost,
    nodes: nodes.map(({ node, machines, memory, cores, disks }) => [
      node,
      machines.join(),
      memory.used,
      memory.total,
      cores.used,
      cores.total,
      disks
        .map(({ storage, used, total }) => `${storage} ${used}/${total === undefined ? '?' : Math.round(total)}`)
        .join(),
    ]),
    nowhere,
  }));

describe('the capacity of a site', () => {
  it('a replicated disk is counted on both ends, its memory where it runs, also with a node down', () => {
    const { memoryMib, cores, diskGib } = machine;
    const [allUp, firstDown, secondDown] = said(twoNode);
    const row = (node: string, runs: boolean) => [
      node,
      runs ? machine.name : '',
      runs ? memoryMib / 1024 : 0,
      30,
      runs ? cores : 0,
      8,
      `vmdata ${diskGib}/894`,
    ];
    expect(allUp?.nodes).toEqual([row('pve-node1', true), row('pve-node2', false)]);
    expect(firstDown).toEqual({ lost: 'pve-node1', nodes: [row('pve-node2', true)], nowhere: [] });
    expect(secondDown).toEqual({ lost: 'pve-node2', nodes: [row('pve-node1', true)], nowhere: [] });
  });

  it('without HA a copy is still where a person may start the machine; without a copy it has no place', () => {
    const { ha: _ha, ...byHand } = machine;
    const { replication: _copy, ...alone } = byHand;
    const down = (one: Site['machines'][number]) => said({ ...twoNode, machines: [one] })[1];
    expect(down(byHand)?.nodes[0]?.[1]).toBe(machine.name);
    expect(down(byHand)?.nowhere).toEqual([]);
    expect(down(alone)?.nodes[0]?.[1]).toBe('');
    expect(down(alone)?.nowhere).toEqual([machine.name]);
  });

  it('what nobody told yet has no total', () => {
    const unknown = { ...twoNode, hosts: twoNode.hosts.map(({ hardware: _hardware, ...host }) => host) };
    const first = capacityCases(unknown)[0]?.nodes[0];
    expect([first?.memory.total, first?.cores.total, first?.disks[0]?.total]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('a single node has nothing to fail over to, sixteen are asked one by one', () => {
    expect(capacityCases(example('bring-your-own')).map(({ lost }) => lost)).toEqual([undefined]);
    const sixteen = capacityCases(example('sixteen-node'));
    expect(sixteen).toHaveLength(17);
    for (const { lost, nodes } of sixteen.slice(1)) expect(nodes.map(({ node }) => node)).not.toContain(lost);
  });
});
