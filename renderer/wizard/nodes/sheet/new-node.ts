import type { SiteEdit } from '../../../../electron/api/sites.ts';
import { valueAt } from '../../../state/value-at.ts';
import { addressesIn, nextFreeAddress } from './addresses.ts';
import { cellValue, tidyText } from './cell-value.ts';
import type { Column } from './columns.ts';
import { countUp } from './count-up.ts';
import { listAt, type Written } from './sheet-rows.ts';

type Value = Extract<SiteEdit, { op: 'set' }>['value'];

/**
 * A node to be added: what is not said for it follows from the last one, with the next name and the next free addresses. Its disks and
 * its port stay unsaid: nobody can guess them.
 * @param more hosts that are added before it in the same step
 */
export function newHost(
  written: Written,
  more: readonly unknown[],
  values: Readonly<Partial<Record<Column, string>>>,
): Record<string, Value> {
  const hosts = [...listAt(written, 'hosts'), ...more];
  const model = hosts.findLast((host) => valueAt(host, 'install') !== undefined);
  const said = (column: Column) => cellValue(column, tidyText(column, values[column] ?? ''));
  const taken = addressesIn([written, more]);
  const typed = said('address');
  if (typeof typed === 'string') taken.add(typed);
  const next = (cidr: unknown, after: unknown) => {
    const dhcp = { from: valueAt(written, 'network.dhcp.rangeStart'), to: valueAt(written, 'network.dhcp.rangeEnd') };
    const address = nextFreeAddress(cidr, taken, typeof after === 'string' ? after : undefined, dhcp);
    if (address !== undefined) taken.add(address);
    return address;
  };
  const names = new Set(hosts.map((host) => valueAt(host, 'name')));
  const name = said('name') ?? nextName(String(valueAt(model, 'name') ?? 'pve-node0'), names);
  const address = typed ?? next(valueAt(written, 'network.management.cidr'), valueAt(model, 'address'));
  const links = listAt(written, 'network.links').flatMap((link): [string, string][] => {
    const id = String(valueAt(link, 'id'));
    const after = valueAt(model, `links.${id}`);
    const found = after === undefined ? undefined : next(valueAt(link, 'cidr'), after);
    return found === undefined ? [] : [[id, found]];
  });
  const hardware = { cores: said('cores'), memoryGib: said('ram') };
  return withoutUnsaid({
    name,
    origin: 'installed',
    os: 'pve',
    roles: ['pve-node'],
    address,
    label: said('label'),
    links: links.length > 0 ? Object.fromEntries(links) : undefined,
    install: withoutUnsaid({
      filesystem: (valueAt(model, 'install.filesystem') as Value | undefined) ?? 'ext4',
      raid: valueAt(model, 'install.raid') as Value | undefined,
      diskSerials: said('system'),
      managementMac: said('mac'),
      rootPassword: `secret:root-password-${name}`,
    }),
    hardware: hardware.cores === undefined && hardware.memoryGib === undefined ? undefined : withoutUnsaid(hardware),
  });
}

/** The name counted up until nothing has it. */
export function nextName(name: string, names: ReadonlySet<unknown>): string {
  const numbered = /\d$/.test(name) ? name : `${name}1`;
  for (let by = 1; ; by += 1) {
    const next = countUp(numbered, by);
    if (!names.has(next)) return next;
  }
}

function withoutUnsaid(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
