import { layOutHostKeys } from '../../kernel/host-keys.ts';
import type { SimHost, World } from '../../kernel/program.ts';
import { cloudInitData } from './cloud-init-data.ts';
import { databaseOf } from './database.ts';
import type { GuestConfig } from './guest-config.ts';
import { readHostText } from './host-text.ts';
import type { NodeState } from './slice.ts';
import { findStorage } from './storage-config.ts';
import { parseVolumeId } from './volumes.ts';

const INSTANCE_FILE = '/var/lib/cloud/data/instance-id';

/** What a guest finds on its cloud-init drive when it starts on a node. */
export interface CloudInitSeed {
  readonly instanceId: string;
  readonly vendor: string | undefined;
  /** Private SSH host keys that the vendor data hands over; empty = cloud-init makes its own. */
  readonly hostKeys: readonly string[];
}

export function cloudInitSeed(world: World, node: SimHost, state: NodeState, config: GuestConfig): CloudInitSeed {
  const vendor = vendorData(world, node, state, config);
  const { instanceId } = cloudInitData(config, readHostText(node, '/etc/resolv.conf') ?? '');
  return { instanceId, vendor, hostKeys: hostKeysOf(vendor) };
}

/**
 * cloud-init's once-an-instance part: a guest that finds another instance id than the one it knows sets itself up anew, its
 * SSH host keys included (`ssh_deletekeys`).
 */
export function meetSeed(world: World, guest: SimHost, seed: CloudInitSeed): void {
  const known = readHostText(guest, INSTANCE_FILE)?.trim();
  if (known === seed.instanceId) return;
  if (known !== undefined) {
    for (const name of guest.files.list('/etc/ssh') ?? [])
      if (name.startsWith('ssh_host_')) guest.files.remove(`/etc/ssh/${name}`);
    layOutHostKeys(guest, true, seed.hostKeys.length > 0 ? seed.hostKeys : undefined);
  }
  guest.files.makeDirectories('/var/lib/cloud/data');
  guest.files.write(INSTANCE_FILE, Buffer.from(`${seed.instanceId}\n`));
  world.effect(guest, 'cloud-init.first-start');
}

/** cicustom parts: `vendor=local:snippets/x.yaml` -> {vendor: volume}. */
export function customFiles(config: GuestConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (config.cicustom ?? '')
      .split(',')
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );
}

/** The `packages:` list of a cloud-config, as far as it is a plain list. */
export function vendorPackages(text: string | undefined): Readonly<Record<string, string>> {
  const list = /^packages:\s*\n((?:[ \t]*-[^\n]*\n?)*)/m.exec(text ?? '')?.[1] ?? '';
  const names = [...list.matchAll(/-\s*['"]?([a-z0-9.+-]+)/g)].map((match) => match[1] ?? '');
  return Object.fromEntries(names.map((name) => [name, 'from cloud-init']));
}

/** `ssh_keys:` with private keys as double-quoted YAML strings. */
function hostKeysOf(vendor: string | undefined): readonly string[] {
  const part = /^ssh_keys:\s*\n((?:[ \t]+[^\n]*\n?)*)/m.exec(vendor ?? '')?.[1] ?? '';
  return [...part.matchAll(/^\s+\w+_private: "([^"]*)"$/gm)].map((match) => (match[1] ?? '').replaceAll('\\n', '\n'));
}

function vendorData(world: World, host: SimHost, node: NodeState, config: GuestConfig): string | undefined {
  const volume = customFiles(config).vendor;
  if (volume === undefined) return undefined;
  const database = databaseOf(world, node);
  if (!findStorage(database, volume.split(':')[0] ?? '')) return undefined;
  return readHostText(host, parseVolumeId(database, volume).place);
}
