import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { linesOf, parseOutput } from '../parse/text.ts';
import type { RootSpace } from './root-space.ts';

/** Space below /var/lib/vz, the storage `local`: a file system of its own where the node was installed on ZFS; where nobody has used it yet, that of its parent. Volatile. */
export const imageSpace: Fact<RootSpace> = {
  id: 'image-space',
  command: read`df -P -k /var/lib/vz 2>/dev/null || df -P -k /var/lib`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const fields = linesOf(text).at(-1)?.trim().split(/\s+/) ?? [];
      if (!/^\d+$/.test(fields[1] ?? '') || !/^\d+$/.test(fields[3] ?? '')) throw new Error('df gave no figures');
      return { totalBytes: Number(fields[1]) * 1024, freeBytes: Number(fields[3]) * 1024 };
    }),
};
