import type { z } from 'zod';
import type { ConnectCheck, LaptopInterfaceSchema } from '../../api/connect.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { addressOf, contains, sameAddress } from '../site/net.ts';
import type { Dialer } from '../transport/port.ts';
import { tcpDialer } from '../transport/tcp-dialer.ts';
import { errorCode } from '../workspace/atomic-file.ts';
import { checkLaptop, freeAddress } from './check-laptop.ts';
import { type LaptopSight, seeLaptop } from './laptop-sight.ts';
import { testReceiver } from './test-receiver.ts';

export interface LookAtConnectionOptions {
  readonly site: Site;
  readonly siteFile: string;
  /** A run of this site listens now. */
  readonly listens: boolean;
  /** Something keeps this laptop awake while a run is live. */
  readonly keepsAwake: boolean;
  readonly signal?: AbortSignal;
  readonly dialer?: Dialer;
  readonly sight?: LaptopSight;
}

export interface ConnectionSight {
  readonly interfaces: readonly z.infer<typeof LaptopInterfaceSchema>[];
  readonly checks: readonly ConnectCheck[];
  readonly diagnostics: readonly Diagnostic[];
}

const ORDER: readonly ConnectCheck['id'][] = [
  'interface',
  'address',
  'conflict',
  'receiver',
  'firewall',
  'sleep',
  'clock',
  'power',
];

/** The laptop's own place on site, before the rack is powered. Changes nothing; what must be changed is said as commands. */
export async function lookAtConnection(options: LookAtConnectionOptions): Promise<ConnectionSight> {
  const { site } = options;
  const sight = options.sight ?? (await seeLaptop([options.siteFile]));
  const checks = [
    ...checkLaptop(site, sight, options.keepsAwake),
    await checkConflict(site, sight, options.dialer ?? tcpDialer, options.signal),
    await testReceiver(site, options.listens),
  ].sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
  return {
    interfaces: sight.ports.map(({ name, address, mac }) => ({
      name,
      address,
      mac,
      inside: contains(site.network.management.cidr, addressOf(address)),
    })),
    checks,
    diagnostics: checks.filter(({ outcome }) => outcome === 'failed').flatMap(({ diagnostics }) => diagnostics),
  };
}

const ASKED_PORTS = [22, 80, 443, 445, 8006] as const;
const ASK_MS = 1_000;

/**
 * Whether another machine has the address that is planned for this laptop: it answers, or refuses, on some port. A machine that
 * stays silent on all of them is not found; with the address on this laptop itself nothing can be told.
 */
async function checkConflict(
  site: Site,
  sight: LaptopSight,
  dialer: Dialer,
  signal: AbortSignal | undefined,
): Promise<ConnectCheck> {
  const { laptop } = site.network;
  if (!laptop) return { id: 'conflict', outcome: 'not-applicable', seen: [], diagnostics: [] };
  const { address } = laptop;
  if (sight.ports.some((port) => sameAddress(addressOf(port.address), address)))
    return { id: 'conflict', outcome: 'unknown', seen: [address], diagnostics: [] };
  if (!sight.ports.some((port) => contains(site.network.management.cidr, addressOf(port.address))))
    return { id: 'conflict', outcome: 'unknown', seen: [], diagnostics: [] };
  const answers = await Promise.all(
    ASKED_PORTS.map(async (port) => {
      try {
        const socket = await dialer.connect(address, port, { timeoutMs: ASK_MS, ...(signal ? { signal } : {}) });
        socket.on('error', () => undefined);
        socket.destroy();
        return port;
      } catch (error) {
        return errorCode(error) === 'ECONNREFUSED' ? port : undefined;
      }
    }),
  );
  const port = answers.find((entry) => entry !== undefined);
  if (port === undefined) return { id: 'conflict', outcome: 'passed', seen: [address], diagnostics: [] };
  const params = { address, example: freeAddress(site) };
  return {
    id: 'conflict',
    outcome: 'failed',
    seen: [`${address}:${port}`],
    diagnostics: [diagnostic('connect.address-taken', { params })],
  };
}
