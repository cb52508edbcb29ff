import { Killed } from '../../kernel/killed.ts';
import type { Program } from '../../kernel/program.ts';
import { type ApiCall, callFromContext } from '../api/call.ts';
import { runWorker } from '../api/worker.ts';
import { die } from '../cli/api-error.ts';
import { type Archive, archiveName } from '../model/archives.ts';
import { databaseOf } from '../model/database.ts';
import { findGuest, type GuestConfig, readGuest, writeGuest } from '../model/guest-config.ts';
import { drivesOf, isCdrom } from '../model/guest-disks.ts';
import type { Section } from '../model/section-config.ts';
import { contentOf, FILE_TYPES, findStorage, storageStatus } from '../model/storage-config.ts';
import { parseVolumeId } from '../model/volumes.ts';

/** Zero blocks are left out and the rest is packed: about this part of a fresh disk. */
const PACKED = 0.05;
const BYTES_PER_SECOND = 400e6;

/** Backs guests of this node up. A guest of another node is skipped silently with exit code 0 (pve-facts 8.2). */
export const vzdump: Program = async (context) => {
  const call = callFromContext(context);
  await context.sleep(0.6);
  const { ids, options } = readWords(context.argv.slice(1));
  const database = databaseOf(call.world, call.node);
  const storage = findStorage(database, options.storage ?? 'local');
  if (!storage) {
    context.stderr(
      `could not get storage information for '${options.storage}': storage '${options.storage}' does not exist\n`,
    );
    return 255;
  }
  if (!contentOf(storage).includes('backup') || !FILE_TYPES.includes(storage.type)) {
    context.stderr(
      `could not get storage information for '${storage.id}': storage '${storage.id}' does not support backups\n`,
    );
    return 255;
  }
  context.stdout(`INFO: starting new backup job: vzdump ${context.argv.slice(1).join(' ')}\n`);
  let hasFailed = false;
  for (const vmid of ids) {
    const guest = findGuest(database, vmid);
    if (guest && guest.nodeName !== call.node.name) continue;
    const result = await runWorker(call, 'vzdump', vmid, async (worker) => {
      if (!guest) die(`unable to find VM '${vmid}'`);
      await whileLocked(worker, vmid, (config) => backUp(worker, storage, vmid, config));
    });
    if (result.failed) {
      context.stdout(`ERROR: Backup of VM ${vmid} failed\n`);
      hasFailed = true;
    }
  }
  context.stdout(`INFO: Backup job finished ${hasFailed ? 'with errors' : 'successfully'}\n`);
  if (hasFailed) context.stderr('job errors\n');
  return hasFailed ? 255 : 0;
};

/** The guest is locked meanwhile. Who is told to end takes the lock off; who is killed leaves it (pve-facts 4.6). */
async function whileLocked(call: ApiCall, vmid: string, work: (config: GuestConfig) => Promise<void>): Promise<void> {
  const { world, node } = call;
  const database = databaseOf(world, node);
  const config = readGuest(database, node.name, vmid) ?? die(`unable to find VM '${vmid}'`);
  if (config.lock) die(`VM is locked (${config.lock})`);
  writeGuest(world, database, node.name, vmid, { ...config, lock: 'backup' });
  const unlock = (): void => {
    const { lock, ...now } = readGuest(database, node.name, vmid) ?? {};
    if (lock === 'backup') writeGuest(world, database, node.name, vmid, now);
  };
  try {
    await work(config);
  } catch (error) {
    if (!(error instanceof Killed && error.signalName === 'KILL')) unlock();
    throw error;
  }
  unlock();
}

async function backUp(call: ApiCall, storage: Section, vmid: string, config: GuestConfig): Promise<void> {
  const database = databaseOf(call.world, call.node);
  const takenAt = Math.floor(call.world.now() / 1000);
  const folder = `${storage.values.path ?? `/mnt/pve/${storage.id}`}/dump`;
  const path = `${folder}/${archiveName(vmid, takenAt)}`;
  const systemName = call.node.guests[vmid]?.bootedHost;
  const system = systemName === undefined ? undefined : call.world.hosts.get(systemName);
  const disks = drivesOf(config)
    .filter((drive) => !isCdrom(drive) && drive.options.backup !== '0')
    .map((drive) => {
      const volume = call.node.volumes[parseVolumeId(database, drive.volume).place];
      if (!volume) die(`volume '${drive.volume}' does not exist`);
      const source = volume.source === undefined ? {} : { source: volume.source };
      const packages = system ? { packages: Object.fromEntries(system.packages) } : {};
      return { key: drive.key, sizeBytes: volume.sizeBytes, ...source, ...packages };
    });
  const bytes = disks.reduce((sum, disk) => sum + disk.sizeBytes, 0);
  call.out(`INFO: Starting Backup of VM ${vmid} (qemu)\nINFO: creating vzdump archive '${path}'\n`);
  await call.sleep(4 + (bytes * PACKED) / BYTES_PER_SECOND);
  const sizeBytes = Math.round(bytes * PACKED);
  const free = storageStatus(call.world, call.host, call.node, storage).availableBytes;
  if (sizeBytes > free || call.world.takeFault('backup.fails'))
    die('job failed with err -28 - No space left on device');
  const archive: Archive = { vmid, takenAt, sizeBytes, config: { ...config }, disks };
  call.host.files.makeDirectories(folder);
  call.host.files.write(path, Buffer.from(JSON.stringify(archive)));
  call.out(
    `INFO: archive file size: ${Math.round(archive.sizeBytes / 2 ** 20)}MB\nINFO: Finished Backup of VM ${vmid} (00:00:10)\n`,
  );
  call.world.effect(call.host, `vzdump ${vmid}`);
}

function readWords(words: readonly string[]): {
  readonly ids: readonly string[];
  readonly options: Readonly<Record<string, string>>;
} {
  const ids: string[] = [];
  const options: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const option = /^--?([a-z-]+)(?:=(.*))?$/.exec(word);
    if (option?.[1]) {
      options[option[1]] = option[2] ?? words[at + 1] ?? '';
      if (option[2] === undefined) at += 1;
    } else if (/^[\d,]+$/.test(word)) ids.push(...word.split(',').filter((id) => id !== ''));
  }
  return { ids, options };
}
