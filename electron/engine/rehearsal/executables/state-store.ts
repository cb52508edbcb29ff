import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WorldState } from '../kernel/state.ts';
import type { SimWorld } from '../kernel/world.ts';
import { WorldFolder } from '../kernel/world-folder.ts';
import { writeWhole } from '../kernel/write-whole.ts';
import type { EtcPveState } from './etc-pve.ts';

/** The daemon's folder on disk: the world, what was last written to each real /etc/pve, and a lock against a second daemon. */
export class StateStore {
  readonly worldFolder: WorldFolder;
  readonly #folder: string;
  readonly #written: string;
  #dirty = true;
  #stop: (() => void) | undefined;
  #lastWritten = '';

  /** Throws where another living daemon has the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    const lock = join(folder, 'daemon.pid');
    const other = existsSync(lock) ? readFileSync(lock, 'utf8').trim() : '';
    const [otherId = ''] = other.split(' ');
    if (other !== '' && identityOf(otherId) === other)
      throw new Error(`the state in ${folder} is in use by process ${otherId}`);
    writeWhole(lock, Buffer.from(`${identityOf(String(process.pid)) ?? ''}\n`));
    this.worldFolder = new WorldFolder(join(folder, 'world'));
    this.#written = join(folder, 'etc-pve.json');
  }

  /**
   * The saved world, its clock as if the daemon had run on: the hosts are real and went on meanwhile. At the vendor's own
   * speed it is never behind the machine's clock.
   */
  load(compression: number): WorldState | undefined {
    const state = this.worldFolder.load();
    if (!state) return undefined;
    const savedAt = statSync(join(this.worldFolder.folder, 'state.sealed')).mtimeMs;
    const now = Math.round(state.now + Math.max(0, Date.now() - savedAt) * compression);
    return { ...state, now: compression === 1 ? Math.max(now, Date.now()) : now };
  }

  loadWritten(): Readonly<Record<string, EtcPveState>> {
    if (!existsSync(this.#written)) return {};
    this.#lastWritten = readFileSync(this.#written, 'utf8');
    return JSON.parse(this.#lastWritten) as Record<string, EtcPveState>;
  }

  saveWritten(states: Readonly<Record<string, EtcPveState>>): void {
    const text = JSON.stringify(states);
    if (text === this.#lastWritten) return;
    writeWhole(this.#written, Buffer.from(text));
    this.#lastWritten = text;
  }

  follow(world: SimWorld): void {
    const unsubscribe = world.subscribe((event) => {
      if (event.type !== 'seen') this.#dirty = true;
    });
    const settle = this.worldFolder.follow(world);
    this.#stop = () => {
      unsubscribe();
      settle();
    };
  }

  /** Saves now what has changed: a command that has ended is never forgotten by a killed daemon. */
  flush(world: SimWorld): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.worldFolder.save(world.saveState(this.worldFolder));
  }

  close(): void {
    this.#stop?.();
    rmSync(join(this.#folder, 'daemon.pid'), { force: true });
  }
}

/** `pid start-time` of a process that runs now (Linux): a number used again, or a dead process nobody waited for, is none. */
function identityOf(processId: string): string | undefined {
  const path = `/proc/${processId}/stat`;
  if (!/^\d+$/.test(processId) || !existsSync(path)) return undefined;
  // After the name in parentheses: state, parent, ..., start time as the 20th.
  const fields = readFileSync(path, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${processId} ${fields[19]}`;
}
