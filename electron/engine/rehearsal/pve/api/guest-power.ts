import { die } from '../cli/api-error.ts';
import { databaseOf } from '../model/database.ts';
import { findGuest, removeGuest } from '../model/guest-config.ts';
import { drivesOf, isCdrom, isCloudInit } from '../model/guest-disks.ts';
import { missingVolume, startGuest, stopGuest } from '../model/guest-runtime.ts';
import { haResource, haResources, requestHaState, writeHaResources } from '../model/ha-config.ts';
import { jobsOf, writeJobs } from '../model/replication-config.ts';
import { parseVolumeId } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import { warnMissingSearch } from './cloud-init.ts';
import type { Values } from './cluster-create.ts';
import { checkQuorum } from './guards.ts';
import { requireGuest } from './guest-create.ts';
import { dropVolume } from './volume.ts';
import { runWorker, type WorkerResult } from './worker.ts';

/** `qm start`: HA-managed guests are only asked for. `late` = the missing guest shows inside the task (API). */
export async function startGuestTask(call: ApiCall, vmid: string, late = false): Promise<WorkerResult> {
  if (!late) {
    const config = requireGuest(call, vmid);
    if (config.template === '1') die("you can't start a vm if it's a template");
  }
  if (haResource(databaseOf(call.world, call.node), `vm:${vmid}`)) return haRequest(call, vmid, 'start', 'started');
  return runWorker(call, 'qmstart', vmid, async (worker) => {
    const config = requireGuest(worker, vmid);
    if (config.template === '1') die("you can't start a vm if it's a template");
    if (call.node.guests[vmid]) die(`VM ${vmid} already running`);
    if (config.lock) die(`VM is locked (${config.lock})`);
    if (drivesOf(config).some(isCloudInit)) {
      warnMissingSearch(worker, config);
      worker.out('generating cloud-init ISO\n');
    }
    if (missingVolume(call.world, call.node, config)?.startsWith('zfs:')) await worker.sleep(300);
    startGuest(call.world, call.host, call.node, vmid);
    await worker.sleep(1);
  });
}

async function haRequest(
  call: ApiCall,
  vmid: string,
  verb: 'start' | 'stop',
  state: 'started' | 'stopped',
): Promise<WorkerResult> {
  return runWorker(call, verb === 'start' ? 'hastart' : 'hastop', vmid, (worker) => {
    worker.out(`Requesting HA ${verb} for VM ${vmid}\n`);
    requestHaState(call.world, databaseOf(call.world, call.node), `vm:${vmid}`, state);
    call.world.effect(call.host, `ha.${verb} ${vmid}`);
  });
}

/** `qm stop`: asks HA where it keeps the guest. */
export async function stopGuestTask(call: ApiCall, vmid: string): Promise<WorkerResult> {
  requireGuest(call, vmid);
  if (haResource(databaseOf(call.world, call.node), `vm:${vmid}`)) return haRequest(call, vmid, 'stop', 'stopped');
  return runWorker(call, 'qmstop', vmid, async (worker) => {
    if (!call.node.guests[vmid]) return;
    await worker.sleep(1.5);
    stopGuest(call.world, call.node, vmid);
    call.world.effect(call.host, `qm.stop ${vmid}`);
  });
}

/** `qm shutdown`: exit code 0 also for a guest that is off (pve-behaviour 4). */
export async function shutdownGuestTask(call: ApiCall, vmid: string): Promise<WorkerResult> {
  if (findGuest(databaseOf(call.world, call.node), vmid)?.nodeName !== call.node.name) {
    const text = `unable to find configuration file for VM ${vmid} on node '${call.node.name}'`;
    return runWorker(call, 'qmshutdown', vmid, () => die(`${text}\n\n${text}`));
  }
  if (haResource(databaseOf(call.world, call.node), `vm:${vmid}`)) return haRequest(call, vmid, 'stop', 'stopped');
  if (!call.node.guests[vmid]) {
    call.warn(`VM ${vmid} not running\n`);
    return runWorker(call, 'qmshutdown', vmid, () => undefined);
  }
  return runWorker(call, 'qmshutdown', vmid, async (worker) => {
    await worker.sleep(5);
    stopGuest(call.world, call.node, vmid);
    call.world.effect(call.host, `qm.stop ${vmid}`);
  });
}

/** `qm reboot`. */
export async function rebootGuestTask(call: ApiCall, vmid: string): Promise<WorkerResult> {
  requireGuest(call, vmid);
  if (!call.node.guests[vmid]) die(`VM ${vmid} not running`);
  return runWorker(call, 'qmreboot', vmid, async (worker) => {
    await worker.sleep(5);
    stopGuest(call.world, call.node, vmid);
    startGuest(call.world, call.host, call.node, vmid);
  });
}

/** `qm destroy`: refused while running, HA-managed, replicated or used as a base. */
export function destroyGuest(call: ApiCall, values: Values): Promise<WorkerResult> {
  const vmid = values.vmid ?? '';
  const database = databaseOf(call.world, call.node);
  const config = requireGuest(call, vmid);
  checkQuorum(call);
  if (config.protection === '1') die(`can't remove VM ${vmid} - protection mode enabled`);
  const purge = values.purge === '1';
  if (haResource(database, `vm:${vmid}`) && !purge)
    die(`unable to remove VM ${vmid} - used in HA resources and purge parameter not set.`);
  const job = jobsOf(database).find((entry) => entry.id.startsWith(`${vmid}-`));
  if (job && !purge) die(`There is a replication job '${job.id}' for guest '${vmid}' - Please remove that first.`);
  if (call.node.guests[vmid]) die(`VM ${vmid} is running - destroy failed`);
  for (const drive of drivesOf(config)) {
    const parsed = parseVolumeId(database, drive.volume);
    if (Object.values(call.node.volumes).some((volume) => volume.parent === parsed.place)) {
      die(`base volume '${drive.volume}' is still in use by linked cloned`);
    }
  }
  return runWorker(call, 'qmdestroy', vmid, (worker) => {
    if (config.lock && values.skiplock !== '1') die(`VM is locked (${config.lock})`);
    if (purge) worker.out(`purging VM ${vmid} from related configurations..\n`);
    const named = [
      ...drivesOf(config).filter((drive) => !isCdrom(drive) || isCloudInit(drive)),
      ...Object.entries(config).flatMap(([key, volume]) => (/^unused\d+$/.test(key) && volume ? [{ volume }] : [])),
    ];
    for (const { volume: id } of named) {
      // only what is its own, whatever the configuration names
      const volume = call.node.volumes[parseVolumeId(database, id).place];
      if (volume && String(volume.vmid) === vmid) dropVolume(worker, id);
    }
    if (values['destroy-unreferenced-disks'] === '1')
      for (const [place, volume] of Object.entries(call.node.volumes))
        if (String(volume.vmid) === vmid) delete call.node.volumes[place];
    removeGuest(call.world, database, call.node.name, vmid);
    if (purge) {
      writeHaResources(
        call.world,
        database,
        haResources(database).filter((entry) => !(entry.type === 'vm' && entry.id === vmid)),
      );
      writeJobs(
        call.world,
        database,
        jobsOf(database).filter((entry) => !entry.id.startsWith(`${vmid}-`)),
      );
    }
    const system = config.name === undefined ? undefined : call.world.hosts.get(config.name);
    if (
      system &&
      system.os === 'debian' &&
      /uuid=([^,]+)/.exec(config.smbios1 ?? '')?.[1] === system.hardware.systemSerial
    )
      call.world.removeHost(system.name);
    call.world.effect(call.host, `qm.destroy ${vmid}`);
  });
}
