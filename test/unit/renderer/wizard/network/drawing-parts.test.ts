import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { nearestField } from '../../../../../renderer/ui/focus-field.ts';
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
    ['hosts[1].links.0', 'link-0'],
    ['hosts[1].address', 'host-pve-node2'],
    ['machines[0].address', 'machine-vm-dashboard'],
    ['timezone', undefined],
  ])('the form at %s shows %s', (field, part) => {
    expect(partOfField(parts, field)).toBe(part);
  });
});

describe('the field that is meant', () => {
  const fields = ['network.management.cidr', 'network.dhcp.rangeStart', 'hosts[1].address', 'hosts[10].address'];
  it.each([
    ['hosts[1].address', 'hosts[1].address'],
    ['network.dhcp', 'network.dhcp.rangeStart'],
    ['hosts[1].links.0', 'hosts[1].address'],
    ['network.management.dns[2]', 'network.management.cidr'],
    ['stacks[0].options', undefined],
  ])('of %s it is %s', (path, field) => {
    expect(nearestField(path, fields)).toBe(field);
  });
});
