import type { SheetTable } from '../../api/field-sheet.ts';
import type { Host, Site } from '../../api/site.ts';
import { diskSerials } from '../../api/site-storage.ts';
import type { Text } from '../../api/text.ts';
import { NOTHING } from './sheet-text.ts';

const T = {
  title: { en: 'Firmware (BIOS/UEFI)', es: 'Firmware (BIOS/UEFI)' },
  setting: { en: 'Setting', es: 'Ajuste' },
  value: { en: 'Value', es: 'Valor' },
  why: { en: 'Why', es: 'Por qué' },
  done: { en: 'Done', es: 'Hecho' },
  virtualisation: {
    en: 'Virtualisation (Intel VT-x, AMD SVM)',
    es: 'Virtualización (Intel VT-x, AMD SVM)',
  },
  on: { en: 'on', es: 'activada' },
  virtualisationWhy: {
    en: 'Without it no virtual machine starts.',
    es: 'Sin ella no arranca ninguna máquina virtual.',
  },
  mode: { en: 'Boot mode', es: 'Modo de arranque' },
  uefi: { en: 'UEFI, the same on all nodes', es: 'UEFI, el mismo en todos los nodos' },
  modeWhy: {
    en: 'The stick starts with BIOS too; a change after the installation keeps the system from starting.',
    es: 'La memoria arranca también con BIOS; cambiarlo después de instalar impide que el sistema arranque.',
  },
  order: { en: 'Boot order', es: 'Orden de arranque' },
  diskFirst: { en: 'system disk first, network off', es: 'primero el disco del sistema, sin red' },
  orderWhy: {
    en: 'Choose the stick once by the boot menu: with it first in the order, the machine installs itself again.',
    es: 'Elija la memoria una vez en el menú de arranque: si va primera, la máquina se reinstala.',
  },
  secureBoot: { en: 'Secure Boot', es: 'Secure Boot' },
  off: { en: 'off', es: 'desactivado' },
  secureBootWhy: {
    en: 'Some firmware passes over a stick in silence. Sitewright was not tried with it on.',
    es: 'Algunos firmwares pasan por alto la memoria sin avisar. Sitewright no se ha probado con él activado.',
  },
  power: { en: 'After a power loss', es: 'Tras un corte de luz' },
  powerOn: { en: 'power on', es: 'encender' },
  powerWhy: {
    en: 'Else somebody has to go there; quorum needs the nodes.',
    es: 'Si no, alguien tiene que ir; el quórum necesita los nodos.',
  },
  watchdog: { en: 'Watchdog of firmware or BMC', es: 'Watchdog del firmware o BMC' },
  watchdogWhy: {
    en: 'Proxmox brings its own; another one may restart the machine in the middle of the installation.',
    es: 'Proxmox trae el suyo; otro puede reiniciar la máquina a mitad de la instalación.',
  },
  clock: { en: 'Date and time', es: 'Fecha y hora' },
  utc: { en: 'right, in UTC', es: 'correctas, en UTC' },
  clockWhy: {
    en: 'Certificates are refused where the clock is wrong.',
    es: 'Con la hora mal se rechazan los certificados.',
  },
  controller: { en: 'Disk controller', es: 'Controladora de discos' },
  hba: { en: 'HBA, IT or JBOD; SATA: AHCI; VMD off', es: 'HBA, IT o JBOD; SATA: AHCI; VMD desactivado' },
  controllerWhy: {
    en: 'Disks are found by their own serials; ZFS needs the bare disks.',
    es: 'Los discos se encuentran por su número de serie; ZFS necesita los discos directos.',
  },
  existingController: {
    en: 'ZFS needs the bare disks.',
    es: 'ZFS necesita los discos directos.',
  },
} satisfies Record<string, Text>;

/** What to set in the firmware of a node before its stick goes in. */
export function firmwareSettings(site: Site, host: Host): SheetTable {
  const isInstalled = host.origin === 'installed';
  const hasPool = site.storages.some((entry) => diskSerials(entry, host.name).length > 0);
  const rows: (readonly Text[])[] = [
    [T.virtualisation, T.on, T.virtualisationWhy],
    ...(isInstalled ? [[T.mode, T.uefi, T.modeWhy]] : []),
    [T.order, T.diskFirst, isInstalled ? T.orderWhy : NOTHING],
    ...(isInstalled ? [[T.secureBoot, T.off, T.secureBootWhy]] : []),
    [T.power, T.powerOn, T.powerWhy],
    [T.watchdog, T.off, T.watchdogWhy],
    [T.clock, T.utc, T.clockWhy],
    ...(isInstalled || hasPool ? [[T.controller, T.hba, isInstalled ? T.controllerWhy : T.existingController]] : []),
  ];
  return { title: T.title, head: [T.setting, T.value, T.why, T.done], rows: rows.map((row) => [...row, NOTHING]) };
}
