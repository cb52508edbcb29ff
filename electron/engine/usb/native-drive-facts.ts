import type { DriveFacts } from '../../api/drive.ts';
import type { NativeDrive } from './native-drive-list.ts';

/**
 * A drive as macOS and Windows tell it through drivelist. `serials`: by device in lower case; where none is told, the device
 * and its size must be typed. What drivelist leaves open (null) counts against nothing but is never taken as a reason for.
 */
export function factsOfNative(
  drive: NativeDrive,
  sourcePaths: readonly string[],
  serials: ReadonlyMap<string, string>,
): DriveFacts {
  const mountpoints = drive.mountpoints.map(({ path }) => path);
  const serial = serials.get(drive.device.toLowerCase()) ?? '';
  return {
    device: drive.device,
    identity: { kind: 'disk', serial, sizeBytes: drive.size ?? 0, sequence: null, backingFile: null },
    model: drive.description,
    sizeBytes: drive.size,
    logicalBlockBytes: drive.logicalBlockSize,
    isSystem: drive.isSystem,
    isReadOnly: drive.isReadOnly,
    isVirtual: drive.isVirtual === true,
    // A card in a built-in reader is not always called removable.
    isRemovable: drive.isRemovable || drive.isCard === true,
    isUsb: drive.isUSB === true,
    mountpoints,
    heldBy: [],
    bus: drive.isUSB === true ? 'usb' : drive.isCard === true ? 'card' : busOf(drive.busType),
    port: null,
    linkMbps: null,
    volumes: [],
    holdsSource: sourcePaths.some((path) => mountpoints.some((mount) => liesIn(path, mount))),
  };
}

/** drivelist's names: those of Windows' storage bus types and of macOS' protocols. */
function busOf(busType: string | undefined): DriveFacts['bus'] {
  const name = (busType ?? '').toLowerCase();
  if (name.includes('usb')) return 'usb';
  if (name.includes('nvme') || name.includes('pci')) return 'nvme';
  if (name.includes('sata') || name.includes('ata')) return 'sata';
  if (name === 'sd' || name === 'mmc') return 'card';
  return name.includes('scsi') || name === 'sas' ? 'scsi' : 'other';
}

/** Paths as macOS and Windows compare them; the root of a Mac holds every path that lies on no other volume. */
function liesIn(path: string, mountpoint: string): boolean {
  const [inner, outer] = [path, mountpoint].map((each) => each.replaceAll('\\', '/').toLowerCase()) as [string, string];
  return outer !== '/' && inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}
