import type { SimHost } from '../kernel/program.ts';
import type { RealHostHands } from './real-hands.ts';

const CONFIG = '/etc/corosync/corosync.conf';
const COUNT_EVERY_MS = 500;

/**
 * Carries what the simulated PVE does with corosync to the real one of a host, as systemctl and pmxcfs do there: started and
 * stopped with its unit, told to read its configuration again when that changed; and brings back how it counts.
 */
export class RealCorosync {
  readonly #host: SimHost;
  readonly #hands: RealHostHands;
  readonly #changed: () => void;
  readonly #report: (text: string) => void;
  readonly #timer: NodeJS.Timeout;
  #active: boolean;
  #config: string;
  #powered: boolean;
  #queue: Promise<void> = Promise.resolve();
  #counting = false;

  constructor(host: SimHost, hands: RealHostHands, changed: () => void, report: (text: string) => void) {
    this.#host = host;
    this.#hands = hands;
    this.#changed = changed;
    this.#report = report;
    this.#active = isActive(host);
    this.#powered = host.powered;
    this.#config = this.#readConfig();
    this.#timer = setInterval(() => void this.#count(), COUNT_EVERY_MS);
  }

  /** Looks what the simulated PVE has done since the last look, and does the same for real, in order. */
  follow(): void {
    const active = isActive(this.#host);
    const config = this.#readConfig();
    if (this.#host.powered !== this.#powered) {
      // A host that starts brings its services up by itself.
      this.#powered = this.#host.powered;
    } else if (active !== this.#active) {
      this.#do(['systemctl', active ? 'restart' : 'stop', 'corosync.service']);
    } else if (active && config !== this.#config && config !== '') {
      this.#do(['corosync-cfgtool', '-R']);
    }
    this.#active = active;
    this.#config = config;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#queue;
  }

  #do(argv: readonly string[]): void {
    this.#queue = this.#queue.then(async () => {
      const end = await this.#hands.run(argv);
      if (end.code !== 0)
        this.#report(`${this.#host.name}: ${argv.join(' ')}: exit ${end.code}: ${end.stderr.trim().slice(-500)}`);
      await this.#count();
    });
  }

  async #count(): Promise<void> {
    if (this.#counting) return;
    this.#counting = true;
    try {
      const runs = this.#host.powered && this.#config !== '';
      if (runs || this.#hands.votes()) if (await this.#hands.count()) this.#changed();
    } finally {
      this.#counting = false;
    }
  }

  #readConfig(): string {
    const data = this.#host.files.read(CONFIG);
    return data === undefined ? '' : Buffer.from(data).toString('utf8');
  }
}

function isActive(host: SimHost): boolean {
  return host.powered && host.units.get('corosync')?.active === 'active';
}
