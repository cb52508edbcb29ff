import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../../../electron/api/site.ts';
import { rehearsalCommandSets } from '../../../electron/engine/app/rehearsal-command-sets.ts';
import type { BlobStore } from '../../../electron/engine/rehearsal/kernel/files/file-tree.ts';
import { type ServedWorld, serveWorld } from '../../../electron/engine/rehearsal/kernel/serve-world.ts';
import type { WorldState } from '../../../electron/engine/rehearsal/kernel/state.ts';
import { createWorld, type SimWorld } from '../../../electron/engine/rehearsal/kernel/world.ts';
import { siteHosts } from '../../../electron/engine/rehearsal/site-hosts.ts';
import { openThrowAwaySecrets } from '../../../electron/engine/rehearsal/throw-away-secrets.ts';
import { secretRefs } from '../../../electron/engine/site/derive.ts';

/** A moment that can be gone back to: the simulated site, and what its client keeps. */
export interface SavedMoment {
  /** JSON of the whole world. */
  readonly world: string;
  /** The client's own files by name. */
  readonly client: ReadonlyMap<string, Buffer>;
}

/** A simulated site in this process, for clients in others. */
export interface ServedSite {
  readonly world: SimWorld;
  readonly networkFile: string;
  /** `XDG_STATE_HOME` of its clients. */
  readonly state: string;
  save(): SavedMoment;
  close(): Promise<void>;
}

const CLIENT_FILES = ['throw-away-secrets.json', 'host-keys.json'] as const;
const blobData = new Map<string, Uint8Array>();
const blobs: BlobStore = {
  put: (digest, data) => void blobData.set(digest, data),
  get: (digest) => blobData.get(digest) ?? new Uint8Array(0),
};

/** Serves a site, new or as it was at a moment. `folder` is this site's alone. */
export async function serveSite(
  site: Site,
  folder: string,
  options: { readonly compression: number; readonly from?: SavedMoment; readonly faults?: readonly string[] },
): Promise<ServedSite> {
  const state = join(folder, 'state');
  const own = join(state, 'sitewright', 'sites', site.id, 'rehearsal');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of options.from?.client ?? []) writeFileSync(join(own, name), bytes, { mode: 0o600 });
  const secrets = openThrowAwaySecrets(own);
  for (const ref of secretRefs(site)) if (ref !== site.access.sshPrivateKey) secrets.get(ref); // made up now, so that all clients have the same
  const trusting: Site = { ...site, access: { ...site.access, sshPublicKey: secrets.key.publicLine } };
  const world = createWorld({
    seed: 7,
    hosts: siteHosts(trusting),
    commandSets: rehearsalCommandSets(),
    compression: options.compression,
    blobs,
    ...(options.faults ? { faults: options.faults } : {}),
    ...(options.from ? { state: JSON.parse(options.from.world) as WorldState } : {}),
  });
  const networkFile = join(folder, 'network.json');
  const served: ServedWorld = await serveWorld(world, { networkFile });
  return {
    world,
    networkFile,
    state,
    save: () => ({
      world: JSON.stringify(world.saveState(blobs)),
      client: new Map(
        CLIENT_FILES.filter((name) => existsSync(join(own, name))).map((name) => [name, readFileSync(join(own, name))]),
      ),
    }),
    close: () => served.close(),
  };
}

/** An item that the newest run of a client has begun and not ended, as its journal on the disk says at this instant. */
export interface OpenItem {
  readonly id: string;
  readonly hosts: readonly string[];
}

export function openItems(state: string, siteId: string): readonly OpenItem[] {
  const runs = join(state, 'sitewright', 'sites', siteId, 'rehearsal', 'runs');
  const newest = existsSync(runs) ? readdirSync(runs).sort().at(-1) : undefined;
  if (newest === undefined) return [];
  const path = join(runs, newest, 'journal.jsonl');
  const open = new Map<string, OpenItem>();
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    if (!line.endsWith('}')) continue;
    const record = JSON.parse(line) as { readonly type: string; readonly item?: string; readonly hosts?: string[] };
    if (record.item === undefined) continue;
    if (record.type === 'step-started') open.set(record.item, { id: record.item, hosts: record.hosts ?? [] });
    if (record.type === 'step-finished') open.delete(record.item);
  }
  return [...open.values()];
}
