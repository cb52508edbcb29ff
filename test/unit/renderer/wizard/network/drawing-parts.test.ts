import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { networkParts, partOfField } from '../../../../../renderer/wizard/network/drawing-parts.ts';

const file = join(import.meta.dirname, '../../../../../examples/two-node/site.toml');
const { site } = parseSite(readFileSync(file, 'utf8'));
if (!site) throw new Error('the example does not parse');
const parts = networkParts(site);

describe('the parts of the drawing', () => {
  it('every part leads to a field that leads back to it', () => {
    expect(parts.map(({ id, field }) => [id, partOfField(parts, field)])).toEqual(parts.map(({ id }) => [id, id]));
  });

  it.each([
    ['network.management.dns[0]', 'management'],
    ['network.domain', 'management'],
    ['network.management.gateway', 'gateway'],
    ['network.dhcp.rangeStart', 'laptop'],
    ['network.links[1].purpose', 'link-1'],
    // The end of a link at one node is that node's cable.
    ['hosts[1].links.0', 'cable-0-pve-node2'],
    ['hosts[0].install.managementMac', 'cable-management-pve-node1'],
    ['machines[0].bridge', 'cable-bridge-vm-dashboard'],
    ['cluster.migration.type', 'replication'],
    ['hosts[1].address', 'host-pve-node2'],
    ['machines[0].address', 'machine-vm-dashboard'],
    ['timezone', undefined],
  ])('the form at %s shows %s', (field, part) => {
    expect(partOfField(parts, field)).toBe(part);
  });
});
