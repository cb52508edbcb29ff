import type { Host } from '../../api/site.ts';

type Disk = NonNullable<Host['hardware']>['disks'][number];

/**
 * The disks of the written inventory that the installer erases, as far as serials and paths tell. Disks said by a filter are
 * not told here: a filter is judged over the whole inventory by the installer's own rules.
 */
export function erasedDisks(host: Host): readonly Disk[] {
  const { diskSerials = [], diskPaths = [] } = host.install ?? {};
  return (host.hardware?.disks ?? []).filter(
    (disk) => diskSerials.includes(disk.serial) || diskPaths.some((path) => pathMeans(path, disk.name)),
  );
}

/** The installer's rule of `disk-list`: the text is the end of the device's path (answer-schema, 3). */
export function pathMeans(path: string, name: string | undefined): boolean {
  return name !== undefined && `/dev/${name}`.endsWith(path);
}

/** Whether the text names one device by its whole name, so that it is no end of another's. */
export function isWholeDevicePath(path: string): boolean {
  return /^(?:\/dev\/)?(?:(?:sd|hd|vd|xvd)[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(path);
}

/** How many disks the file names one by one; undefined where a filter picks them. */
export function countNamedDisks(host: Host): number | undefined {
  return (host.install?.diskSerials ?? host.install?.diskPaths)?.length;
}
