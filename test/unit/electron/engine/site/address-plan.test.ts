import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressPlanOrderSchema } from '../../../../../electron/api/address-plan.ts';
import { type Site, SiteSchema } from '../../../../../electron/api/site.ts';
import { planAddresses } from '../../../../../electron/engine/site/address-plan.ts';
import { editSite } from '../../../../../electron/engine/site/edit-site.ts';
import { addressOf, contains, isNetworkOrBroadcast, overlaps } from '../../../../../electron/engine/site/net.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { site as twoNode } from '../../../../steps/support/two-node.ts';

type Order = Parameters<typeof AddressPlanOrderSchema.parse>[0];
const plan = (site: Site, order: Order) => planAddresses(site, AddressPlanOrderSchema.parse(order));
const exampleText = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../../examples', name, 'site.toml'), 'utf8');
const PLACED = ['node', 'host', 'machine', 'laptop', 'spare'];

/** The example with more nodes and machines, some of whose addresses fit nowhere or stand twice. */
function grown(nodes: number, machines: number, octets: readonly number[]): Site {
  const [host] = twoNode.hosts;
  const [machine] = twoNode.machines;
  const octet = (index: number) => octets[index % octets.length] ?? 7;
  return SiteSchema.parse({
    ...twoNode,
    hosts: [
      ...Array.from({ length: nodes }, (_, index) => ({
        ...host,
        name: `n${index}`,
        address: `192.168.1.${octet(index)}`,
        links: { '0': `10.10.10.${octet(index + 1)}`, '1': `10.10.11.${octet(index + 2)}` },
      })),
      ...twoNode.hosts.filter((entry) => !entry.roles.includes('pve-node')),
    ],
    machines: Array.from({ length: machines }, (_, index) => ({
      ...machine,
      id: 100 + index,
      name: `vm${index}`,
      node: 'n0',
      address: `192.168.1.${octet(index + 5)}/24`,
      replication: undefined,
      ha: undefined,
    })),
  });
}

describe('an address plan', () => {
  it('whatever the site, the subnet and the range: inside, once, never the gateway nor the ends, and what fits stays', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 24 }),
        fc.constantFrom(
          '192.168.1.0/24',
          '10.0.0.0/16',
          '172.20.8.0/22',
          '192.168.1.0/26',
          '10.9.8.16/28',
          '10.9.8.0/30',
        ),
        fc.option(fc.tuple(fc.nat(20), fc.nat(60)), { nil: undefined }),
        fc.boolean(),
        (nodes, machines, octets, subnet, range, keep) => {
          const site = grown(nodes, machines, octets);
          const [head = ''] = subnet.split('/');
          const at = (offset: number) => head.replace(/\d+$/, (last) => String(Math.min(255, Number(last) + offset)));
          const ends = range ? { rangeStart: at(range[0]), rangeEnd: at(range[0] + range[1]) } : {};
          const made = plan(site, { subnet, keep, ...ends });
          const errors = made.diagnostics.filter(({ severity }) => severity === 'error');
          if (errors.length > 0) {
            expect(made.edits).toEqual([]);
            expect(['address-plan.too-small', 'address-plan.range']).toContain(errors[0]?.code);
            return;
          }
          const gateway = made.rows.find(({ what }) => what === 'gateway')?.after ?? '';
          const given = made.rows.filter(({ what }) => PLACED.includes(what)).map(({ after }) => addressOf(after));
          expect(new Set(given).size).toBe(given.length);
          expect(given).toHaveLength(nodes + machines + 2);
          for (const address of [...given, gateway]) {
            expect(contains(subnet, address)).toBe(true);
            expect(isNetworkOrBroadcast(subnet, address)).toBe(false);
          }
          expect(given).not.toContain(gateway);
          const links = made.rows.filter(({ what }) => what === 'link-network').map(({ after }) => after);
          for (const link of links) expect(overlaps(link, subnet)).toBe(false);
          const onLinks = made.rows.filter(({ what }) => what === 'link').map(({ after }) => after);
          expect(new Set(onLinks).size).toBe(onLinks.length);
          for (const row of made.rows.filter(({ what }) => PLACED.includes(what))) {
            const before = row.before === undefined ? undefined : addressOf(row.before);
            const fits =
              before !== undefined &&
              contains(subnet, before) &&
              !isNetworkOrBroadcast(subnet, before) &&
              before !== gateway;
            const holders =
              site.hosts.filter(({ address }) => address === before).length +
              site.machines.filter(({ address }) => addressOf(address) === before).length +
              (site.network.laptop?.address === before ? 1 : 0);
            if (keep && fits && holders === 1 && before !== site.network.management.dns[0])
              expect(addressOf(row.after)).toBe(before);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(['two-node', 'three-node-dhcp', 'sixteen-node', 'bring-your-own'])(
    '%s moved into another subnet is a site without a problem of addresses, and planned again nothing changes',
    (name) => {
      const text = exampleText(name);
      const before = parseSite(text);
      if (!before.site) throw new Error(name);
      const made = plan(before.site, { subnet: '10.77.0.0/22' });
      expect(made.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const edited = editSite(text, made.edits);
      expect(edited.diagnostics).toEqual([]);
      const after = parseSite(edited.text);
      expect(after.diagnostics.map(({ code }) => code)).toEqual(before.diagnostics.map(({ code }) => code));
      expect(after.site?.network.management.cidr).toBe('10.77.0.0/22');
      if (!after.site) throw new Error('no site');
      expect(plan(after.site, { subnet: '10.77.0.0/22' }).edits).toEqual([]);
    },
  );

  it('a site that fits is left as it is; without keep everything gets its usual place', () => {
    expect(plan(twoNode, { subnet: '192.168.1.0/24' }).edits).toEqual([]);
    const made = plan(twoNode, { subnet: '192.168.60.0/24', keep: false });
    const by = (what: string) => made.rows.filter((row) => row.what === what).map(({ after }) => after);
    expect(by('node')).toEqual(['192.168.60.11', '192.168.60.12']);
    expect(by('host')).toEqual(['192.168.60.20']);
    expect(by('laptop')).toEqual(['192.168.60.50']);
    expect(by('machine')).toEqual(['192.168.60.100/24']);
    expect(by('gateway')).toEqual(['192.168.60.1']);
    expect(by('dns')).toEqual(['192.168.60.1']);
    expect(by('link')).toEqual(['10.10.10.11', '10.10.10.12', '10.10.11.11', '10.10.11.12']);
  });

  it('addresses are held for nodes to come, and links are added with their addresses', () => {
    const noLinks = SiteSchema.parse({
      ...twoNode,
      network: { ...twoNode.network, links: [] },
      hosts: twoNode.hosts.map((host) => ({ ...host, links: {} })),
    });
    const made = plan(noLinks, { subnet: '192.168.1.0/24', nodes: 4, links: ['10.1.0.0/24', '10.2.0.0/24'] });
    expect(made.rows.filter(({ what }) => what === 'spare').map(({ after }) => after)).toEqual([
      '192.168.1.13',
      '192.168.1.14',
    ]);
    expect(made.edits.map(({ path }) => path)).toEqual([
      'network.links[0]',
      'network.links[1]',
      'hosts[0].links.0',
      'hosts[1].links.0',
      'hosts[0].links.1',
      'hosts[1].links.1',
    ]);
  });

  it.each<readonly [string, Order, string]>([
    ['a range outside', { subnet: '10.0.0.0/24', rangeStart: '10.0.1.1', rangeEnd: '10.0.1.9' }, 'address-plan.range'],
    ['half a range', { subnet: '10.0.0.0/24', rangeStart: '10.0.0.1' }, 'address-plan.range'],
    [
      'a range backwards',
      { subnet: '10.0.0.0/24', rangeStart: '10.0.0.9', rangeEnd: '10.0.0.1' },
      'address-plan.range',
    ],
    ['too few addresses', { subnet: '10.0.0.0/29', nodes: 5 }, 'address-plan.too-small'],
    ['a link over the subnet', { subnet: '10.0.0.0/16', links: ['10.0.5.0/24'] }, 'address-plan.link-overlaps'],
    [
      'two links that overlap',
      { subnet: '10.0.0.0/16', links: ['10.8.0.0/24', '10.8.0.0/25'] },
      'address-plan.link-overlaps',
    ],
  ])('%s is refused with nothing to write', (_title, order, code) => {
    const made = plan(twoNode, order);
    expect(made.diagnostics.map((entry) => entry.code)).toEqual([code]);
    expect([made.rows, made.edits]).toEqual([[], []]);
  });

  it('what names an address in another place goes with it, or is told', () => {
    const site = SiteSchema.parse({
      ...twoNode,
      network: { ...twoNode.network, ntpServers: ['192.168.1.20'] },
      cluster: { ...twoNode.cluster, migration: { cidr: '192.168.1.0/24' } },
      storages: [
        ...twoNode.storages,
        { type: 'nfs', id: 'share', server: '192.168.1.20', export: '/srv', content: ['iso'] },
      ],
      stacks: twoNode.stacks.map((stack) => ({ ...stack, options: { ...stack.options, note: 'ask 192.168.1.11' } })),
    });
    const made = plan(site, { subnet: '192.168.60.0/24' });
    const other = made.rows.filter(({ what }) => what === 'other').map(({ field, after }) => [field, after]);
    expect(other).toEqual([
      ['network.ntpServers[0]', '192.168.60.20'],
      ['cluster.migration.cidr', '192.168.60.0/24'],
      [`storages[${twoNode.storages.length}].server`, '192.168.60.20'],
    ]);
    expect(made.diagnostics.map(({ code, params }) => [code, params.field])).toEqual([
      ['address-plan.left', 'stacks[0].options.note'],
    ]);
  });
});
