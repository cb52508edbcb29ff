import { type Diagnostic, DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { DriveFacts, DriveIdentity } from '../../api/drive.ts';
import { confirmationOf, judgeDrive } from './drive-rules.ts';
import type { FindTarget } from './find-target.ts';
import { type ReleaseDrive, wayFree } from './release-drive.ts';
import { checkShown } from './shown-identity.ts';

export interface TargetOrder {
  /** A whole drive, a loop device, or a file. */
  readonly device: string;
  /** What was typed: serial; for a loop device its backing path; for a file its path. */
  readonly confirm: string;
  /** What {@link shownIdentity} said of the drive that was shown, when showing and writing are two steps. */
  readonly shown?: string | undefined;
}

export interface ConfirmedTarget {
  readonly facts: DriveFacts;
  /** What the flasher must find on the handle it opens. */
  readonly identity: DriveIdentity;
}

/** Only {@link confirmTarget} makes one: whoever writes asks for it, so no other way leads to a write. */
declare const confirmed: unique symbol;
export type WritableTarget = ConfirmedTarget & { readonly [confirmed]: true };

export interface ConfirmOptions {
  readonly find: FindTarget;
  readonly sourcePaths: readonly string[];
  readonly imageBytes: number;
  /** The serial of a drive of more than 512 GB, typed once more on the command line: lifts that one rule for it. */
  readonly acceptLargeSerial?: string | undefined;
  /** Lets go of a removable drive that the desktop mounted by itself; without it such a drive is refused as in use. */
  readonly release?: ReleaseDrive | undefined;
  /** The flasher itself lets go of what is mounted; default: as this platform's does. */
  readonly flasherReleases?: boolean | undefined;
}

/**
 * The one gate to writing: the drive as it is now, confirmed by name, and no rule against it. Errors: `flash.*` of
 * {@link FindTarget}, `flash.identity-changed` when it is not the one that was shown, `flash.confirm-mismatch`, and every reason of the rules (`drive.*`).
 */
export async function confirmTarget(order: TargetOrder, options: ConfirmOptions): Promise<WritableTarget> {
  let facts = await options.find(order.device, options.sourcePaths);
  if (order.shown !== undefined) checkShown(order.shown, facts.identity, facts.device);
  if (order.confirm !== confirmationOf(facts)) {
    const params = { device: facts.device, given: order.confirm };
    throw fail('flash.confirm-mismatch', { params, subject: { drive: facts.device } });
  }
  if (facts.identity.kind !== 'file') {
    let against = judge(facts, options);
    const way = wayFree(facts, against, options.flasherReleases);
    if (way === 'by-flasher') against = [];
    if (way === 'before' && options.release) {
      await options.release(facts);
      const shown = facts.identity;
      // Whatever else may have been plugged in meanwhile: the identity confirmed is the one from before.
      facts = { ...(await options.find(order.device, options.sourcePaths)), identity: shown };
      against = judge(facts, options);
    }
    const [first, ...rest] = against;
    if (first) throw new DiagnosticError(first, ...rest);
  }
  return { facts, identity: facts.identity } as WritableTarget;
}

function judge(facts: DriveFacts, { imageBytes, acceptLargeSerial }: ConfirmOptions): readonly Diagnostic[] {
  return judgeDrive(facts, {
    imageSizeBytes: imageBytes,
    // Naming the backing path of a loop device is asking for it explicitly.
    includeVirtual: facts.identity.kind === 'loop',
    acceptLargeSerial,
  });
}
