import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

/**
 * Lasting names of disks: link name below /dev/disk/by-id -> kernel name (`sdb`). udev makes the folder with the first link: where
 * no disk has a serial it is not there.
 */
export const diskLinks: Fact<ReadonlyMap<string, string>> = {
  id: 'disk-links',
  command: read`if [ -d /dev/disk/by-id ]; then ls -l /dev/disk/by-id; fi`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const links = new Map<string, string>();
      for (const line of text.split('\n')) {
        const link = /\s(\S+) -> (?:\.\.\/)*(?:\/dev\/)?(\S+)$/.exec(line);
        if (link) links.set(link[1] ?? '', link[2] ?? '');
      }
      return links;
    }),
};

/** The by-id path of a disk: the vendor's own order of preference (ata, scsi, nvme with its model), never wwn or eui. */
export function lastingPath(links: ReadonlyMap<string, string>, kernelName: string): string | undefined {
  const names = [...links].filter(([, target]) => target === kernelName).map(([name]) => name);
  const good = names.filter((name) => !/^(wwn-|nvme-eui|nvme-nvme|dm-|lvm-)/.test(name)).sort();
  const first = good.find((name) => /^(ata|scsi|nvme)-/.test(name)) ?? good[0];
  return first === undefined ? undefined : `/dev/disk/by-id/${first}`;
}
