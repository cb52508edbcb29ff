import type { Probe } from '../../api/arrival.ts';
import type { Host } from '../../api/site.ts';
import type { Dialer } from '../transport/port.ts';
import { errorCode } from '../workspace/atomic-file.ts';

/** A machine on the same switch answers within milliseconds; one that is off never does. */
const PROBE_TIMEOUT_MS = 3_000;

/** One look at the ports of all machines, at the same time: SSH, and the API of PVE nodes. A refusal is an answer too. */
export function probeMachines(hosts: readonly Host[], dialer: Dialer, signal?: AbortSignal): Promise<readonly Probe[]> {
  return Promise.all(
    hosts.map(async ({ name, address, os }): Promise<Probe> => {
      const [ssh, api] = await Promise.all([
        probe(dialer, address, 22, signal),
        os === 'pve' ? probe(dialer, address, 8006, signal) : undefined,
      ]);
      return {
        host: name,
        up: ssh !== 'silent' || (api !== undefined && api !== 'silent'),
        ssh: ssh === 'open',
        ...(api === undefined ? {} : { api: api === 'open' }),
      };
    }),
  );
}

async function probe(
  dialer: Dialer,
  address: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<'open' | 'refused' | 'silent'> {
  try {
    const socket = await dialer.connect(address, port, { timeoutMs: PROBE_TIMEOUT_MS, ...(signal ? { signal } : {}) });
    socket.on('error', () => undefined);
    socket.destroy();
    return 'open';
  } catch (error) {
    return errorCode(error) === 'ECONNREFUSED' ? 'refused' : 'silent';
  }
}
