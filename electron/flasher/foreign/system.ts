/** What the flasher asks the system about a drive where there is no sysfs. */
export interface ForeignFacts {
  /** A whole drive, not a partition, volume or disk image. */
  readonly isWhole: boolean;
  /** The running system lies on it. */
  readonly isSystem: boolean;
  /** Built into the machine. */
  readonly isInternal: boolean;
  readonly isReadOnly: boolean;
  readonly serial: string;
  readonly sizeBytes: number;
  readonly blockBytes: number;
  /** Where its volumes are reached: mount points, or drive letters with a colon. */
  readonly mountpoints: readonly string[];
}

/** Runs a tool of the system and gives back what it prints. */
export type RunTool = (file: string, args: readonly string[]) => string;

/** A platform whose drives the flasher knows by the output of the system's own tools. */
export interface ForeignSystem {
  read(device: string, run: RunTool): ForeignFacts;
  /** Makes the system let go of the drive; what is on it may be lost. Throws when it does not. */
  release(device: string, run: RunTool): void;
  /** The path to write to. */
  rawPath(device: string): string;
  /** Letting go of a drive takes its partition table away, so that nothing can be changed in place. */
  readonly releaseErases: boolean;
}
