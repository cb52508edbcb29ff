import type { Diagnostic } from '../../api/diagnostic.ts';
import { DiagnosticError } from '../../api/diagnostic.ts';
import type { DriveFacts, FlasherEvent, Zone } from '../../api/drive.ts';
import { type FindTarget, findTarget } from './find-target.ts';
import { runDrives } from './run-drives.ts';
import type { RunFlasher } from './run-flasher.ts';

/** What a written drive is recognised by; contents of answers are never in it. */
export type StickContent = Omit<Extract<FlasherEvent, { event: 'identified' }>, 'event' | 'drive'>;

export type IdentifiedDrive =
  | { readonly outcome: 'identified'; readonly facts: DriveFacts; readonly content: StickContent }
  | { readonly outcome: 'failed'; readonly device: string; readonly diagnostics: readonly Diagnostic[] };

export interface IdentifyDrivesOptions {
  readonly devices: readonly string[];
  /** Also digest these ranges of each drive. */
  readonly zones?: readonly Zone[] | undefined;
  readonly runFlasher: RunFlasher;
  readonly signal?: AbortSignal | undefined;
  readonly find?: FindTarget | undefined;
}

/**
 * Asks the flasher what is on drives, for those that this user may not read. Nothing is written, mounted drives stay
 * mounted. One answer per device, in order.
 */
export async function identifyDrives(options: IdentifyDrivesOptions): Promise<readonly IdentifiedDrive[]> {
  const found = new Map<number, IdentifiedDrive>();
  const ready: { readonly index: number; readonly facts: DriveFacts }[] = [];
  for (const [index, device] of options.devices.entries()) {
    try {
      ready.push({ index, facts: await (options.find ?? findTarget)(device, []) });
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      found.set(index, { outcome: 'failed', device, diagnostics: error.diagnostics });
    }
  }
  const zones = [...(options.zones ?? [])];
  if (ready.length > 0) {
    await runDrives({
      drives: ready.map(({ facts: { device, identity } }) => ({ device, identity, task: { kind: 'identify', zones } })),
      runFlasher: options.runFlasher,
      signal: options.signal,
      onEnd: (drive, end) => {
        const { index, facts } = ready[drive] as (typeof ready)[number];
        if (end.kind === 'identified') {
          const { volumeId, imageBytes, files, zonesSha256 } = end.event;
          found.set(index, { outcome: 'identified', facts, content: { volumeId, imageBytes, files, zonesSha256 } });
        } else {
          const diagnostics = end.kind === 'failed' ? end.diagnostics : [];
          found.set(index, { outcome: 'failed', device: facts.device, diagnostics });
        }
      },
    });
  }
  return options.devices.map((_, index) => found.get(index) as IdentifiedDrive);
}
