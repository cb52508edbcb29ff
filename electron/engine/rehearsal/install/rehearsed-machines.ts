/**
 * The bare machines of a simulated site, as a person in front of the rack has them: a stick goes in or out, the power button
 * is pressed, the screen is read. Nothing else can be done to a machine, and nothing else is known of it.
 */
export interface RehearsedMachines {
  /**
   * Puts the laptop into the simulated network: connections of simulated machines to `address:port` reach the real listener
   * at `target` (on this laptop's loopback). A machine reaches it only while it has an address itself.
   */
  connectLaptop(address: string, port: number, target: { readonly host: string; readonly port: number }): void;
  readonly machines: readonly RehearsedMachine[];
  insertStick(machine: string, stick: RehearsedStick): void;
  removeStick(machine: string): void;
  /** The power button: the firmware looks at the stick first, then at the disk. Nothing happens to a machine that is on. */
  powerOn(machine: string): void;
  powerOff(machine: string): void;
  /** What its console shows now, at most 50 lines. Dark (no lines) while it is off. */
  screen(machine: string): readonly string[];
  /** Told after every change of power or screen of any machine. */
  subscribe(listener: () => void): () => void;
  /** Whether the technician was ordered (`--fault`) to make this mistake at this machine; asking uses the order up. */
  mistake(kind: TechnicianMistake, machine: string): boolean;
  /** Waits in simulated time. Rejects with the signal's reason, or when the simulated site is closed. */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** stick-swapped: gets the stick of the next machine. stick-left-in: the stick stays when the machine is switched on again. */
export type TechnicianMistake = 'stick-swapped' | 'stick-left-in';

export interface RehearsedMachine {
  /** Name that the plan gives to this machine. */
  readonly name: string;
  /** First network card, lower case: as the label on the machine says it. */
  readonly mac: string;
  /** Serial of the system, as its firmware says it. */
  readonly serial: string;
  readonly power: 'off' | 'on';
}

/** What is plugged in: a written stick or a complete image (a file or a block device), or a base with an overlay on it. */
export type RehearsedStick =
  | { readonly imagePath: string }
  | { readonly overlayPath: string; readonly basePath: string };
