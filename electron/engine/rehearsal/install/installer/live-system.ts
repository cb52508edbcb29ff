import type { PveVersion, Site } from '../../../../api/site.ts';
import type { World } from '../../kernel/program.ts';
import type { InstallMedium } from '../medium/read-medium.ts';
import type { MachineState } from '../model/install-state.ts';
import type { Console } from './console.ts';

/** A lease of the site's DHCP server. */
export interface Lease {
  /** With prefix. */
  readonly cidr: string;
  readonly gateway: string;
  readonly dns: string;
  readonly domain?: string;
  /** Only where the server is set up to name this machine. */
  readonly hostname?: string;
}

/** The installer's Linux while it runs on one machine. */
export interface LiveSystem {
  readonly world: World;
  readonly site: Site;
  readonly machine: MachineState;
  readonly medium: Extract<InstallMedium, { kind: 'installer' }>;
  readonly version: PveVersion;
  readonly console: Console;
  readonly signal: AbortSignal;
  /** Simulated seconds; rejects when the machine loses power. */
  sleep(seconds: number): Promise<void>;
  lease: Lease | undefined;
}

/** Ends an installation: what the screen says before the shell opens. */
export class InstallerError extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
