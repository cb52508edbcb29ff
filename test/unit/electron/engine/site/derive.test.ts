import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { type Site, SiteSchema } from '../../../../../electron/api/site.ts';
import {
  allHosts,
  coordinator,
  expectedVotes,
  fqdn,
  haResources,
  hostKeyAlias,
  linkAddresses,
  linkPorts,
  managementPrefix,
  ownershipTag,
  pveNodes,
  quorumVotes,
  replicationJobs,
  replicationSchedule,
  secretRefs,
  survivesOneNode,
  witnessHost,
} from '../../../../../electron/engine/site/derive.ts';

function example(name: string): Site {
  return SiteSchema.parse(parse(readFileSync(`examples/${name}/site.toml`, 'utf8')));
}
const site = example('two-node');
const noWitness = example('two-node-no-witness');

describe('what follows from the site of the manual', () => {
  it('coordinates from the first node of the file', () => {
    expect(coordinator(site).name).toBe('pve-node1');
    expect(pveNodes(site).map((host) => host.name)).toEqual(['pve-node1', 'pve-node2']);
  });

  it('counts the virtual machine among the hosts, with the user and the system of its template', () => {
    expect(allHosts(site).map((host) => `${host.name} ${host.origin} ${host.user}@${host.address} ${host.os}`)).toEqual(
      [
        'pve-node1 installed root@192.168.1.11 pve',
        'pve-node2 installed root@192.168.1.12 pve',
        'witness existing root@192.168.1.20 debian',
        'vm-dashboard vm sitewright@192.168.1.100 debian',
      ],
    );
  });

  it('has three votes with the witness and outlives one node, two votes without and does not', () => {
    expect([expectedVotes(site), quorumVotes(site), survivesOneNode(site)]).toEqual([3, 2, true]);
    expect([expectedVotes(noWitness), quorumVotes(noWitness), survivesOneNode(noWitness)]).toEqual([2, 2, false]);
    expect(witnessHost(site)?.address).toBe('192.168.1.20');
    expect(witnessHost(noWitness)).toBeUndefined();
  });

  it('never offers an HA resource where two votes decide, even when the file asks for one', () => {
    const asked: Site = { ...noWitness, machines: site.machines };
    expect(haResources(asked)).toEqual([]);
    expect(haResources(site)).toEqual([
      {
        sid: 'vm:100',
        vmId: 100,
        machine: 'vm-dashboard',
        nodes: ['pve-node1', 'pve-node2'],
        maxRestart: 1,
        maxRelocate: 1,
      },
    ]);
  });

  it('numbers replication jobs from 0 and writes their period as a calendar event', () => {
    expect(replicationJobs(site)).toEqual([
      {
        id: '100-0',
        vmId: 100,
        machine: 'vm-dashboard',
        source: 'pve-node1',
        target: 'pve-node2',
        everyMinutes: 15,
        schedule: '*/15',
      },
    ]);
  });

  it('never rounds a replication period up', () => {
    expect([1, 15, 25, 59, 60, 90, 120, 300, 1440].map(replicationSchedule)).toEqual([
      '*/1',
      '*/15',
      '*/20',
      '*/30',
      '*/1:00',
      '*/1:00',
      '*/2:00',
      '*/4:00',
      '00:00',
    ]);
  });

  it('uses the management address as link 0 where none is declared', () => {
    const [node] = pveNodes(site);
    if (!node) throw new Error('the example has a node');
    expect(linkAddresses(node)).toEqual([
      { link: 0, address: '10.10.10.11' },
      { link: 1, address: '10.10.11.11' },
    ]);
    expect(linkAddresses({ ...node, links: { 1: '10.10.11.11' } })).toEqual([
      { link: 0, address: '192.168.1.11' },
      { link: 1, address: '10.10.11.11' },
    ]);
    expect(linkPorts(site, node)).toEqual([
      { link: 0, cidr: '10.10.10.11/24', mac: '3c:ec:ef:7a:10:c5', nicName: 'enp2s0f0' },
      { link: 1, cidr: '10.10.11.11/24', mac: '3c:ec:ef:7a:10:c6', nicName: 'enp2s0f1' },
    ]);
    expect(linkPorts({ ...site, pve: { version: '9.2' } }, node).map((port) => port.nicName)).toEqual([
      'link0',
      'link1',
    ]);
  });

  it('derives names, tag, prefix and secrets', () => {
    expect(fqdn(site, 'pve-node1')).toBe('pve-node1.municipal.lan');
    expect(hostKeyAlias(site, 'witness')).toBe('witness.municipal.sitewright');
    expect(ownershipTag(site)).toBe('sitewright-municipal');
    expect(managementPrefix(site)).toBe(24);
    expect(secretRefs(site)).toEqual([
      'secret:site-ssh-key',
      'secret:root-password-pve-node1',
      'secret:root-password-pve-node2',
      'secret:monitoring-secret-key',
      'secret:monitoring-database-password',
      'secret:monitoring-admin-password',
    ]);
  });
});
