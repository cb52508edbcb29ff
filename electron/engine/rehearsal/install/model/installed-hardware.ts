import type { Host, Site } from '../../../../api/site.ts';
import { matchInventory } from '../../../answers/match-inventory.ts';
import { parseAnswer } from '../../../answers/parse-answer.ts';
import { makeAnswers } from '../../../site/make-answers.ts';
import { pinnedNicNames } from '../../../site/nic-names.ts';
import type { SimDisk, SimHardware } from '../../kernel/hardware.ts';
import { inventoryOfMachine } from '../installer/inventory-of-machine.ts';
import { diskUseOf, leastDisks, machineHardware, managementMac } from './machine-hardware.ts';
import { newMachine } from './new-machine.ts';

/**
 * The same machine right after an installation that went as the site says: system disks in use, the management port first
 * (the bridge's), ports by their pinned names.
 */
export function installedHardware(site: Site, host: Host): SimHardware {
  const raw = machineHardware(site, host);
  const use = host.os === 'pve' ? diskUseOf(host.install?.filesystem ?? 'ext4') : 'system';
  const system = new Set(systemDisks(site, host, raw).map(({ name }) => name));
  const names = pinnedNicNames(site, host);
  const management = managementMac(host, raw);
  const nics = raw.nics.map((nic) => ({ ...nic, name: names?.[nic.mac] ?? nic.name }));
  return {
    ...raw,
    disks: raw.disks.map((disk) => (system.has(disk.name) ? { ...disk, use } : disk)),
    nics: [...nics.filter(({ mac }) => mac === management), ...nics.filter(({ mac }) => mac !== management)],
  };
}

/** Those that the installer picks; where no answer can be made, those that are named, else what was made up for it. */
function systemDisks(site: Site, host: Host, hardware: SimHardware): readonly SimDisk[] {
  const picked = host.install && host.os === 'pve' ? pickedByInstaller(site, host, hardware) : [];
  if (picked.length > 0) return picked;
  const named = hardware.disks.filter(({ serial }) => host.install?.diskSerials?.includes(serial));
  if (named.length > 0) return named;
  const madeUp = hardware.disks.filter((disk) => disk.serial.startsWith('SIM-'));
  return (madeUp.length > 0 ? madeUp : hardware.disks).slice(0, leastDisks(host));
}

function pickedByInstaller(site: Site, host: Host, hardware: SimHardware): readonly SimDisk[] {
  const { version } = site.pve;
  const [made] = makeAnswers({ ...site, hosts: [host] }, undefined);
  const { answer } = parseAnswer(made?.text ?? '', { version });
  if (!answer) return [];
  const { installs } = matchInventory(answer, inventoryOfMachine(newMachine(site, host), undefined), { version });
  return hardware.disks.filter(({ name }) => installs?.disks.includes(`/dev/${name}`));
}
