import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { diskSerials } from '../../../api/site-storage.ts';
import { erasedDisks } from '../install-disks.ts';
import { rules } from './rule.ts';

/** The manual's section 2.1, for each node of the cluster. Checked here only where the inventory is written down. */
export const HARDWARE_MINIMUM = {
  cores: 4,
  memoryGib: 8,
  recommendedMemoryGib: 16,
  systemDiskGb: 120,
  recommendedDataDiskGb: 500,
  nics: 2,
  nicMbps: 1000,
} as const;

export const hardwareRules = rules([
  {
    id: 'hardware.minimums',
    looksAt: ['hosts[].hardware', 'hosts[].install.diskSerials', 'hosts[].install.diskPaths', 'storages[].disks'],
    codes: [
      'site.hardware-cores',
      'site.hardware-memory',
      'site.hardware-memory-low',
      'site.hardware-system-disk',
      'site.hardware-data-disk',
      'site.hardware-nics',
      'site.hardware-nic-speed',
    ],
    check: (site) =>
      site.hosts.flatMap((host, index): Diagnostic[] => {
        const hardware = host.hardware;
        if (!hardware || !host.roles.includes('pve-node')) return [];
        const name = host.name;
        const subject = (key: string) => ({ field: `hosts[${index}].hardware.${key}`, host: name });
        const { cores, memoryGib, disks, nics } = hardware;
        const found: Diagnostic[] = [];
        if (cores !== undefined && cores < HARDWARE_MINIMUM.cores) {
          const params = { name, have: cores, need: HARDWARE_MINIMUM.cores };
          found.push(diagnostic('site.hardware-cores', { params, subject: subject('cores') }));
        }
        if (memoryGib !== undefined && memoryGib < HARDWARE_MINIMUM.memoryGib) {
          const params = { name, have: memoryGib, need: HARDWARE_MINIMUM.memoryGib };
          found.push(diagnostic('site.hardware-memory', { params, subject: subject('memoryGib') }));
        } else if (memoryGib !== undefined && memoryGib < HARDWARE_MINIMUM.recommendedMemoryGib) {
          const params = { name, have: memoryGib, need: HARDWARE_MINIMUM.recommendedMemoryGib };
          found.push(diagnostic('site.hardware-memory-low', { params, subject: subject('memoryGib') }));
        }
        const data = new Set(
          site.storages.flatMap((storage) => (storage.type === 'zfspool' ? diskSerials(storage, name) : [])),
        );
        const erased = new Set(erasedDisks(host).map((disk) => disk.serial));
        disks.forEach((disk, slot) => {
          const about = (need: number) => ({
            params: { name, serial: disk.serial, have: disk.sizeGb, need },
            subject: subject(`disks[${slot}].sizeGb`),
          });
          if (erased.has(disk.serial)) {
            if (disk.sizeGb < HARDWARE_MINIMUM.systemDiskGb) {
              found.push(diagnostic('site.hardware-system-disk', about(HARDWARE_MINIMUM.systemDiskGb)));
            }
          } else if (data.has(disk.serial) && disk.sizeGb < HARDWARE_MINIMUM.recommendedDataDiskGb) {
            found.push(diagnostic('site.hardware-data-disk', about(HARDWARE_MINIMUM.recommendedDataDiskGb)));
          }
        });
        if (nics.length > 0 && nics.length < HARDWARE_MINIMUM.nics) {
          const params = { name, have: nics.length, need: HARDWARE_MINIMUM.nics };
          found.push(diagnostic('site.hardware-nics', { params, subject: subject('nics') }));
        }
        nics.forEach((nic, port) => {
          if (nic.speedMbps >= HARDWARE_MINIMUM.nicMbps) return;
          const params = { name, nic: nic.name, have: nic.speedMbps, need: HARDWARE_MINIMUM.nicMbps };
          found.push(diagnostic('site.hardware-nic-speed', { params, subject: subject(`nics[${port}].speedMbps`) }));
        });
        // of a machine that runs already it is only told, as its preflight does
        return host.origin === 'existing' ? found.map(asWarning) : found;
      }),
  },
]);

function asWarning(found: Diagnostic): Diagnostic {
  return found.severity === 'error' ? { ...found, severity: 'warning' } : found;
}
