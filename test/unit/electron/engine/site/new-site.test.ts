import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { type NewSite, SITE_TEMPLATES, type SiteTemplate } from '../../../../../electron/api/new-site.ts';
import { contains, isNetworkOrBroadcast } from '../../../../../electron/engine/site/net.ts';
import { newSiteAddresses, TEMPLATE_NODES } from '../../../../../electron/engine/site/new-site-addresses.ts';
import { newSiteText } from '../../../../../electron/engine/site/new-site-text.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { ROOT } from '../../../../support/test-engine.ts';

/** What stands on the label of a machine and nowhere else. */
const OF_THE_LABELS = ['site.disks-unsaid', 'site.management-port-unsaid', 'site.serial-unsaid'];

const template = (id: SiteTemplate) => readFileSync(join(ROOT, 'templates', 'site', `${id}.toml`), 'utf8');
const asked = (change: Partial<NewSite> = {}): NewSite => ({
  template: 'two-node-witness',
  name: 'Town hall',
  id: 'town-hall',
  firstAddress: '192.168.1.11/24',
  pve: '9.2',
  language: 'en',
  ...change,
});
const textOf = (change: Partial<NewSite> = {}) => {
  const wanted = asked(change);
  return newSiteText(template(wanted.template), wanted, 'Europe/Madrid');
};
const made = (change: Partial<NewSite> = {}) => parseSite(textOf(change));

describe('a new site', () => {
  for (const id of SITE_TEMPLATES)
    for (const pve of ['8.4', '9.1', '9.2'] as const)
      it(`${id} with ${pve} lacks only what stands on the labels of its machines`, () => {
        const { draft, diagnostics } = made({ template: id, pve });
        const count = TEMPLATE_NODES[id];
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        expect([...new Set(errors.map(({ code }) => code))].sort()).toEqual(OF_THE_LABELS);
        expect(errors).toHaveLength(3 * count);
        const others = diagnostics.filter(({ severity }) => severity !== 'error');
        // The ports of both links, which a node can also tell once it answers.
        expect(others.map(({ code }) => code)).toEqual(Array(count > 1 ? 2 * count : 0).fill('site.link-port-unsaid'));
        expect(draft?.hosts.filter(({ os }) => os === 'pve')).toHaveLength(count);
        expect(draft?.cluster?.witness).toBe(id === 'two-node-witness' ? 'witness' : undefined);
      });

  it('is a plan without an error once the labels are read', () => {
    let text = textOf();
    for (const node of [1, 2])
      text = text
        .replace(
          '\n[hosts.install]\n',
          `\n[hosts.install] #\ndiskSerials = ["SYS-${node}"]\nmanagementMac = "3c:ec:ef:00:00:0${node}"\n`,
        )
        .replace(`pve${node} = "?"`, `pve${node} = "DATA-${node}"`);
    const { site, diagnostics } = parseSite(text);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(site?.machines[0]?.replication?.to).toEqual(['pve2']);
  });

  it('keeps a name as it was typed, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }), (name) => {
        fc.pre(name.length <= 80);
        expect(made({ name }).draft?.name).toBe(name);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its cluster name within what Proxmox takes, for every id', () => {
    for (const id of ['ab', 'a-very-long-name-of-a-site-here', 'fourteen-chars-x'])
      expect(
        made({ id }).diagnostics.filter(({ code }) => ![...OF_THE_LABELS, 'site.link-port-unsaid'].includes(code)),
      ).toEqual([]);
  });

  it('refuses a first address that no machine can have, and says so', () => {
    for (const firstAddress of [
      '192.168.1.0/24',
      '192.168.1.255/24',
      '10.0.0.1/31',
      '10.0.0.6/29',
      'fe80::1/64',
      '10.0.0.1/0',
    ]) {
      const refused = () => textOf({ firstAddress });
      expect(refused, firstAddress).toThrow(DiagnosticError);
      expect(refused, firstAddress).toThrow('sites.new-address');
    }
  });
});

describe('addresses of a new site', () => {
  it('follow the first one, the rest at its usual distance', () => {
    expect(newSiteAddresses('192.168.1.11/24', 'two-node-witness')).toEqual({
      cidr: '192.168.1.0/24',
      gateway: '192.168.1.1',
      laptop: '192.168.1.50',
      witness: '192.168.1.20',
      machine: '192.168.1.100/24',
      nodes: ['192.168.1.11', '192.168.1.12'],
      linkNetworks: ['10.10.10.0/24', '10.10.11.0/24'],
      links: [
        ['10.10.10.11', '10.10.10.12'],
        ['10.10.11.11', '10.10.11.12'],
      ],
    });
  });

  it('get out of the way of a network that is the usual one of the links', () => {
    expect(newSiteAddresses('10.10.10.11/16', 'three-node')?.linkNetworks[0]).toBe('172.30.10.0/24');
  });

  it('are never outside the network, never twice, never its first or last, never the gateway', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 223 }), octet, octet, octet),
        fc.integer({ min: 8, max: 30 }),
        fc.constantFrom(...SITE_TEMPLATES),
        (octets, prefix, id) => {
          const found = newSiteAddresses(`${octets.join('.')}/${prefix}`, id);
          if (!found) return;
          const machine = found.machine.replace(/\/.*/, '');
          const all = [...found.nodes, found.gateway, found.laptop, found.witness, machine];
          expect(new Set(all).size).toBe(all.length);
          for (const address of all) {
            expect(contains(found.cidr, address)).toBe(true);
            expect(isNetworkOrBroadcast(found.cidr, address)).toBe(false);
          }
          for (const [number, link] of found.links.entries())
            for (const address of link) expect(contains(found.linkNetworks[number] ?? '', address)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('fit into a /28, one behind the other', () => {
    const found = newSiteAddresses('10.1.1.2/28', 'three-node');
    expect([found?.gateway, found?.witness, found?.laptop, found?.machine]).toEqual([
      '10.1.1.1',
      '10.1.1.11',
      '10.1.1.5',
      '10.1.1.6/28',
    ]);
  });
});
