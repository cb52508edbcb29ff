import { die } from '../cli/api-error.ts';
import { handMadeSchema } from '../cli/command-schema.ts';
import { databaseOf, digestOf, readText } from '../model/database.ts';
import { configPath, guestsOf, readGuest } from '../model/guest-config.ts';
import { agentEnabled } from '../model/guest-runtime.ts';
import { haResource } from '../model/ha-config.ts';
import { readHostText } from '../model/host-text.ts';
import { managerVersion } from '../model/slice.ts';
import { shownConfig } from '../tools/qm.ts';
import type { ApiCall } from './call.ts';
import { guestEntry, listNodes } from './cluster-status.ts';
import { createZpool } from './disk-create.ts';
import { agentCommand, agentPing } from './guest-agent.ts';
import { createGuest, requireGuest } from './guest-create.ts';
import { migrateGuest } from './guest-migrate.ts';
import { destroyGuest, rebootGuestTask, shutdownGuestTask, startGuestTask, stopGuestTask } from './guest-power.ts';
import { setGuest } from './guest-set.ts';
import { cloneGuest, makeTemplate } from './guest-template.ts';
import { networkRoutes, nodeNetwork } from './network.ts';
import { nodeDisks, nodeDns, nodeServices, nodeStatus, nodeTime, nodeZpools } from './node-facts.ts';
import { nodeJobs } from './replication.ts';
import type { Route } from './routes.ts';
import { nodeStorages } from './storage.ts';
import { nodeTasks, taskLog, taskStatus } from './tasks.ts';
import { listVolumes } from './volume.ts';

type V = Readonly<Record<string, string>>;
const vmid = (values: V) => values.vmid ?? '';
const N = '/nodes/{node}';
const Q = `${N}/qemu/{vmid}`;

export const nodeRoutes: readonly Route[] = [
  { method: 'GET', path: '/version', run: (call) => managerVersion(call.host) },
  { method: 'GET', path: '/nodes', run: listNodes },
  { method: 'GET', path: `${N}/status`, run: nodeStatus },
  { method: 'GET', path: `${N}/version`, run: (call) => managerVersion(call.host) },
  { method: 'GET', path: `${N}/network`, run: nodeNetwork, takes: handMadeSchema({ type: '<string>' }) },
  ...networkRoutes,
  { method: 'GET', path: `${N}/time`, run: nodeTime },
  { method: 'GET', path: `${N}/dns`, run: nodeDns },
  {
    method: 'GET',
    path: `${N}/hosts`,
    run: (call) => ({
      data: readHostText(call.host, '/etc/hosts') ?? '',
      digest: digestOf(readHostText(call.host, '/etc/hosts') ?? ''),
    }),
  },
  { method: 'GET', path: `${N}/services`, run: nodeServices },
  {
    method: 'GET',
    path: `${N}/subscription`,
    run: () => ({
      message: 'There is no subscription key',
      serverid: '0'.repeat(32),
      status: 'notfound',
      url: 'https://www.proxmox.com/proxmox-ve/pricing',
    }),
  },
  {
    method: 'GET',
    path: `${N}/disks/list`,
    run: nodeDisks,
    takes: handMadeSchema({
      'include-partitions': '<boolean>',
      skipsmart: '<boolean>',
      type: '<unused | journal_disks>',
    }),
  },
  { method: 'GET', path: `${N}/disks/zfs`, run: nodeZpools },
  {
    method: 'POST',
    path: `${N}/disks/zfs`,
    run: createZpool,
    takes: handMadeSchema(
      {
        name: '<string>',
        devices: '<string>',
        raidlevel: '<single | mirror | raid10 | raidz | raidz2 | raidz3 | draid | draid2 | draid3>',
        ashift: '<integer> (9 - 16)',
        compression: '<string>',
        add_storage: '<boolean>',
        'draid-config': '<string>',
      },
      ['name', 'devices', 'raidlevel'],
    ),
  },
  {
    method: 'GET',
    path: `${N}/storage`,
    run: (call, values) => nodeStorages(call, values),
    takes: handMadeSchema({
      content: '<string>',
      enabled: '<boolean>',
      storage: '<string>',
      target: '<string>',
      format: '<boolean>',
    }),
  },
  {
    method: 'GET',
    path: `${N}/storage/{storage}/status`,
    run: (call, values) => nodeStorages(call, { storage: values.storage ?? '' })[0],
  },
  {
    method: 'GET',
    path: `${N}/storage/{storage}/content`,
    run: (call, values) => listVolumes(call, values.storage ?? '', values.content, values.vmid),
    takes: handMadeSchema({ content: '<string>', vmid: '<integer>' }),
  },
  {
    method: 'GET',
    path: `${N}/replication`,
    run: (call, values) => nodeJobs(call, values.guest),
    takes: handMadeSchema({ guest: '<integer>' }),
  },
  {
    method: 'GET',
    path: `${N}/replication/{id}/status`,
    run: (call, values) =>
      nodeJobs(call).find((job) => job.id === values.id) ?? die(`no such replication job '${values.id}'`),
  },
  {
    method: 'GET',
    path: `${N}/tasks`,
    run: nodeTasks,
    takes: handMadeSchema({
      limit: '<integer>',
      start: '<integer>',
      vmid: '<integer>',
      typefilter: '<string>',
      source: '<active | archive | all>',
      errors: '<boolean>',
    }),
  },
  { method: 'GET', path: `${N}/tasks/{upid}/status`, run: (call, values) => taskStatus(call, values.upid ?? '') },
  {
    method: 'GET',
    path: `${N}/tasks/{upid}/log`,
    run: taskLog,
    takes: handMadeSchema({ limit: '<integer>', start: '<integer>' }),
  },
  { method: 'GET', path: `${N}/certificates/info`, run: certificates },
  { method: 'GET', path: `${N}/lxc`, run: () => [] },
  { method: 'GET', path: `${N}/qemu`, run: listGuests },
  { method: 'POST', path: `${N}/qemu`, run: (call, values) => createGuest(call, values, true), takes: 'qm create' },
  {
    method: 'GET',
    path: `${Q}/config`,
    run: (call, values) => guestConfig(call, vmid(values)),
    takes: handMadeSchema({ current: '<boolean>', snapshot: '<string>' }),
  },
  {
    method: 'PUT',
    path: `${Q}/config`,
    run: (call, values) => setGuest({ ...call, out: () => undefined }, values, true),
    takes: 'qm set',
  },
  {
    method: 'POST',
    path: `${Q}/config`,
    run: (call, values) => setGuest({ ...call, out: () => undefined }, values, true),
    takes: 'qm set',
  },
  {
    method: 'GET',
    path: `${Q}/pending`,
    run: (call, values) =>
      Object.entries(shownConfig(requireGuest(call, vmid(values)))).map(([key, value]) => ({ key, value })),
  },
  {
    method: 'GET',
    path: `${Q}/snapshot`,
    run: (call, values) => {
      requireGuest(call, vmid(values));
      return [{ description: 'You are here!', digest: guestConfig(call, vmid(values)).digest, name: 'current' }];
    },
  },
  { method: 'GET', path: `${Q}/status/current`, run: currentStatus },
  { method: 'POST', path: `${Q}/status/start`, run: (call, values) => startGuestTask(call, vmid(values), true) },
  { method: 'POST', path: `${Q}/status/stop`, run: (call, values) => stopGuestTask(call, vmid(values)) },
  {
    method: 'POST',
    path: `${Q}/status/shutdown`,
    run: (call, values) => shutdownGuestTask(call, vmid(values)),
    takes: handMadeSchema({ timeout: '<integer>', forceStop: '<boolean>' }),
  },
  { method: 'POST', path: `${Q}/status/reboot`, run: (call, values) => rebootGuestTask(call, vmid(values)) },
  { method: 'POST', path: `${Q}/template`, run: (call, values) => makeTemplate(call, vmid(values)) },
  { method: 'POST', path: `${Q}/clone`, run: cloneGuest, takes: 'qm clone' },
  { method: 'POST', path: `${Q}/migrate`, run: migrateGuest, takes: 'qm migrate' },
  { method: 'DELETE', path: Q, run: destroyGuest, takes: 'qm destroy' },
  {
    method: 'POST',
    path: `${Q}/agent/ping`,
    run: async (call, values) => ({ result: (await agentPing(call, vmid(values))) ?? {} }),
  },
  {
    method: 'GET',
    path: `${Q}/agent/{command}`,
    run: async (call, values) => ({ result: await agentCommand(call, vmid(values), values.command ?? '') }),
  },
];

function listGuests(call: ApiCall): unknown[] {
  const database = databaseOf(call.world, call.node);
  return guestsOf(database)
    .filter((guest) => guest.nodeName === call.node.name)
    .map((guest) => {
      const config = readGuest(database, guest.nodeName, guest.vmid) ?? {};
      const running = call.node.guests[guest.vmid];
      return {
        ...guestEntry(call, guest.nodeName, guest.vmid, config),
        cpus: Number(config.cores ?? '1') * Number(config.sockets ?? '1'),
        ...(config.serial0 === 'socket' ? { serial: 1 } : {}),
        ...(config.template === '1' ? { template: 1 } : {}),
        ...(running ? { pid: running.pid } : {}),
      };
    });
}

function guestConfig(call: ApiCall, id: string): Record<string, unknown> {
  const config = shownConfig(requireGuest(call, id));
  const digest = digestOf(readText(databaseOf(call.world, call.node), configPath(call.node.name, id)) ?? '');
  const numbers = new Set(['cores', 'sockets', 'template', 'onboot', 'balloon', 'ciupgrade', 'numa', 'protection']);
  const typed = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      numbers.has(key) && /^\d+$/.test(value) ? Number(value) : value,
    ]),
  );
  return { ...typed, digest };
}

function currentStatus(call: ApiCall, values: V): unknown {
  const id = vmid(values);
  const config = requireGuest(call, id);
  const running = call.node.guests[id];
  const managed = haResource(databaseOf(call.world, call.node), `vm:${id}`);
  return {
    ...guestEntry(call, call.node.name, id, config),
    ...(agentEnabled(config) ? { agent: 1 } : {}),
    clipboard: null,
    cpus: Number(config.cores ?? '1') * Number(config.sockets ?? '1'),
    ha: managed
      ? {
          managed: 1,
          state: managed.values.state ?? 'started',
          ...(managed.values.group ? { group: managed.values.group } : {}),
        }
      : { managed: 0 },
    qmpstatus: running ? 'running' : 'stopped',
    ...(running ? { pid: running.pid } : {}),
    ...(config.serial0 === 'socket' ? { serial: 1 } : {}),
    ...(config.template === '1' ? { template: 1 } : {}),
    ...(config.lock === undefined ? {} : { lock: config.lock }),
  };
}

function certificates(call: ApiCall): unknown[] {
  const database = databaseOf(call.world, call.node);
  return ['pve-root-ca.pem', `nodes/${call.node.name}/pve-ssl.pem`].flatMap((path) => {
    const pem = readText(database, path);
    return pem === undefined ? [] : [{ filename: path.split('/').at(-1), pem }];
  });
}
