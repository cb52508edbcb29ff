import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileStat, SimHost, VirtualMount } from '../kernel/program.ts';
import { UserTable } from './user-table.ts';

/** What was last written to the real folder, by path below it. */
export interface Written {
  readonly kind: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, or the target of a link; '' for a folder. */
  readonly digest: string;
  /** inode, size and time of the real file: unchanged means that nobody wrote to it. */
  mark: string;
}

export interface EtcPveState {
  mounted: boolean;
  readonly written: Record<string, Written>;
}

const TEMPORARY = '.sitewright-sim.tmp';

/**
 * /etc/pve of one real host, kept equal to the simulated pmxcfs in both directions: `takeIn` brings what real programs
 * changed there into the database, `writeOut` writes what the database says now. Both touch differences only.
 */
export class EtcPve {
  readonly #host: SimHost;
  readonly #mount: VirtualMount;
  readonly #folder: string;
  readonly #users: UserTable;
  readonly #graceMs: number;
  /** Changes that pmxcfs refuses now: when each was seen first (real milliseconds). */
  readonly #held = new Map<string, number>();
  /** Refused for good: the next writeOut makes them what the database holds. */
  readonly #undo = new Set<string>();
  readonly state: EtcPveState;

  constructor(
    root: string,
    host: SimHost,
    mount: VirtualMount,
    graceMs: number,
    state: EtcPveState = { mounted: false, written: {} },
  ) {
    this.#graceMs = graceMs;
    this.#host = host;
    this.#mount = mount;
    this.#folder = join(root, mount.prefix);
    this.#users = new UserTable(root === '/' ? '' : root);
    this.state = state;
  }

  /**
   * Takes in what real programs wrote, appended, made and removed since the last writeOut. The real pmxcfs would have refused
   * a write without quorum to the program's face; here the write has happened. So it is held for the grace, taken in when
   * quorum comes by then, and else undone by the next writeOut. Gives back what is undone, one sentence each.
   */
  takeIn(): readonly string[] {
    const { written } = this.state;
    if (!this.state.mounted || !this.#mount.mounted(this.#host)) return [];
    const refused: string[] = [];
    const seen = new Set<string>();
    const attempt = (path: string, work: () => void, after?: Written) => {
      const known = written[path];
      seen.add(path);
      delete written[path];
      try {
        work();
        if (after) written[path] = after;
      } catch (error) {
        const since = this.#held.get(path) ?? Date.now();
        this.#held.set(path, since);
        if (Date.now() - since < this.#graceMs) {
          if (known) written[path] = known;
          return;
        }
        this.#undo.add(path);
        const why = error instanceof Error ? error.message : String(error);
        refused.push(`${this.#host.name}: ${this.#mount.prefix}/${path}: ${why}`);
      }
      this.#held.delete(path);
    };
    const present = this.#present();
    for (const [path, stat] of present) {
      const known = written[path];
      const inside = `${this.#mount.prefix}/${path}`;
      if (stat.isDirectory()) {
        const taken: Written = { kind: 'directory', mode: stat.mode & 0o7777, sizeBytes: 0, digest: '', mark: '' };
        if (!known) attempt(path, () => this.#mount.makeDirectory(this.#host, inside), taken);
      } else if (stat.isFile() && known?.mark !== markOf(stat)) {
        const data = fs.readFileSync(join(this.#folder, path));
        const digest = digestOf(data);
        if (known?.digest === digest) {
          known.mark = markOf(stat);
          continue;
        }
        const mode = stat.mode & 0o7777;
        attempt(path, () => this.#mount.write(this.#host, inside, this.#merged(inside, known, data)), {
          kind: 'file',
          mode,
          sizeBytes: data.length,
          digest,
          mark: markOf(stat),
        });
      }
    }
    const gone = Object.keys(written).filter((path) => !present.has(path));
    for (const path of gone.sort().reverse()) {
      if (written[path]?.kind === 'symlink') delete written[path];
      else attempt(path, () => this.#mount.remove(this.#host, `${this.#mount.prefix}/${path}`));
    }
    for (const path of this.#held.keys()) if (!seen.has(path)) this.#held.delete(path);
    return refused;
  }

  /** Makes the real folder what the mount holds: nothing at all while pmxcfs is stopped. True where something was written. */
  writeOut(): boolean {
    const mounted = this.#mount.mounted(this.#host);
    fs.mkdirSync(this.#folder, { recursive: true });
    const wanted = new Map<string, FileStat>();
    if (mounted) this.#collect(this.#mount.prefix, '', wanted);
    const { written } = this.state;
    const steady = this.state.mounted && mounted;
    let changed = this.state.mounted !== mounted;
    this.state.mounted = mounted;
    const present = this.#present();
    for (const [path, stat] of [...present].reverse()) {
      if (this.#held.has(path) || (wanted.has(path) && wanted.get(path)?.kind === kindOf(stat))) continue;
      // Made by a real program since the last takeIn: that comes first.
      if (steady && !written[path] && !this.#undo.has(path)) continue;
      fs.rmSync(join(this.#folder, path), { recursive: true, force: true });
      present.delete(path);
      delete written[path];
      changed = true;
    }
    for (const path of Object.keys(written)) if (!wanted.has(path)) delete written[path];
    if (!mounted) this.#held.clear();
    for (const [path, stat] of wanted)
      if (!this.#held.has(path)) changed = this.#put(path, stat, present.get(path)) || changed;
    this.#undo.clear();
    return changed;
  }

  #put(path: string, wanted: FileStat, present: fs.Stats | undefined): boolean {
    const real = join(this.#folder, path);
    const data = wanted.kind === 'file' ? this.#mount.read(this.#host, `${this.#mount.prefix}/${path}`) : undefined;
    const digest = wanted.kind === 'file' ? digestOf(data ?? new Uint8Array()) : (wanted.target ?? '');
    const known = this.state.written[path];
    const same = known?.digest === digest && known.mode === wanted.mode && present !== undefined;
    if (same && (wanted.kind !== 'file' || known.mark === markOf(present))) return false;
    const untouched = known !== undefined && present !== undefined && known.mark === markOf(present);
    // Taken before the change is in place: a write that comes right after it must differ from this.
    let mark = known?.mark ?? '';
    if (wanted.kind === 'directory') {
      if (!present) fs.mkdirSync(real);
    } else if (wanted.kind === 'symlink') {
      if (present) fs.rmSync(real);
      fs.symlinkSync(wanted.target ?? '', real);
    } else if (untouched && known.digest === digest) {
      this.#own(real, wanted);
    } else {
      // Somebody wrote since the last takeIn: that comes first.
      const now = fs.lstatSync(real, { throwIfNoEntry: false });
      if (known && now && known.mark !== markOf(now)) return false;
      // Beside /etc/pve, not in it: what is left by a killed daemon must not be taken for a file of the cluster.
      const temporary = join(dirname(this.#folder), TEMPORARY);
      fs.rmSync(temporary, { force: true });
      fs.writeFileSync(temporary, data ?? new Uint8Array(), { mode: 0o600 });
      this.#own(temporary, wanted);
      mark = markOf(fs.lstatSync(temporary));
      fs.renameSync(temporary, real);
    }
    if (wanted.kind === 'directory') this.#own(real, wanted);
    this.state.written[path] = {
      kind: wanted.kind as Written['kind'],
      mode: wanted.mode,
      sizeBytes: data?.length ?? 0,
      digest,
      mark,
    };
    return true;
  }

  #own(real: string, wanted: FileStat): void {
    fs.chmodSync(real, wanted.mode);
    const group = this.#users.groupId(wanted.group ?? wanted.owner);
    if (group === undefined || process.getuid?.() !== 0) return;
    fs.chownSync(real, 0, group);
  }

  /** Bytes appended by a real program go to the end of what the database holds now, also when that moved on meanwhile. */
  #merged(inside: string, known: Written | undefined, data: Buffer): Uint8Array {
    const now = this.#mount.read(this.#host, inside);
    if (!known || !now || digestOf(now) === known.digest) return data;
    const appended = data.length > known.sizeBytes && digestOf(data.subarray(0, known.sizeBytes)) === known.digest;
    return appended ? Buffer.concat([now, data.subarray(known.sizeBytes)]) : data;
  }

  #collect(at: string, below: string, into: Map<string, FileStat>): void {
    for (const name of [...(this.#mount.list(this.#host, at) ?? [])].sort()) {
      const stat = this.#mount.stat(this.#host, `${at}/${name}`);
      if (!stat) continue;
      const path = below === '' ? name : `${below}/${name}`;
      into.set(path, stat);
      if (stat.kind === 'directory') this.#collect(`${at}/${name}`, path, into);
    }
  }

  /** Everything below the real folder, folders before what is in them. */
  #present(): Map<string, fs.Stats> {
    const found = new Map<string, fs.Stats>();
    const walk = (below: string) => {
      for (const name of fs.readdirSync(join(this.#folder, below)).sort()) {
        const path = below === '' ? name : `${below}/${name}`;
        const stat = fs.lstatSync(join(this.#folder, path), { throwIfNoEntry: false });
        if (!stat) continue;
        found.set(path, stat);
        if (stat.isDirectory()) walk(path);
      }
    };
    if (fs.existsSync(this.#folder)) walk('');
    return found;
  }
}

function markOf(stat: fs.Stats): string {
  return `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

function kindOf(stat: fs.Stats): FileStat['kind'] {
  return stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'symlink' : stat.isFile() ? 'file' : 'character';
}

function digestOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
