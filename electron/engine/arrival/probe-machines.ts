import type { Probe } from '../../api/arrival.ts';
import type { Host } from '../../api/site.ts';
import type { Dialer } from '../transport/port.ts';
import { errorCode } from '../workspace/atomic-file.ts';
import { type ApiSight, askApi } from './ask-api.ts';

export interface ProbeOptions {
  readonly signal?: AbortSignal;
  /** Whose API answered a moment ago: there an open port is enough. A handshake with every node every time is work for both. */
  readonly hasJustAnswered?: (host: string) => boolean;
}

/** A machine on the same switch answers within milliseconds; one that is off never does. */
const PROBE_TIMEOUT_MS = 3_000;

/** One look at all machines, at the same time: the port of SSH, and the API of PVE nodes. A refusal is an answer too. */
export function probeMachines(
  hosts: readonly Host[],
  dialer: Dialer,
  { signal, hasJustAnswered = () => false }: ProbeOptions = {},
): Promise<readonly Probe[]> {
  return Promise.all(
    hosts.map(async ({ name, address, os }): Promise<Probe> => {
      const [ssh, api] = await Promise.all([
        probe(dialer, address, 22, signal),
        os === 'pve' ? lookAtApi(dialer, address, hasJustAnswered(name), signal) : undefined,
      ]);
      return {
        host: name,
        up: ssh !== 'silent' || (api !== undefined && api.port !== 'silent'),
        ssh: ssh === 'open',
        ...(api === undefined ? {} : { api: api.port === 'answers' }),
        ...(api?.fingerprint === undefined ? {} : { apiFingerprint: api.fingerprint }),
      };
    }),
  );
}

async function lookAtApi(
  dialer: Dialer,
  address: string,
  isPortEnough: boolean,
  signal: AbortSignal | undefined,
): Promise<ApiSight> {
  if (!isPortEnough) return askApi(dialer, address, PROBE_TIMEOUT_MS, signal);
  const port = await probe(dialer, address, 8006, signal);
  return { port: port === 'open' ? 'answers' : port };
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
