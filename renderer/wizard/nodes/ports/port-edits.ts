import type { SiteEdit } from '../../../../electron/api/sites.ts';
import { valueAt } from '../../../state/value-at.ts';
import { listAt, type Written } from '../sheet/sheet-rows.ts';
import { type PortRole, portRows } from './port-rows.ts';

export interface NewPort {
  readonly name: string;
  readonly mac: string;
  readonly role: PortRole;
}

/** What is written when a port is to carry something else. What it carries, no other port of the machine carries any more. */
export function roleEdits(written: Written, host: number, index: number, role: PortRole): SiteEdit[] {
  const rows = portRows(written, host);
  const row = rows[index];
  if (!row || row.role === role) return [];
  const has = (path: string) => valueAt(written, path) !== undefined;
  const managementMac = `hosts[${host}].install.managementMac`;
  const edits: SiteEdit[] = [];
  if (row.role === 'management') edits.push({ op: 'remove', path: managementMac });
  if (typeof role === 'number') {
    for (const other of rows)
      if (other.index !== index && has(`${other.path}.link`) && valueAt(written, `${other.path}.link`) === role)
        edits.push({ op: 'remove', path: `${other.path}.link` });
    edits.push({ op: 'set', path: `${row.path}.link`, value: role });
    return edits;
  }
  if (has(`${row.path}.link`)) edits.push({ op: 'remove', path: `${row.path}.link` });
  if (role === 'management') edits.push(...managementEdits(written, host, row.mac));
  return edits;
}

/** The management port is named by its MAC, at the installer: another MAC of the port goes there as well. */
export function alongWithMac(written: Written, host: number, index: number, mac: string): SiteEdit[] {
  return portRows(written, host)[index]?.role === 'management' && mac !== ''
    ? [{ op: 'set', path: `hosts[${host}].install.managementMac`, value: mac }]
    : [];
}

/** One more port, behind the others. */
export function addPortEdits(written: Written, host: number, { name, mac, role }: NewPort): SiteEdit[] {
  const at = `hosts[${host}].hardware`;
  const nics = listAt(written, `${at}.nics`);
  const nic = { name, mac, ...(typeof role === 'number' ? { link: role } : {}) };
  const freed =
    typeof role === 'number'
      ? portRows(written, host)
          .filter((row) => valueAt(written, `${row.path}.link`) === role)
          .map((row) => ({ op: 'remove', path: `${row.path}.link` }) as const)
      : [];
  const added: SiteEdit =
    valueAt(written, at) === undefined
      ? { op: 'set', path: at, value: { nics: [nic] } }
      : valueAt(written, `${at}.nics`) === undefined
        ? { op: 'set', path: `${at}.nics`, value: [nic] }
        : { op: 'set', path: `${at}.nics[${nics.length}]`, value: nic };
  return [...freed, added, ...(role === 'management' ? managementEdits(written, host, mac) : [])];
}

/** A port that is not there goes; the installer is not told to look for it any more. */
export function removePortEdits(written: Written, host: number, index: number): SiteEdit[] {
  const row = portRows(written, host)[index];
  if (!row) return [];
  const own: SiteEdit = { op: 'remove', path: row.path };
  return row.role === 'management' ? [own, { op: 'remove', path: `hosts[${host}].install.managementMac` }] : [own];
}

function managementEdits(written: Written, host: number, mac: string): SiteEdit[] {
  const filter = `hosts[${host}].install.nicFilter`;
  return [
    // The installer takes one of the two.
    ...(valueAt(written, filter) === undefined ? [] : [{ op: 'remove', path: filter } as const]),
    { op: 'set', path: `hosts[${host}].install.managementMac`, value: mac },
  ];
}
