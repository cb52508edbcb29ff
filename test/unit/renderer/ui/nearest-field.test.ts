import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestField } from '../../../../renderer/ui/nearest-field.ts';

const SHOWN = [
  'hosts[0].name',
  'hosts[0].install.raid',
  'hosts[1].name',
  'hosts[1].install.diskSerials',
  'network.management.cidr',
];

describe('the field of a page that shows a path', () => {
  it.each([
    ['hosts[1].name', 'hosts[1].name'],
    ['hosts[1].install.diskSerials[2]', 'hosts[1].install.diskSerials'],
    ['hosts[1].install', 'hosts[1].install.diskSerials'],
    ['hosts[1].hardware.nics[0].mac', 'hosts[1].name'],
    ['hosts', 'hosts[0].name'],
    ['network.links[0].cidr', 'network.management.cidr'],
    ['cluster.witness', undefined],
    ['host', undefined],
    ['hosts[1].links.0', 'hosts[1].name'],
    ['network.management.dns[2]', 'network.management.cidr'],
    ['stacks[0].options', undefined],
  ])('%s: %s', (wanted, expected) => {
    expect(nearestField(wanted, SHOWN)).toBe(expected);
  });

  it('what is shown is found as itself, and any path comes to an end', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wanted, shown) => {
        const found = nearestField(wanted, shown);
        return found === undefined ? !shown.includes(wanted) : shown.includes(found);
      }),
    );
    for (const field of SHOWN) expect(nearestField(field, SHOWN)).toBe(field);
  });
});
