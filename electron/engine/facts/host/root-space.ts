import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { linesOf, parseOutput } from '../parse/text.ts';

export interface RootSpace {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** Space of the root file system. Volatile: not part of a plan's fingerprint. */
export const rootSpace: Fact<RootSpace> = {
  id: 'root-space',
  command: read`df -P -k /`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const fields = linesOf(text).at(-1)?.trim().split(/\s+/) ?? [];
      if (!/^\d+$/.test(fields[1] ?? '') || !/^\d+$/.test(fields[3] ?? '')) throw new Error('df gave no figures');
      return { totalBytes: Number(fields[1]) * 1024, freeBytes: Number(fields[3]) * 1024 };
    }),
};
