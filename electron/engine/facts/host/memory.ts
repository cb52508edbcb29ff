import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

export interface Memory {
  /** What the kernel may use: some hundred MiB less than what is plugged in. */
  readonly totalBytes: number;
}

export const memory: Fact<Memory> = {
  id: 'memory',
  command: read`cat /proc/meminfo`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const total = /^MemTotal:\s+(\d+) kB$/m.exec(text);
      if (!total) throw new Error('/proc/meminfo has no MemTotal');
      return { totalBytes: Number(total[1]) * 1024 };
    }),
};
