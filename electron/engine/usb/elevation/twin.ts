import type { DiagnosticCode } from '../../../api/diagnostics/index.ts';
import type { DriveFacts } from '../../../api/drive.ts';
import type { ProgramEnd } from '../run-flasher.ts';

export interface ElevatedCommand {
  /** The binary that runs the flasher: Node, or Electron as Node. */
  readonly execPath: string;
  /** It is Electron, which has to be told to be Node. */
  readonly isElectron: boolean;
  readonly flasherPath: string;
  /** Only where the channel is a socket: a file that says where it is and what opens it. */
  readonly ticketPath: string;
  /** Shown by systems that let a program say why it asks. */
  readonly reason: string;
}

/** How one platform gives the flasher the right to write drives. Pure: nothing here runs anything. */
export interface ElevationTwin {
  /** stdio: the elevated program has our stdin and stdout. socket: it has not, and finds us by its ticket. */
  readonly channel: 'stdio' | 'socket';
  command(of: ElevatedCommand): { readonly file: string; readonly args: readonly string[] };
  /** Why nothing was heard from the flasher; undefined: that was not the elevation's fault. */
  explain(end: ProgramEnd): Extract<DiagnosticCode, `flash.elevation-${string}`> | undefined;
  /** The program that asks, by name: what to install when it is missing. */
  readonly program: string;
  /** Tools that let go of a confirmed removable drive before it is written; each alone, as this user. */
  release(facts: DriveFacts, mountedParts: readonly string[]): readonly (readonly string[])[];
  /**
   * The flasher lets go of all that is mounted from a confirmed drive, with its own privilege. False: what is mounted where no
   * desktop mounts by itself is somebody's, and the drive is refused.
   */
  readonly flasherReleases: boolean;
  /** How a person does the same in a terminal. */
  readonly terminalPrefix: string;
}
