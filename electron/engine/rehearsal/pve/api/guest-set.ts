import { die, parameterError } from '../cli/api-error.ts';
import { parameterType } from '../cli/check-parameters.ts';
import { commandSchema } from '../cli/command-schema.ts';
import { databaseOf } from '../model/database.ts';
import { type GuestConfig, writeGuest } from '../model/guest-config.ts';
import { formatDrive, isCdrom, isCloudInit, isDriveKey, parseDrive } from '../model/guest-disks.ts';
import { parseSize, parseVolumeId, sizeText } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { checkQuorum } from './guards.ts';
import { checkDrives, configValue, requireGuest } from './guest-create.ts';
import { addUnused, importImage, realiseDrive } from './guest-disk.ts';
import { hashedPassword, NOT_CONFIG } from './guest-values.ts';
import { dropVolume } from './volume.ts';
import { runWorker, type WorkerResult } from './worker.ts';

/** PUT /nodes/{node}/qemu/{vmid}/config, synchronous and without a task, as `qm set` does it. */
export async function setGuest(call: ApiCall, values: Values, keysAreText = false): Promise<void> {
  const vmid = values.vmid ?? '';
  const changes = Object.entries(values).filter(([key]) => !NOT_CONFIG.has(key));
  const deletes = (values.delete ?? '').split(/[,;\s]+/).filter((key) => key !== '');
  for (const key of deletes) if (!isConfigKey(call, key)) throw parameterError({ delete: `unknown option '${key}'` });
  const config = requireGuest(call, vmid);
  if (changes.length === 0 && deletes.length === 0) die('no options specified');
  checkQuorum(call);
  if (config.lock) die(`VM is locked (${config.lock})`);
  checkDrives(call, values);
  call.out(`update VM ${vmid}:${shownChanges(call, values, keysAreText)}\n`);
  const before = JSON.stringify(config);
  // Unused volumes go first, so that a drive given up in the same call takes the first free number.
  const ordered = [
    ...deletes.filter((key) => key.startsWith('unused')),
    ...deletes.filter((key) => !key.startsWith('unused')),
  ];
  for (const key of ordered) deleteKey(call, config, key);
  for (const [key, value] of changes) {
    if (isDriveKey(key)) {
      const old = config[key] === undefined ? undefined : parseDrive(key, config[key]);
      const next = await realiseDrive(call, config, vmid, key, value);
      if (old && parseDrive(key, next).volume !== old.volume && !isCdrom(old) && old.volume.includes(':'))
        addUnused(config, old.volume);
      releaseUnused(config, parseDrive(key, next).volume);
      config[key] = next;
    } else if (key === 'cipassword') config[key] = hashedPassword(value);
    else config[key] = configValue(call, key, value, keysAreText);
  }
  if (JSON.stringify(config) === before) return;
  writeGuest(call.world, databaseOf(call.world, call.node), call.node.name, vmid, config);
  call.world.effect(call.host, `qm.set ${vmid} ${[...changes.map(([key]) => key), ...deletes].sort().join(',')}`);
}

function shownChanges(call: ApiCall, values: Values, keysAreText: boolean): string {
  const names = Object.keys(values)
    .filter((key) => !['vmid', 'digest', 'skiplock'].includes(key))
    .sort();
  return names
    .map((key) => {
      const value = values[key] ?? '';
      if (key === 'cipassword') return ' -cipassword <hidden>';
      return ` -${key} ${key === 'sshkeys' ? configValue(call, key, value, keysAreText) : value}`;
    })
    .join('');
}

function isConfigKey(call: ApiCall, key: string): boolean {
  const schema = commandSchema(call.version, 'qm set');
  return (
    /^unused\d+$/.test(key) ||
    (schema !== undefined && !NOT_CONFIG.has(key) && parameterType(schema, key) !== undefined)
  );
}

function deleteKey(call: ApiCall, config: GuestConfig, key: string): void {
  const value = config[key];
  if (value === undefined) {
    call.warn(`cannot delete '${key}' - not set in current configuration!\n`);
    return;
  }
  delete config[key];
  if (/^unused\d+$/.test(key)) dropVolume(call, value);
  if (!isDriveKey(key)) return;
  const drive = parseDrive(key, value);
  if (isCloudInit(drive)) dropVolume(call, drive.volume);
  else if (!isCdrom(drive) && drive.volume.includes(':')) addUnused(config, drive.volume);
}

function releaseUnused(config: GuestConfig, volume: string): void {
  for (const key of Object.keys(config)) if (/^unused\d+$/.test(key) && config[key] === volume) delete config[key];
}

/** `qm disk import`: the image becomes unusedN, or the asked drive. */
export async function importDisk(call: ApiCall, values: Values): Promise<void> {
  const vmid = values.vmid ?? '';
  const source = values.source ?? '';
  const config = requireGuest(call, vmid);
  if (call.host.files.stat(source)?.kind === undefined && source.startsWith('/'))
    die(`${source}: non-existent or non-regular file`);
  checkQuorum(call);
  call.out(`importing disk '${source}' to VM ${vmid} ...\n`);
  const made = await importImage(call, {
    storageId: values.storage ?? '',
    vmid,
    source,
    ...(values.format ? { format: values.format } : {}),
  });
  const target = values['target-disk'];
  const key = target ?? addUnused(config, made.id);
  if (target) config[target] = formatDrive(made.id, { size: sizeText(made.volume.sizeBytes) });
  call.out(`${key}: successfully imported disk '${made.id}'\n`);
  writeGuest(call.world, databaseOf(call.world, call.node), call.node.name, vmid, config);
  call.world.effect(call.host, `qm.disk-import ${vmid} ${key}`);
}

/** `qm disk resize`: failures inside the task leave exit code 0. */
export function resizeDisk(call: ApiCall, values: Values): Promise<WorkerResult> | WorkerResult {
  const vmid = values.vmid ?? '';
  requireGuest(call, vmid);
  checkQuorum(call);
  return runWorker(call, 'resize', vmid, (worker) => {
    const config = requireGuest(worker, vmid);
    const key = values.disk ?? '';
    const value = config[key] ?? die(`disk '${key}' does not exist`);
    const drive = parseDrive(key, value);
    const parsed = parseVolumeId(databaseOf(call.world, call.node), drive.volume);
    const volume = call.node.volumes[parsed.place] ?? die(`volume '${drive.volume}' does not exist`);
    const text = values.size ?? '';
    const asked = parseSize(text.replace(/^\+/, '')) ?? die(`unable to parse size '${text}'`);
    const next = text.startsWith('+') ? volume.sizeBytes + asked : asked;
    if (next < volume.sizeBytes) die('shrinking disks is not supported');
    if (next === volume.sizeBytes) return;
    if (parsed.place.startsWith('/')) worker.out('Image resized.\n');
    volume.sizeBytes = next;
    config[key] = formatDrive(drive.volume, { ...drive.options, size: sizeText(next) });
    writeGuest(call.world, databaseOf(call.world, call.node), call.node.name, vmid, config);
    call.world.effect(call.host, `qm.resize ${vmid} ${key}`);
  });
}
