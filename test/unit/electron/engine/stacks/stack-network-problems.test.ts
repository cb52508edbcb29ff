import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { type Site, SiteSchema } from '../../../../../electron/api/site.ts';
import { readProjectFile } from '../../../../../electron/engine/stacks/compose-project/project-file.ts';
import { stackRegistry } from '../../../../../electron/engine/stacks/registry.ts';
import type { Stack, TakenNetwork } from '../../../../../electron/engine/stacks/stack.ts';
import { stackNetworkProblems } from '../../../../../electron/engine/stacks/stack-network-problems.ts';
import { site as twoNode } from '../../../../steps/support/two-node.ts';

const OptionsSchema = z.object({ pods: z.string().optional(), services: z.string().optional() });

/** A Kubernetes whose options name its ranges. */
const kubernetes: Stack<z.infer<typeof OptionsSchema>> = {
  id: 'kubernetes',
  version: '1',
  title: { en: 'Kubernetes', es: 'Kubernetes' },
  options: OptionsSchema,
  target: 'machine',
  requires: [],
  provides: ['kubernetes'],
  networks: (_site, { options }) => {
    const { pods, services } = OptionsSchema.parse(options);
    return [
      ...(pods === undefined ? [] : [{ cidr: pods, kind: 'pods' } satisfies TakenNetwork]),
      ...(services === undefined ? [] : [{ cidr: services, kind: 'services' } satisfies TakenNetwork]),
    ];
  },
  smoke: () => [],
  report: () => [],
};
const { networks: _networks, ...withoutRanges } = kubernetes;
const docker: Stack<z.infer<typeof OptionsSchema>> = { ...withoutRanges, id: 'containers', requires: ['docker'] };
const registry = stackRegistry([kubernetes, docker]);

const site = (stack: string, options: object, more: object = {}): Site =>
  SiteSchema.parse({ ...twoNode, ...more, stacks: [{ stack, id: 'k', on: 'vm-dashboard', options }] });
const said = (given: Site) =>
  stackNetworkProblems(registry, given).map((entry) => `${entry.code}: ${describeDiagnostic(entry, 'en').summary}`);

describe('ranges of stacks', () => {
  it('that nothing else uses are fine', () => {
    expect(said(site('kubernetes', { pods: '10.42.0.0/16', services: '10.43.0.0/16' }))).toEqual([]);
  });

  it('over the management network stop, over a cluster link warn, over each other stop', () => {
    expect(said(site('kubernetes', { pods: '192.168.0.0/16', services: '10.10.0.0/16' }))).toEqual([
      'stack.network-overlap: k takes 192.168.0.0/16 (pods) on vm-dashboard, which overlaps 192.168.1.0/24 (network.management.cidr).',
      'stack.network-near: k takes 10.10.0.0/16 (services) on vm-dashboard; the site uses 10.10.10.0/24 (network.links[0].cidr) elsewhere, and vm-dashboard will not reach it.',
      'stack.network-near: k takes 10.10.0.0/16 (services) on vm-dashboard; the site uses 10.10.11.0/24 (network.links[1].cidr) elsewhere, and vm-dashboard will not reach it.',
    ]);
    expect(said(site('kubernetes', { pods: '10.42.0.0/15', services: '10.43.0.0/16' }))).toEqual([
      'stack.network-overlap: k takes 10.43.0.0/16 (services) on vm-dashboard, which overlaps 10.42.0.0/15 (stacks[0]).',
    ]);
  });

  it('what Docker takes by itself matters only for what lies behind the gateway', () => {
    const { network } = twoNode;
    const named = (dns: string) =>
      site('containers', {}, { network: { ...network, management: { ...network.management, dns: [dns] } } });
    expect(said(named('192.168.1.1'))).toEqual([]);
    expect(said(named('10.0.0.53'))).toEqual([]);
    expect(said(named('172.20.0.53'))).toEqual([
      'stack.docker-pool: Docker on vm-dashboard takes 172.20.0.0/16 for its containers by itself, and network.management.dns[0] (172.20.0.53) lies in it.',
    ]);
    // its own network is one that Docker sees a route to
    const inside = site(
      'containers',
      {},
      {
        network: { ...network, management: { cidr: '172.18.5.0/24', gateway: '172.18.5.1', dns: ['172.18.5.1'] } },
        machines: twoNode.machines.map((machine) => ({ ...machine, address: '172.18.5.100/24' })),
      },
    );
    expect(said(inside)).toEqual([]);
  });

  it('are read from a compose file with its variables filled', () => {
    const text = [
      'services:',
      '  web:',
      '    image: nginx:1',
      '    networks: [front]',
      'networks:',
      '  front:',
      '    ipam:',
      '      config:',
      '        - subnet: "$' + '{FRONT}"',
      '        - subnet: no-range',
      '  back: {}',
    ].join('\n');
    const file = readProjectFile({
      instanceId: 'i',
      file: 'compose.yaml',
      text,
      names: ['compose.yaml'],
      values: new Map([['FRONT', { text: '172.28.5.0/24' }]]),
    });
    expect(file.subnets).toEqual(['172.28.5.0/24']);
  });
});
