import type { NodeReport } from '../../api/arrival.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import { vendorFilesystemText } from '../answers/answer.ts';
import { fqdn } from '../site/derive.ts';
import { sameAddress } from '../site/net.ts';

/** The kernel keeps some memory for itself. */
const MEMORY_SEEN_SHARE = 0.9;

/** Where a node is another than the plan says, from its report. Pure. `name` is the full name, where the report tells one. */
export function checkReport(site: Site, host: Host, report: NodeReport, name?: string): readonly Diagnostic[] {
  const { install, hardware } = host;
  const found: Diagnostic[] = [];
  const differs = (code: Parameters<typeof diagnostic>[0], planned: string, seen: string): void => {
    found.push(diagnostic(code, { params: { host: host.name, planned, seen }, subject: { host: host.name } }));
  };
  if (host.os === 'pve' && report.pveVersion && !sameRelease(report.pveVersion, site.pve.version))
    differs('arrival.other-version', site.pve.version, report.pveVersion);

  const serials = new Set(report.disks.flatMap(({ serial }) => (serial === undefined ? [] : [serial])));
  const bootSerials = report.disks.flatMap((disk) => (disk.isBootDisk && disk.serial ? [disk.serial] : []));
  const plannedSerials = install?.diskSerials ?? [];
  // A planned disk that is in no bay is said as such: the others are those of the plan.
  const presentSerials = plannedSerials.filter((serial) => serials.has(serial));
  const isOtherDisk = !sameSet(presentSerials.length > 0 ? presentSerials : plannedSerials, bootSerials);
  if (plannedSerials.length > 0 && bootSerials.length > 0 && isOtherDisk)
    differs('arrival.other-disk', plannedSerials.join(', '), bootSerials.join(', '));

  const management = report.nics.filter((nic) => nic.isManagement);
  if (install?.managementMac && management.length > 0) {
    const planned = install.managementMac.toLowerCase();
    if (!management.some(({ mac }) => mac === planned))
      differs('arrival.other-port', planned, management.map(({ mac }) => mac).join(', '));
  }
  const address = management[0]?.address?.split('/')[0];
  if (install?.networkSource === 'from-answer' && address && !isAddress(address, host.address))
    differs('arrival.other-address', host.address, address);

  if (name !== undefined && !install?.nameFromDhcp && name.toLowerCase() !== fqdn(site, host))
    differs('arrival.other-name', fqdn(site, host), name);

  if (install && report.filesystem) {
    const planned = vendorFilesystemText({
      filesystem: install.filesystem,
      ...(install.raid ? { raid: install.raid } : {}),
    });
    if (report.filesystem.toLowerCase() !== planned.toLowerCase())
      differs('arrival.other-filesystem', planned, report.filesystem);
  }
  if (host.os === 'pve' && report.virtualisation === false)
    found.push(diagnostic('arrival.no-virtualisation', { params: { host: host.name }, subject: { host: host.name } }));

  const memory = report.memoryBytes;
  if (hardware?.memoryGib && memory !== undefined && memory < hardware.memoryGib * 2 ** 30 * MEMORY_SEEN_SHARE)
    differs('arrival.less-memory', `${hardware.memoryGib} GiB`, `${(memory / 2 ** 30).toFixed(1)} GiB`);

  const expected = new Set([
    ...(hardware?.disks ?? []).map(({ serial }) => serial),
    ...(isOtherDisk ? [] : plannedSerials),
  ]);
  const missing = [...expected].filter((serial) => !serials.has(serial));
  if (report.disks.length > 0 && missing.length > 0)
    differs('arrival.disk-missing', missing.join(', '), [...serials].join(', '));

  const macs = new Set(report.nics.map(({ mac }) => mac.toLowerCase()));
  const lost = (hardware?.nics ?? []).map(({ mac }) => mac.toLowerCase()).filter((mac) => !macs.has(mac));
  if (report.nics.length > 0 && lost.length > 0) differs('arrival.port-missing', lost.join(', '), [...macs].join(', '));
  return found;
}

/** Nodes that start another way than most: a cluster of mixed firmware is a surprise at the next disk change. */
export function checkBootModes(reports: ReadonlyMap<string, NodeReport>): readonly Diagnostic[] {
  const modes = [...reports].flatMap(([host, { bootMode }]) => (bootMode ? [{ host, bootMode }] : []));
  const efi = modes.filter(({ bootMode }) => bootMode === 'efi').length;
  const usual = efi * 2 >= modes.length ? 'efi' : 'bios';
  return modes
    .filter(({ bootMode }) => bootMode !== usual)
    .map(({ host, bootMode }) =>
      diagnostic('arrival.other-boot-mode', { params: { host, planned: usual, seen: bootMode }, subject: { host } }),
    );
}

/** `9.2.7` and `9.2-1` are 9.2. */
function sameRelease(seen: string, planned: string): boolean {
  return seen === planned || seen.startsWith(`${planned}.`) || seen.startsWith(`${planned}-`);
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one) => right.includes(one));
}

function isAddress(left: string, right: string): boolean {
  try {
    return sameAddress(left, right);
  } catch {
    return false;
  }
}
