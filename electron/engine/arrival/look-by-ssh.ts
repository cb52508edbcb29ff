import { randomBytes } from 'node:crypto';
import type { HostKeyState, NodeArrival, NodeReport } from '../../api/arrival.ts';
import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { Host } from '../../api/site.ts';
import { gatherScript, splitAnswers } from '../facts/gather-script.ts';
import type { HostKeyPin, HostKeys } from '../transport/host-keys.ts';
import type { Transports } from '../transport/pool.ts';
import { MACHINE_PARTS, reportFromParts } from './machine-parts.ts';

export interface SshLook {
  readonly hostKey?: NonNullable<NodeArrival['hostKey']>;
  /** Only where the key is trusted and the login was let in. */
  readonly report?: NodeReport;
  readonly trouble: readonly Diagnostic[];
}

const LOOK_TIMEOUT_MS = 30_000;

/**
 * One login at a machine, with nothing but the pins to believe in: an unknown key is only seen, a different one ends the look
 * before anything is said. `transports` must refuse unknown keys and be new: a refusal lasts as long as they do.
 */
export async function lookBySsh(
  host: Host,
  hostKeys: HostKeys,
  transports: Transports,
  at: () => string,
  signal: AbortSignal,
): Promise<SshLook> {
  const nonce = randomBytes(12).toString('hex');
  try {
    const result = await transports
      .read(host.name)
      .exec(gatherScript(new Map(Object.entries(MACHINE_PARTS)), nonce), { timeoutMs: LOOK_TIMEOUT_MS, signal });
    const parts = splitAnswers(result.stdout, result.stderr, nonce);
    const { report } = reportFromParts(parts, { source: 'ssh', at: at(), address: host.address });
    return { ...pinnedKey(hostKeys.pins(host.name), at()), report, trouble: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    if (first.code === 'transport.host-key-unknown') return shown(host, hostKeys, 'seen', at());
    if (first.code === 'transport.host-key-changed') return shown(host, hostKeys, 'different', at());
    // Whoever refuses the login has shown its key, and it was the pinned one.
    const key = first.code === 'transport.login-refused' ? pinnedKey(hostKeys.pins(host.name), at()) : {};
    return { ...key, trouble: error.diagnostics.map(forAPerson) };
  }
}

/**
 * What was asked is our own script, and why a connection ended is told by the summary already, in the person's language: only why
 * no handshake came about is kept, a line in the words of whoever refused it.
 */
function forAPerson(told: Diagnostic): Diagnostic {
  const [reason = ''] = told.evidence[0]?.split('\n') ?? [];
  return { ...told, evidence: told.code === 'transport.no-handshake' && reason !== '' ? [reason] : [] };
}

function shown(host: Host, hostKeys: HostKeys, state: HostKeyState, at: string): SshLook {
  const fingerprint = hostKeys.refused(host.name)?.fingerprint;
  return { ...(fingerprint === undefined ? {} : { hostKey: { fingerprint, state, at } }), trouble: [] };
}

/** A machine shows its Ed25519 key first, as every OpenSSH does; how it came to be pinned says how far it is trusted. */
function pinnedKey(pins: readonly HostKeyPin[], at: string): Pick<SshLook, 'hostKey'> {
  const pin = pins.find(({ type }) => type === 'ssh-ed25519') ?? pins.at(-1);
  if (!pin) return {};
  const states: Partial<Record<HostKeyPin['evidence']['origin'], HostKeyState>> = {
    'installation-report': 'from-report',
    'confirmed-by-person': 'compared',
  };
  return { hostKey: { fingerprint: pin.fingerprint, state: states[pin.evidence.origin] ?? 'pinned', at } };
}
