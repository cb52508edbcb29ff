import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

export interface Cpu {
  /** Physical cores over all sockets; where the kernel does not say (guests), the threads. */
  readonly cores: number;
  readonly threads: number;
  /** VT-x or AMD-V offered to the system. */
  readonly virtualisation: boolean;
}

export const cpu: Fact<Cpu> = {
  id: 'cpu',
  command: read`cat /proc/cpuinfo`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const coresBySocket = new Map<string, number>();
      let threads = 0;
      let socket = '0';
      let virtualisation = false;
      for (const line of text.split('\n')) {
        const [key = '', value = ''] = line.split(':').map((part) => part.trim());
        if (key === 'processor') threads += 1;
        else if (key === 'physical id') socket = value;
        else if (key === 'cpu cores') coresBySocket.set(socket, Number(value));
        else if (key === 'flags' && /\b(vmx|svm)\b/.test(value)) virtualisation = true;
      }
      if (threads === 0) throw new Error('/proc/cpuinfo names no processor');
      const cores = [...coresBySocket.values()].reduce((sum, count) => sum + count, 0);
      return { cores: cores > 0 ? cores : threads, threads, virtualisation };
    }),
};
