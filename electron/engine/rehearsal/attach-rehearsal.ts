import { followClock } from './followed-clock.ts';
import { createFileDialer } from './kernel/dialer.ts';
import { askControl, followTicks } from './kernel/serve-world.ts';
import type { Rehearsal } from './open-rehearsal.ts';
import type { ThrowAwaySecrets } from './throw-away-secrets.ts';

export interface AttachOptions {
  /** The `network.json` that the process with the simulated site keeps up to date. */
  readonly networkFile: string;
  readonly folder: string;
  readonly secrets: ThrowAwaySecrets;
}

/**
 * Goes into a simulated site that another process serves. That site outlives this client, as a real one does; its
 * faults and its speed are the other process's affair. Throws `rehearsal.network-file-unreadable` where none runs.
 */
export async function attachRehearsal(attach: AttachOptions): Promise<Rehearsal> {
  const { networkFile, folder, secrets } = attach;
  const { now, compression } = (await askControl(networkFile, { do: 'clock' })) as {
    readonly now: number;
    readonly compression: number;
  };
  const clock = followClock({ now, compression }, (onTick, onEnd) => followTicks(networkFile, onTick, onEnd));
  return {
    dialer: createFileDialer(networkFile),
    folder,
    secrets,
    // Its machines are the other process's to serve.
    machines: undefined,
    unusedFaults: () => [],
    resumed: true,
    clock,
    tell: (request) => void askControl(networkFile, request).catch(() => {}), // it is only told; the next command shows that it is gone
    close: async () => clock.close(),
  };
}
