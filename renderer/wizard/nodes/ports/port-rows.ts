import { valueAt } from '../../../state/value-at.ts';
import { listAt, type Written } from '../sheet/sheet-rows.ts';

/** What a port carries: the management network, a cluster link by its number, or nothing that the plan knows. */
export type PortRole = 'management' | 'none' | number;

export interface PortRow {
  /** Its place in `hardware.nics`. */
  readonly index: number;
  /** `hosts[0].hardware.nics[1]`. */
  readonly path: string;
  readonly name: string;
  readonly mac: string;
  readonly speedMbps: unknown;
  readonly role: PortRole;
}

/** The ports of a machine as the file has them, also where no site can be read out of it. */
export function portRows(written: Written, host: number): readonly PortRow[] {
  const at = `hosts[${host}]`;
  const management = plain(valueAt(written, `${at}.install.managementMac`)).toLowerCase();
  return listAt(written, `${at}.hardware.nics`).map((nic, index) => {
    const mac = plain(valueAt(nic, 'mac'));
    const link = valueAt(nic, 'link');
    return {
      index,
      path: `${at}.hardware.nics[${index}]`,
      name: plain(valueAt(nic, 'name')),
      mac,
      speedMbps: valueAt(nic, 'speedMbps'),
      role:
        mac !== '' && mac.toLowerCase() === management
          ? 'management'
          : typeof link === 'number'
            ? link
            : ('none' as const),
    };
  });
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
