import { die } from '../cli/api-error.ts';
import { databaseOf } from '../model/database.ts';
import { findGuest, type GuestConfig, readGuest, writeGuest } from '../model/guest-config.ts';
import { defaultBoot, isDriveKey, parseDrive } from '../model/guest-disks.ts';
import { findStorage } from '../model/storage-config.ts';
import { parseVolumeId } from '../model/volumes.ts';
import { type ApiCall, nowSeconds } from './call.ts';
import type { Values } from './cluster-create.ts';
import { checkQuorum } from './guards.ts';
import { realiseDrive } from './guest-disk.ts';
import { NOT_CONFIG, networkValue, newUuid, sshKeysValue, tagsValue } from './guest-values.ts';
import { makeOrTakeBack } from './take-back.ts';
import { runWorker, type WorkerResult } from './worker.ts';

/** POST /nodes/{node}/qemu: `keysAreText` where the caller passes keys themselves (API) instead of a file name (qm). */
export async function createGuest(call: ApiCall, values: Values, keysAreText = false): Promise<WorkerResult> {
  const vmid = values.vmid ?? '';
  const database = databaseOf(call.world, call.node);
  checkQuorum(call);
  const taken = findGuest(database, vmid);
  if (taken) die(`unable to create VM ${vmid} - VM ${vmid} already exists on node '${taken.nodeName}'`);
  checkDrives(call, values);
  return runWorker(call, 'qmcreate', vmid, async (worker) => {
    if (
      values.bios === 'ovmf' &&
      values.efidisk0 !== undefined &&
      !call.host.packages.has('pve-edk2-firmware') &&
      !call.host.packages.has('pve-edk2-firmware-ovmf')
    ) {
      die(`unable to create VM ${vmid} - EFI base image '/usr/share/pve-edk2-firmware//OVMF_CODE.fd' not found`);
    }
    const config: GuestConfig = {};
    await makeOrTakeBack(worker, vmid, { lock: 'create' }, async () => {
      for (const [key, value] of Object.entries(values)) {
        if (NOT_CONFIG.has(key)) continue;
        if (isDriveKey(key)) config[key] = await realiseDrive(worker, config, vmid, key, value);
        else config[key] = configValue(worker, key, value, keysAreText);
      }
    });
    config.boot ??= defaultBoot(config);
    if (config.boot === ' ') config.boot = ' ';
    config.meta = `creation-qemu=${call.version === 8 ? '9.2.0' : '10.1.2'},ctime=${nowSeconds(call.world)}`;
    config.smbios1 ??= `uuid=${newUuid()}`;
    config.vmgenid ??= newUuid();
    writeGuest(call.world, database, call.node.name, vmid, config);
    call.world.effect(call.host, `qm.create ${vmid}`);
    await worker.sleep(0.1);
  });
}

/** Checks before the task: storages exist, volume names parse. */
export function checkDrives(call: ApiCall, values: Values): void {
  const database = databaseOf(call.world, call.node);
  for (const [key, value] of Object.entries(values)) {
    if (!isDriveKey(key)) continue;
    const { volume } = parseDrive(key, value);
    if (volume === 'none' || volume === 'cdrom' || volume.startsWith('/')) continue;
    const special = /^([^:/\s]+):(cloudinit|\d+(?:\.\d+)?)$/.exec(volume);
    if (special?.[1]) {
      if (!findStorage(database, special[1])) die(`storage '${special[1]}' does not exist`);
    } else parseVolumeId(database, volume);
  }
}

/** A value as the configuration holds it; see createGuest for `keysAreText`. */
export function configValue(call: ApiCall, key: string, value: string, keysAreText: boolean): string {
  if (/^net\d+$/.test(key)) return networkValue(call.world, value);
  if (key === 'tags') return tagsValue(value);
  if (key === 'sshkeys') return keysAreText ? value : sshKeysValue(call, value);
  return value;
}

/** The configuration of a guest of THIS node, or the vendor's refusal. */
export function requireGuest(call: ApiCall, vmid: string): GuestConfig {
  return (
    readGuest(databaseOf(call.world, call.node), call.node.name, vmid) ??
    die(`Configuration file 'nodes/${call.node.name}/qemu-server/${vmid}.conf' does not exist`)
  );
}
