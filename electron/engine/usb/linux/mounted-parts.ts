import { basename } from 'node:path';
import { listSys, numberOfPath, readLines, readSys } from './sysfs.ts';

/** The drive and those partitions of it that are mounted, as device paths. */
export function mountedParts(device: string): readonly string[] {
  const mounted = new Set(
    readLines('/proc/self/mountinfo').flatMap((line) => {
      const source = line.split(' - ')[1]?.split(' ')[1] ?? '';
      return [line.split(' ')[2], source.startsWith('/dev/') ? numberOfPath(source) : undefined];
    }),
  );
  const folder = `/sys/block/${basename(device)}`;
  const partitions = listSys(folder).filter((entry) => readSys(folder, entry, 'partition') !== undefined);
  const isMounted = (number: string | undefined) => number !== undefined && mounted.has(number);
  return [
    ...(isMounted(readSys(folder, 'dev')) ? [device] : []),
    ...partitions.filter((entry) => isMounted(readSys(folder, entry, 'dev'))).map((entry) => `/dev/${entry}`),
  ];
}
