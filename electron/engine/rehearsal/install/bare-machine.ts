import type { Site } from '../../../api/site.ts';
import { consoleLines } from '../debian/console.ts';
import type { SimHost, World } from '../kernel/program.ts';
import { makeRsaAside } from '../kernel/ssh-keys.ts';
import { Console } from './installer/console.ts';
import { SECONDS } from './installer/durations.ts';
import { runInstaller } from './installer/run-installer.ts';
import { type InstallMedium, readMedium } from './medium/read-medium.ts';
import type { MachineState } from './model/install-state.ts';
import type { RehearsedStick } from './rehearsed-machines.ts';
import { inBackground, startInstalled } from './start-installed.ts';
import { GRUB_PROMPT, MENU_TITLE, NO_BOOT_DEVICE } from './what-screen-shows.ts';

/** An installed system on its way to the login screen. */
const STARTING: readonly string[] = ['GNU GRUB  version 2.06', 'Loading Linux ...', 'Loading initial ramdisk ...'];
const OFF = new Error('the simulated machine has lost its power');

export interface BareMachineOptions {
  readonly world: World;
  readonly site: Site;
  readonly state: MachineState;
  readonly onChange: () => void;
}

/** One machine in the rack: its firmware, its stick, its disks. Once an installed system runs, it is a host of the world. */
export class BareMachine {
  readonly state: MachineState;
  readonly #options: BareMachineOptions;
  readonly #console: Console;
  #stick: RehearsedStick | undefined;
  /** Set while no installed system runs and the power is on. */
  #life: AbortController | undefined;
  /** While this machine itself starts its installed system. */
  #startsDisk = false;

  constructor(options: BareMachineOptions) {
    this.state = options.state;
    this.#options = options;
    this.#console = new Console(options.onChange);
  }

  get power(): 'off' | 'on' {
    return this.#life || this.#host?.powered ? 'on' : 'off';
  }

  get screen(): readonly string[] {
    if (this.#life) return this.#console.lines;
    const host = this.#host;
    if (!host?.powered) return [];
    const drawn = consoleLines(this.#options.world, host);
    return drawn.length > 0 ? drawn : STARTING;
  }

  set stick(stick: RehearsedStick | undefined) {
    this.#stick = stick;
    this.#options.onChange();
  }

  powerOn(): void {
    if (this.power === 'on') return;
    const life = new AbortController();
    this.#life = life;
    inBackground(
      this.#live(life.signal).then((end) => {
        if (end === 'off') this.powerOff();
      }),
    );
    this.#options.onChange();
  }

  powerOff(): void {
    const host = this.#host;
    this.#life?.abort(OFF);
    this.#life = undefined;
    if (host?.powered) this.#options.world.setPower(host, false);
    this.#options.onChange();
  }

  /** The installed system has restarted by itself, or was switched on from elsewhere: the firmware looks at the stick then too. */
  restarted(): void {
    const host = this.#host;
    if (!this.#stick || this.#startsDisk || this.#life || !host?.powered) return;
    this.#options.world.setPower(host, false);
    this.powerOn();
  }

  get #host(): SimHost | undefined {
    const { hostName } = this.state;
    return hostName === undefined ? undefined : this.#options.world.hosts.get(hostName);
  }

  /** From the power button on. Gives 'off' when the machine switches itself off; otherwise it stays on. */
  async #live(signal: AbortSignal): Promise<'off' | 'on'> {
    for (;;) {
      await this.#firmware(signal);
      const medium: InstallMedium = this.#stick
        ? readMedium(this.#stick, this.state.bootMode)
        : { kind: 'not-bootable' };
      if (medium.kind === 'not-bootable') return this.#startFromDisk(signal);
      if (medium.kind === 'no-menu') {
        this.#console.show(
          'GNU GRUB  version 2.06',
          '',
          "error: file `/boot/grub/grub.cfg' not found.",
          `${GRUB_PROMPT} `,
        );
        return 'on';
      }
      const end = await this.#startFromStick(medium, signal);
      if (end === 'power-off') return 'off';
      if (end === 'stuck') return 'on';
    }
  }

  async #firmware(signal: AbortSignal): Promise<void> {
    const { hardware, bootMode } = this.state;
    this.#console.show(
      `${hardware.firmware?.vendor ?? ''} ${hardware.firmware?.productName ?? ''}  S/N ${hardware.systemSerial}`.trim(),
      `${hardware.cores} cores, ${Math.round(hardware.memoryBytes / 1024 ** 3)} GB memory, ${bootMode === 'efi' ? 'UEFI' : 'Legacy BIOS'}`,
      ...hardware.disks.map((disk) => `${disk.name}: ${disk.model} ${disk.serial}`),
    );
    await this.#sleep(SECONDS.firmware, signal);
  }

  async #startFromStick(
    medium: Extract<InstallMedium, { kind: 'installer' }>,
    signal: AbortSignal,
  ): Promise<'reboot' | 'power-off' | 'stuck'> {
    const { world, site } = this.#options;
    const entries = ['Install Proxmox VE (Graphical)', 'Install Proxmox VE (Terminal UI)', 'Rescue Boot'];
    const head = `${MENU_TITLE} ${medium.release.version}-${medium.release.isoRelease}`;
    if (medium.modeFile === undefined) {
      this.#console.show(head, '', `*${entries[0]}`, ...entries.slice(1).map((entry) => ` ${entry}`));
      return 'stuck';
    }
    for (let left = SECONDS.menu; left > 0; left -= 1) {
      this.#console.show(
        head,
        '',
        '*Install Proxmox VE (Automated Installation)',
        ...entries.map((entry) => ` ${entry}`),
        '',
        `The highlighted entry will be executed automatically in ${left}s.`,
      );
      await this.#sleep(1, signal);
    }
    if (medium.version === undefined) {
      this.#console.show(`Release ${medium.release.version} is not simulated; this rehearsal knows 8.4, 9.1 and 9.2.`);
      return 'stuck';
    }
    return runInstaller({
      world,
      site,
      machine: this.state,
      medium,
      version: medium.version,
      console: this.#console,
      signal,
      sleep: (seconds) => this.#sleep(seconds, signal),
      lease: undefined,
    });
  }

  async #startFromDisk(signal: AbortSignal): Promise<'on'> {
    const { world } = this.#options;
    if (!this.state.waiting && !this.#host) {
      this.#console.show(NO_BOOT_DEVICE, 'Insert boot media in selected boot device and press a key');
      return 'on';
    }
    this.#console.show(...STARTING);
    const making = this.#host ? undefined : makeRsaAside(`root@${this.state.waiting?.spec.name ?? ''}`);
    await this.#sleep(SECONDS.diskBoot, signal);
    const rootKey = await making;
    if (signal.aborted) throw signal.reason;
    const known = this.#host;
    if (known) {
      this.#life = undefined;
      this.#startsDisk = true;
      world.setPower(known, true);
      this.#startsDisk = false;
    } else if (rootKey && startInstalled(world, this.state, rootKey)) {
      this.#life = undefined;
    } else {
      const name = this.state.waiting?.spec.name ?? '';
      this.#console.show(`${name} login: `);
    }
    this.#options.onChange();
    return 'on';
  }

  /** Simulated time that ends with the machine's power. */
  #sleep(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      this.#options.world
        .sleep(seconds)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', stop));
    });
  }
}
