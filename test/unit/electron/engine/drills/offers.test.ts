import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { DrillOrder } from '../../../../../electron/api/drill.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { checkConfirmed, drillOf, drillOffers } from '../../../../../electron/engine/drills/offers.ts';
import { silentSeconds } from '../../../../../electron/engine/drills/quorum.ts';
import { NODE1, NODE2, site, siteWithoutWitness } from '../../../../steps/support/two-node.ts';

const words = (at: Site) =>
  drillOffers(at).map(({ order: { kind, machine, node, link }, confirm, refused }) =>
    [kind, machine ?? node, link, confirm === (machine ?? node) ? '' : confirm, refused?.code]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0].code;
    throw error;
  }
  return '';
}

describe('the drills of a site', () => {
  it('are one for each machine under HA, link, node and machine; the node that leads comes last', () => {
    expect(words(site)).toEqual([
      'failover vm-dashboard',
      'link pve-node2 0',
      'link pve-node2 1',
      'link pve-node1 0',
      'link pve-node1 1',
      'quorum pve-node2',
      'quorum pve-node1',
      'restore vm-dashboard',
    ]);
  });

  it('without a vote to spare are all refused but the one that takes nothing away', () => {
    const offers = words(siteWithoutWitness);
    expect(offers.filter((offer) => !offer.endsWith('drill.no-margin'))).toEqual(['restore vm-dashboard']);
  });

  it('say in both languages what will happen, and name what is typed', () => {
    for (const { warning, title, confirm } of drillOffers(site)) {
      for (const text of [warning.en, warning.es, title.en, title.es]) expect(text).toContain(confirm);
      expect(warning.en).not.toBe(warning.es);
    }
  });
});

describe('the drill that was asked for', () => {
  const meant = (order: DrillOrder) => drillOf(site, order).order;
  it('is the first that fits what was named', () => {
    expect(meant({ kind: 'link' })).toEqual({ kind: 'link', node: NODE2, link: 0 });
    expect(meant({ kind: 'link', link: 1 })).toEqual({ kind: 'link', node: NODE2, link: 1 });
    expect(meant({ kind: 'link', node: NODE1, link: 1 })).toEqual({ kind: 'link', node: NODE1, link: 1 });
    expect(meant({ kind: 'failover' })).toEqual({ kind: 'failover', machine: 'vm-dashboard' });
  });

  it('is refused where the site has nothing of that name, or nothing to break', () => {
    expect(codeOf(() => meant({ kind: 'quorum', node: 'witness' }))).toBe('drill.unknown-node');
    expect(codeOf(() => meant({ kind: 'restore', machine: 'vm-other' }))).toBe('drill.unknown-machine');
    expect(codeOf(() => meant({ kind: 'link', link: 4 }))).toBe('drill.unknown-link');
    const oneMore: Site = {
      ...site,
      hosts: site.hosts.map((host) => (host.name === NODE1 ? { ...host, links: { 0: host.address } } : host)),
    };
    expect(codeOf(() => drillOf(oneMore, { kind: 'link', node: NODE1, link: 1 }))).toBe('drill.unknown-link');
    const empty: Site = { ...site, machines: [] };
    expect(codeOf(() => drillOf(empty, { kind: 'failover' }))).toBe('drill.no-ha');
    expect(codeOf(() => drillOf(empty, { kind: 'restore' }))).toBe('drill.no-machine');
  });

  it('is refused with what to leave out where its kind has none of that', () => {
    expect(codeOf(() => meant({ kind: 'failover', node: NODE1 }))).toBe('drill.not-about');
    expect(codeOf(() => meant({ kind: 'quorum', node: NODE1, link: 0 }))).toBe('drill.not-about');
    expect(codeOf(() => meant({ kind: 'restore', machine: 'vm-dashboard', link: 0 }))).toBe('drill.not-about');
  });

  it('is begun by the name of what it breaks and by nothing else', () => {
    const drill = drillOf(site, { kind: 'quorum', node: NODE1 });
    expect(codeOf(() => checkConfirmed(drill, NODE1))).toBe('');
    for (const typed of [NODE2, '', 'PVE-NODE1', ` ${NODE1}`])
      expect(
        codeOf(() => checkConfirmed(drill, typed)),
        typed,
      ).toBe('drill.not-confirmed');
  });
});

describe('how long a node is alone', () => {
  it('is longer than the loss takes to be noticed, and for small clusters shorter than any watchdog bears', () => {
    const of = (nodes: number) =>
      silentSeconds({
        ...siteWithoutWitness,
        hosts: Array.from(
          { length: nodes },
          (_, index) => ({ ...site.hosts[0], name: `n${index}` }) as Site['hosts'][0],
        ),
      });
    expect([of(2), of(3), of(8), of(16), of(32)]).toEqual([22, 24, 31, 42, 65]);
    expect(silentSeconds(site)).toBe(27);
  });
});
