import type { Program } from '../../kernel/program.ts';
import { type ApiCall, callFromContext } from '../api/call.ts';
import { networkValue, newUuid } from '../api/guest-values.ts';
import { makeVolume } from '../api/volume.ts';
import { runWorker } from '../api/worker.ts';
import { ApiError, die } from '../cli/api-error.ts';
import { type Archive, readArchive } from '../model/archives.ts';
import { databaseOf } from '../model/database.ts';
import { findGuest, type GuestConfig, writeGuest } from '../model/guest-config.ts';
import { drivesOf, formatDrive, isCloudInit, parseDrive } from '../model/guest-disks.ts';
import { findStorage } from '../model/storage-config.ts';
import { parseVolumeId } from '../model/volumes.ts';

const BYTES_PER_SECOND = 300e6;

/** qmrestore ARCHIVE VMID [--storage S] [--unique 1]: what it began stays where it failed (pve-facts 8.3). */
export const qmrestore: Program = async (context) => {
  const call = callFromContext(context);
  await context.sleep(1);
  const words = context.argv.slice(1).filter((word) => !word.startsWith('--'));
  const option = (name: string): string | undefined => {
    const at = context.argv.indexOf(`--${name}`);
    return at < 0 ? undefined : context.argv[at + 1];
  };
  const plain = words.filter((word) => word !== option('storage') && word !== option('unique'));
  const [volume = '', vmid = ''] = plain.length >= 2 ? plain : words;
  try {
    const database = databaseOf(call.world, call.node);
    const taken = findGuest(database, vmid);
    if (taken) die(`unable to restore VM ${vmid} - VM ${vmid} already exists on node '${taken.nodeName}'`);
    const place = volume.startsWith('/') ? volume : parseVolumeId(database, volume).place;
    const archive = readArchive(call.host.files, place) ?? die(`volume '${volume}' does not exist`);
    const result = await runWorker(call, 'qmrestore', vmid, (worker) =>
      restore(worker, archive, { vmid, storage: option('storage'), isUnique: option('unique') === '1' }),
    );
    return result.failed ? 255 : 0;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.stderr(error.render());
    return 255;
  }
};

interface RestoreOrder {
  readonly vmid: string;
  readonly storage: string | undefined;
  readonly isUnique: boolean;
}

async function restore(call: ApiCall, archive: Archive, { vmid, storage, isUnique }: RestoreOrder): Promise<void> {
  const database = databaseOf(call.world, call.node);
  const config: GuestConfig = { ...archive.config };
  // until all of it is there the configuration holds nothing but its lock
  writeGuest(call.world, database, call.node.name, vmid, { lock: 'create' });
  call.out('progress 1% (read 1048576 bytes, duration 0 sec)\n');
  const drives = drivesOf(archive.config);
  for (const disk of archive.disks) {
    const drive = parseDrive(disk.key, archive.config[disk.key] ?? '');
    const id = storage ?? drive.volume.split(':')[0] ?? '';
    const target = findStorage(database, id) ?? die(`storage '${id}' does not exist`);
    const { size: _size, ...options } = drive.options;
    const made = makeVolume(call, {
      storage: target,
      vmid,
      sizeBytes: disk.sizeBytes,
      ...(disk.source === undefined ? {} : { source: disk.source }),
      ...(disk.packages === undefined ? {} : { packages: disk.packages }),
    });
    config[disk.key] = formatDrive(made.id, { ...options, size: drive.options.size ?? String(disk.sizeBytes) });
    await call.sleep(2 + archive.sizeBytes / BYTES_PER_SECOND);
  }
  if (call.world.takeFault('restore.fails'))
    die("command 'set -o pipefail && vma extract' failed: exit code 1 - temporary volume state is NOT cleaned up");
  for (const drive of drives.filter(isCloudInit)) {
    const id = storage ?? drive.volume.split(':')[0] ?? '';
    const target = findStorage(database, id) ?? die(`storage '${id}' does not exist`);
    const suffix = /\.\w+$/.exec(drive.volume)?.[0] ?? '';
    const made = makeVolume(call, {
      storage: target,
      vmid,
      sizeBytes: 4 * 2 ** 20,
      fileName: `vm-${vmid}-cloudinit${suffix}`,
    });
    config[drive.key] = formatDrive(made.id, { media: 'cdrom' });
  }
  if (isUnique) {
    for (const key of Object.keys(config).filter((name) => /^net\d+$/.test(name)))
      config[key] = networkValue(call.world, (config[key] ?? '').replace(/=[0-9A-F]{2}(:[0-9A-F]{2}){5}/i, ''));
    config.smbios1 = `uuid=${newUuid()}`;
  }
  config.vmgenid = newUuid();
  delete config.lock;
  writeGuest(call.world, database, call.node.name, vmid, config);
  call.out('progress 100%\nrescan volumes...\n');
  call.world.effect(call.host, `qm.restore ${vmid}`);
}
