import type { Arrival } from '../../api/contract.ts';
import { DiagnosticError } from '../../api/diagnostic.ts';
import { read } from '../shell/command.ts';
import { allHosts } from '../site/derive.ts';
import type { Dialer } from '../transport/port.ts';
import type { SiteSession } from './site-session.ts';

const PROBE_TIMEOUT_MS = 3_000;

/** One look at every machine of the site: does SSH answer, does the API, is the host key the pinned one. */
export async function lookForArrivals(session: SiteSession): Promise<readonly Arrival[]> {
  return Promise.all(
    allHosts(session.site)
      .filter((host) => host.origin !== 'vm')
      .map(async (host): Promise<Arrival> => {
        const [ssh, api] = await Promise.all([
          probe(session.dialer, host.address, 22),
          host.os === 'pve' ? probe(session.dialer, host.address, 8006) : undefined,
        ]);
        const before = session.hostKeys.pins(host.name).at(-1);
        const base = { host: host.name, address: host.address, ssh, ...(api ? { api } : {}) };
        if (ssh !== 'open')
          return { ...base, ...(before ? { hostKey: before.fingerprint } : {}), pinned: 'none', diagnostics: [] };
        try {
          await session.transports.read(host.name).exec(read`true`);
          return {
            ...base,
            hostKey: session.hostKeys.pins(host.name).at(-1)?.fingerprint,
            pinned: before ? 'same' : 'none',
            diagnostics: [],
          };
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
          const changed = error.diagnostics[0].code === 'transport.host-key-changed';
          return {
            ...base,
            ...(before ? { hostKey: before.fingerprint } : {}),
            pinned: changed ? 'different' : 'none',
            diagnostics: [...error.diagnostics],
          };
        }
      }),
  );
}

async function probe(dialer: Dialer, address: string, port: number): Promise<'open' | 'refused' | 'silent'> {
  try {
    (await dialer.connect(address, port, { timeoutMs: PROBE_TIMEOUT_MS })).destroy();
    return 'open';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'refused' : 'silent';
  }
}
