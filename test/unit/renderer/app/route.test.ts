import { describe, expect, it } from 'vitest';
import { pageOfField } from '../../../../renderer/app/journey.ts';
import { hrefOf, PAGES, parseRoute } from '../../../../renderer/app/route.ts';

const LIST = { siteRef: undefined, page: 'site', field: undefined };

describe('the address of a page', () => {
  it.each([
    ['', LIST],
    ['#', LIST],
    ['#/', LIST],
    ['#/sites', LIST],
    ['#/sites/', LIST],
    ['#/elsewhere/site-1/nodes', LIST],
    ['#token=abc', LIST],
    ['#/sites/site-1', { siteRef: 'site-1', page: 'site', field: undefined }],
    ['#/sites/site-1/nodes', { siteRef: 'site-1', page: 'nodes', field: undefined }],
    ['#/sites/site-1/no-such-page', { siteRef: 'site-1', page: 'site', field: undefined }],
    ['#/sites/a%2Fb/report', { siteRef: 'a/b', page: 'report', field: undefined }],
    [
      '#/sites/site-1/nodes?field=hosts%5B1%5D.address',
      { siteRef: 'site-1', page: 'nodes', field: 'hosts[1].address' },
    ],
  ])('%s is read', (hash, expected) => {
    expect(parseRoute(hash)).toEqual(expected);
  });

  it('an address that is no valid encoding is the list of sites, not a blank page', () => {
    expect(parseRoute('#/sites/%E0%A4%A/nodes')).toEqual(LIST);
  });

  it('every page with every kind of reference is found again', () => {
    for (const page of PAGES) {
      for (const siteRef of ['site-0123456789abcdef', 'a/b c?d#e', 'ñ']) {
        for (const field of [undefined, 'hosts[1].links.0', 'a&b=c']) {
          expect(parseRoute(hrefOf(siteRef, page, field))).toEqual({ siteRef, page, field });
        }
      }
    }
  });
});

describe('the page of a field', () => {
  it.each([
    ['name', 'site'],
    ['hosts[1].address', 'nodes'],
    ['network.links[0].cidr', 'network'],
    ['cluster.witness', 'storage'],
    ['machines[0].memoryMib', 'machines'],
    ['hosts[1].links.0', 'network'],
    ['storages[0].disks.pve-node1', 'nodes'],
    ['machines[0].replication.everyMinutes', 'storage'],
    [undefined, 'review'],
  ])('%s is edited on %s', (field, page) => {
    expect(pageOfField(field)).toBe(page);
  });
});
