import type { Diagnostic } from '../../../../electron/api/diagnostic.ts';
import { valueAt } from '../../../state/value-at.ts';
import { addressesIn, nextFreeAddress } from './addresses.ts';
import type { Column } from './columns.ts';
import { nextName } from './new-node.ts';
import { listAt, type SheetRow, type Written } from './sheet-rows.ts';

/** The text that mends a cell, where what is wrong with it says so without a doubt; undefined where a person has to know. */
export function fixFor(
  found: readonly Diagnostic[],
  column: Column,
  row: SheetRow,
  written: Written,
): string | undefined {
  for (const { code, params } of found) {
    if (code === 'site.disk-not-in-inventory-near' && (column === 'system' || column === 'data'))
      return row.cells[column].text.replace(String(params.serial), String(params.near));
    if (column === 'address' && ADDRESS_CODES.has(code)) {
      const dhcp = { from: valueAt(written, 'network.dhcp.rangeStart'), to: valueAt(written, 'network.dhcp.rangeEnd') };
      const cidr = valueAt(written, 'network.management.cidr');
      return nextFreeAddress(cidr, addressesIn(written), row.cells.address.text, dhcp);
    }
    if (column === 'name' && code === 'site.duplicate-name')
      return nextName(row.name, new Set(listAt(written, 'hosts').map((host) => valueAt(host, 'name'))));
    if (column === 'mac' && MAC_CODES.has(code)) {
      const free = listAt(written, `hosts[${row.index}].hardware.nics`).filter(
        (nic) => valueAt(nic, 'link') === undefined,
      );
      const mac = valueAt(free[0], 'mac');
      return free.length === 1 && typeof mac === 'string' ? mac : undefined;
    }
  }
  return undefined;
}

const ADDRESS_CODES = new Set([
  'site.duplicate-address',
  'site.address-outside',
  'site.address-reserved',
  'site.address-in-dhcp-range',
  'site.laptop-address',
]);
const MAC_CODES = new Set(['site.mac-not-in-inventory', 'site.management-port-is-link']);
