import { die } from '../cli/api-error.ts';
import { memberNames, onlineNodes } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { findGuest, type GuestConfig, removeGuest, writeGuest } from '../model/guest-config.ts';
import { drivesOf, formatDrive, isCdrom, isCloudInit } from '../model/guest-disks.ts';
import { FILE_TYPES, findStorage, isShared, storageRefusal } from '../model/storage-config.ts';
import { formattingLine, freeDiskName, parseVolumeId, sizeText, volumeFor } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { checkQuorum } from './guards.ts';
import { requireGuest } from './guest-create.ts';
import { humanBytes } from './guest-disk.ts';
import { networkValue, newUuid } from './guest-values.ts';
import { makeOrTakeBack } from './take-back.ts';
import { makeVolume } from './volume.ts';
import { runWorker, type WorkerResult } from './worker.ts';

/** `qm template`: volumes become base volumes; template=1 is written first, as the vendor does. `disk`: only that one. */
export function makeTemplate(call: ApiCall, vmid: string, disk?: string): Promise<WorkerResult> {
  const config = requireGuest(call, vmid);
  checkQuorum(call);
  if (config.template === '1' && disk === undefined) die("you can't convert a template to a template");
  if (call.node.guests[vmid]) die("you can't convert a VM to template if VM is running");
  return runWorker(call, 'qmtemplate', vmid, async (worker) => {
    const database = databaseOf(call.world, call.node);
    config.template = '1';
    writeGuest(call.world, database, call.node.name, vmid, config);
    await worker.sleep(0.1);
    for (const drive of drivesOf(config)) {
      if (isCdrom(drive) || isCloudInit(drive) || (disk !== undefined && drive.key !== disk)) continue;
      const parsed = parseVolumeId(database, drive.volume);
      const volume = call.node.volumes[parsed.place];
      const fileName = parsed.place.split('/').at(-1) ?? '';
      if (!volume || fileName.startsWith('base-')) continue;
      const base = volumeFor(parsed.storage, vmid, fileName.replace(/^vm-/, 'base-'), parsed.baseName);
      delete call.node.volumes[parsed.place];
      call.node.volumes[base.place] = volume;
      config[drive.key] = formatDrive(base.id, drive.options);
    }
    writeGuest(call.world, database, call.node.name, vmid, config);
    call.world.effect(call.host, `qm.template ${vmid}`);
    await worker.sleep(0.1);
  });
}

/** POST .../clone: linked for templates unless `full`; MAC, UUIDs and name are new. */
export function cloneGuest(call: ApiCall, values: Values): Promise<WorkerResult> {
  const vmid = values.vmid ?? '';
  const newid = values.newid ?? '';
  const database = databaseOf(call.world, call.node);
  const target = values.target;
  if (target !== undefined && !memberNames(call.world, call.node).includes(target))
    die(`no such cluster node '${target}'`);
  if (target !== undefined && !onlineNodes(call.world, call.node).includes(target))
    die(`node '${target}' is not online`);
  const there = findGuest(database, vmid);
  if (!there || there.nodeName !== call.node.name)
    die(`unable to find configuration file for VM ${vmid} on node '${call.node.name}'`);
  const source = requireGuest(call, vmid);
  const full = values.full === undefined ? source.template !== '1' : values.full === '1';
  if (!full && values.storage !== undefined) die("parameter 'storage' not allowed for linked clones");
  if (!full && values.format !== undefined) die("parameter 'format' not allowed for linked clones");
  checkQuorum(call);
  if (source.lock) die(`VM is locked (${source.lock})`);
  const taken = findGuest(database, newid);
  if (taken)
    die(
      taken.nodeName === call.node.name
        ? `unable to create VM ${newid}: config file already exists`
        : `unable to create VM ${newid}: file '/etc/pve/nodes/${call.node.name}/qemu-server/${newid}.conf' - File exists`,
    );
  const storage = values.storage === undefined ? undefined : findStorage(database, values.storage);
  // the copy is made here, whatever node it is for
  const refusal = storage && storageRefusal(storage, call.node.name);
  if (refusal !== undefined) die(refusal);
  const drives = drivesOf(source);
  for (const drive of drives) {
    if (isCdrom(drive) && !isCloudInit(drive)) continue;
    const { storage, place } = parseVolumeId(database, drive.volume);
    if (!full && !isCloudInit(drive) && !place.split('/').at(-1)?.startsWith('base-')) {
      die(`Linked clone feature is not supported for '${drive.volume}' (${drive.key})`);
    }
    if (target !== undefined && target !== call.node.name && !isShared(storage))
      die(`can't clone VM to node '${target}' (VM uses local storage)`);
  }
  return runWorker(call, 'qmclone', vmid, async (worker) => {
    const config: GuestConfig = { ...source };
    const stub = { description: 'qmclone temporary file', lock: 'clone' };
    await makeOrTakeBack(worker, newid, stub, async () => {
      for (const drive of drives) {
        if (isCdrom(drive) && !isCloudInit(drive)) continue;
        const copy =
          full || isCloudInit(drive)
            ? await fullCopy(worker, values, newid, drive.key, drive.volume, isCloudInit(drive))
            : linkedCopy(worker, newid, drive.key, drive.volume);
        config[drive.key] = formatDrive(copy.id, { ...drive.options, size: sizeText(copy.sizeBytes) });
      }
    });
    if ((target ?? call.node.name) !== call.node.name) removeGuest(call.world, database, call.node.name, newid);
    delete config.template;
    delete config.lock;
    config.name = values.name ?? `Copy-of-VM-${source.name ?? vmid}`;
    if (values.description !== undefined) config.description = values.description;
    for (const key of Object.keys(config)) {
      if (/^net\d+$/.test(key))
        config[key] = networkValue(call.world, (config[key] ?? '').replace(/^([a-z0-9]+)=[^,]*/i, '$1'));
    }
    config.smbios1 = `uuid=${newUuid()}`;
    config.vmgenid = newUuid();
    writeGuest(call.world, database, target ?? call.node.name, newid, config);
    call.world.effect(call.host, `qm.clone ${newid}`);
    await worker.sleep(0.4);
  });
}

function linkedCopy(call: ApiCall, newid: string, key: string, volumeId: string): { id: string; sizeBytes: number } {
  const parsed = parseVolumeId(databaseOf(call.world, call.node), volumeId);
  const base = call.node.volumes[parsed.place] ?? die(`volume '${volumeId}' does not exist`);
  call.out(`create linked clone of drive ${key} (${volumeId})\n`);
  const files = FILE_TYPES.includes(parsed.storage.type);
  const baseName = parsed.name
    .split('/')
    .slice(parsed.baseName === undefined ? 0 : files ? -2 : -1)
    .join('/');
  const fileName = freeDiskName(call.node, parsed.storage, newid, files ? '.qcow2' : '');
  const made = volumeFor(parsed.storage, newid, fileName, baseName);
  const volume = {
    ...base,
    format: files ? ('qcow2' as const) : base.format,
    vmid: Number(newid),
    parent: parsed.place,
    snapshots: {},
  };
  if (files) {
    call.out(`clone ${baseName}: images, ${fileName}, ${newid} to ${fileName} (base=../${baseName})\n`);
    call.out(formattingLine(call.version, made.place, volume, { backing: `../${baseName}`, preallocation: false }));
  }
  call.node.volumes[made.place] = volume;
  return { id: made.id, sizeBytes: volume.sizeBytes };
}

async function fullCopy(
  call: ApiCall,
  values: Values,
  newid: string,
  key: string,
  volumeId: string,
  cloudInit: boolean,
): Promise<{ id: string; sizeBytes: number }> {
  const database = databaseOf(call.world, call.node);
  const parsed = parseVolumeId(database, volumeId);
  const known = call.node.volumes[parsed.place] ?? die(`volume '${volumeId}' does not exist`);
  const wanted = values.full === '1' || !cloudInit ? (values.storage ?? parsed.storage.id) : parsed.storage.id;
  const storage = findStorage(database, wanted) ?? die(`storage '${wanted}' does not exist`);
  call.out(`create full clone of drive ${key} (${volumeId})\n`);
  const files = FILE_TYPES.includes(storage.type);
  const format = files ? (values.format ?? (known.format === 'qcow2' ? 'qcow2' : 'raw')) : 'raw';
  const made = makeVolume(call, {
    storage,
    vmid: newid,
    sizeBytes: known.sizeBytes,
    ...(known.source ? { source: known.source } : {}),
    ...(cloudInit ? { fileName: `vm-${newid}-cloudinit${files ? '.qcow2' : ''}` } : { format }),
  });
  if (!cloudInit) {
    call.out(`transferred 0.0 B of ${humanBytes(known.sizeBytes)} (0.00%)\n`);
    await call.sleep(Math.min(30, known.sizeBytes / 4e8));
    call.out(`transferred ${humanBytes(known.sizeBytes)} of ${humanBytes(known.sizeBytes)} (100.00%)\n`);
  }
  return { id: made.id, sizeBytes: known.sizeBytes };
}
