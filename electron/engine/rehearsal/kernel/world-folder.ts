import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import type { BlobStore } from './files/file-tree.ts';
import type { WorldState } from './state.ts';
import type { SimWorld } from './world.ts';
import { writeWhole } from './write-whole.ts';

const SAVE_AFTER_MS = 250;

/**
 * The saved state of a world on disk. Files of simulated hosts hold the site's real secrets (an `.env`), so everything is
 * sealed with AES-256-GCM; the key stands beside it with mode 0600 unless the caller brings its own (from the vault).
 * `state.sealed` is replaced whole (temp, fsync, rename): a killed process leaves the state before or after, never between.
 */
export class WorldFolder implements BlobStore {
  readonly folder: string;
  readonly #key: Buffer;

  constructor(folder: string, key?: Uint8Array) {
    this.folder = folder;
    mkdirSync(join(folder, 'blobs'), { recursive: true, mode: 0o700 });
    this.#key = key ? Buffer.from(key) : loadKey(join(folder, 'state.key'));
    if (this.#key.length !== 32) throw fail('rehearsal.state-unreadable', { params: { folder } });
  }

  /** The state saved last; undefined where nothing was saved yet. */
  load(): WorldState | undefined {
    const path = join(this.folder, 'state.sealed');
    if (!existsSync(path)) return undefined;
    try {
      const state = JSON.parse(this.#open(readFileSync(path)).toString('utf8')) as WorldState;
      if (state.version !== 1) throw new Error(`version ${String(state.version)}`);
      return state;
    } catch (error) {
      throw fail('rehearsal.state-unreadable', {
        params: { folder: this.folder },
        evidence: [error instanceof Error ? error.message : String(error)],
      });
    }
  }

  save(state: WorldState): void {
    writeWhole(join(this.folder, 'state.sealed'), this.#seal(Buffer.from(JSON.stringify(state))));
  }

  put(digest: string, data: Uint8Array): void {
    const path = join(this.folder, 'blobs', digest);
    if (!existsSync(path)) writeWhole(path, this.#seal(data));
  }

  get(digest: string): Uint8Array {
    return this.#open(readFileSync(join(this.folder, 'blobs', digest)));
  }

  /**
   * Saves the world a quarter of a second after a change, and at once when an effect was counted (after the program's
   * current turn, so that what it changed beside the count is in the same state). Gives back the end: a last save.
   */
  follow(world: SimWorld): () => void {
    let timer: NodeJS.Timeout | undefined;
    let urgent = false;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      urgent = false;
      this.save(world.saveState(this));
    };
    const unsubscribe = world.subscribe((event) => {
      if (event.type === 'seen') {
        appendFileSync(join(this.folder, 'seen.jsonl'), `${JSON.stringify(event.command)}\n`, { mode: 0o600 });
      } else if (event.type === 'effect') {
        if (!urgent) {
          urgent = true;
          queueMicrotask(() => {
            if (urgent) save();
          });
        }
      } else if (!timer) {
        timer = setTimeout(save, SAVE_AFTER_MS);
        timer.unref();
      }
    });
    save();
    return () => {
      unsubscribe();
      save();
      this.#dropUnusedBlobs(world);
    };
  }

  #dropUnusedBlobs(world: SimWorld): void {
    const used = new Set<string>();
    world.saveState({ put: (digest) => used.add(digest), get: () => new Uint8Array(0) });
    for (const name of readdirSync(join(this.folder, 'blobs'))) {
      if (!used.has(name)) rmSync(join(this.folder, 'blobs', name), { force: true });
    }
  }

  #seal(data: Uint8Array): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const body = Buffer.concat([cipher.update(data), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  #open(sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
  }
}

function loadKey(path: string): Buffer {
  if (existsSync(path)) return readFileSync(path);
  const key = randomBytes(32);
  writeWhole(path, key);
  return key;
}
