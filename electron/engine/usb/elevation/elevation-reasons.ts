import type { DriveFacts } from '../../../api/drive.ts';

/** Why permission is asked, for one drive: shown before the system asks. */
export interface ElevationReason {
  readonly device: string;
  readonly model: string;
  readonly serial: string;
  readonly sizeBytes: number;
  /** The node whose image will be on it; undefined: a complete image without a node. */
  readonly node: string | undefined;
  /** What lies on it now and is lost. */
  readonly holds: readonly string[];
}

/** One reason for each drive that is to be written with privilege. */
export function elevationReasons(
  drives: readonly { readonly facts: DriveFacts; readonly node: string | undefined }[],
): readonly ElevationReason[] {
  return drives.map(({ facts, node }) => ({
    device: facts.device,
    model: facts.model,
    serial: facts.identity.serial,
    sizeBytes: facts.identity.sizeBytes,
    node,
    holds: facts.volumes.map(({ label, fileSystem }) => (label === '' ? fileSystem : `${label} (${fileSystem})`)),
  }));
}
