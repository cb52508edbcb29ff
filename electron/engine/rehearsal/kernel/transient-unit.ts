/** How systemd-run is told to make a unit. */
export interface TransientUnitOptions {
  readonly description: string;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** systemd-run --collect: forget the unit also when it failed. */
  readonly collect: boolean;
  /** Type=oneshot: 'activating' while it runs. */
  readonly oneshot: boolean;
  readonly remainAfterExit?: boolean;
  readonly stdout?: (chunk: Uint8Array) => void;
  readonly stderr?: (chunk: Uint8Array) => void;
}

/** What `systemctl show` knows of a unit made by systemd-run. */
export interface TransientUnit {
  readonly name: string;
  readonly description: string;
  readonly argv: readonly string[];
  readonly collect: boolean;
  readonly oneshot: boolean;
  readonly startedAt: number;
  endedAt?: number;
  state: 'running' | 'exited' | 'failed';
  /** Exit code once ended; for a killed one the signal is in `signal`. */
  code: number;
  signal?: string;
  /** Ends the unit; kept in memory only. */
  stop?: (signal: string) => void;
  /** Resolves when ended; kept in memory only. */
  done?: Promise<number>;
  /** What it printed where no file was given (the journal), newest last, at most 64 KiB. */
  log: string;
}
