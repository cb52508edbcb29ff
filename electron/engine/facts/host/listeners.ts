import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { linesOf, parseOutput } from '../parse/text.ts';

/** Ports of a node that the manual asks for (2.3): ssh and the Proxmox page. No step looks at another. */
export const NODE_PORTS: readonly number[] = [22, 8006];

/** TCP ports on which something listens, on any address that is not loopback. */
export const listeners: Fact<readonly number[]> = {
  id: 'listeners',
  command: read`ss -H -t -l -n`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const ports = new Set<number>();
      for (const line of linesOf(text)) {
        const local = line.trim().split(/\s+/)[3] ?? '';
        const port = /:(\d+)$/.exec(local);
        if (port && !/^(127\.|\[::1\])/.test(local)) ports.add(Number(port[1]));
      }
      return [...ports].sort((a, b) => a - b);
    }),
};
