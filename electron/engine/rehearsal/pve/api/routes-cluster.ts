import { die, parameterError } from '../cli/api-error.ts';
import { handMadeSchema } from '../cli/command-schema.ts';
import { databaseOf, digestOf, readText } from '../model/database.ts';
import { findGuest } from '../model/guest-config.ts';
import { haResource, haRules } from '../model/ha-config.ts';
import { jobsOf } from '../model/replication-config.ts';
import { parseSections } from '../model/section-config.ts';
import { backupRoutes } from './backup-jobs.ts';
import type { ApiCall } from './call.ts';
import { createCluster } from './cluster-create.ts';
import { joinCluster } from './cluster-join.ts';
import { clusterResources, clusterStatus, configNodes, joinInformation, totem } from './cluster-status.ts';
import { datacenterOptions, setDatacenterOptions } from './datacenter.ts';
import * as ha from './ha.ts';
import { haManagerStatus, haStatus } from './ha-status.ts';
import { qdeviceStatus } from './qdevice.ts';
import { createJob, deleteJob, jobEntry, listJobs, updateJob } from './replication.ts';
import type { Route } from './routes.ts';
import { clusterTasks } from './tasks.ts';

const names =
  (...list: string[]) =>
  () =>
    list.map((name) => ({ name }));

export const clusterRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/cluster',
    run: names(
      'log',
      'options',
      'resources',
      'tasks',
      'backup',
      'ha',
      'status',
      'nextid',
      'firewall',
      'config',
      'replication',
      'acme',
      'ceph',
      'jobs',
      'sdn',
      'metrics',
      'notifications',
      'mapping',
    ),
  },
  { method: 'GET', path: '/cluster/status', run: clusterStatus },
  {
    method: 'GET',
    path: '/cluster/resources',
    run: (call, values) => clusterResources(call, values.type),
    takes: handMadeSchema({ type: '<node | sdn | storage | vm>' }),
  },
  { method: 'GET', path: '/cluster/nextid', run: nextId, takes: handMadeSchema({ vmid: '<integer>' }) },
  { method: 'GET', path: '/cluster/tasks', run: clusterTasks },
  { method: 'GET', path: '/cluster/options', run: datacenterOptions },
  {
    method: 'PUT',
    path: '/cluster/options',
    run: setDatacenterOptions,
    takes: handMadeSchema(
      Object.fromEntries(
        [
          'bwlimit',
          'console',
          'crs',
          'description',
          'email_from',
          'fencing',
          'ha',
          'http_proxy',
          'keyboard',
          'language',
          'mac_prefix',
          'max_workers',
          'migration',
          'next-id',
          'notify',
          'registered-tags',
          'replication',
          'tag-style',
          'user-tag-access',
          'delete',
        ].map((name) => [name, '<string>']),
      ),
    ),
  },
  { method: 'GET', path: '/cluster/config', run: names('nodes', 'totem', 'join', 'qdevice', 'apiversion') },
  { method: 'POST', path: '/cluster/config', run: createCluster, takes: 'pvecm create' },
  { method: 'GET', path: '/cluster/config/nodes', run: configNodes },
  { method: 'GET', path: '/cluster/config/totem', run: totem },
  { method: 'GET', path: '/cluster/config/qdevice', run: qdeviceStatus },
  { method: 'GET', path: '/cluster/config/apiversion', run: () => 1 },
  { method: 'GET', path: '/cluster/config/join', run: joinInformation, takes: handMadeSchema({ node: '<string>' }) },
  {
    method: 'POST',
    path: '/cluster/config/join',
    run: (call, values) =>
      joinCluster({ ...call, stdin: () => Promise.resolve(Buffer.from(`${values.password}\n`)) }, values),
    takes: handMadeSchema(
      {
        hostname: '<string>',
        fingerprint: '<string>',
        password: '<string>',
        force: '<boolean>',
        nodeid: '<integer>',
        votes: '<integer>',
        'link[n]': '<string>',
      },
      ['hostname', 'fingerprint', 'password'],
    ),
  },
  { method: 'GET', path: '/cluster/ha', run: names('resources', 'groups', 'rules', 'status') },
  { method: 'GET', path: '/cluster/ha/status/current', run: haStatus },
  { method: 'GET', path: '/cluster/ha/status/manager_status', run: haManagerStatus },
  {
    method: 'GET',
    path: '/cluster/ha/resources',
    run: (call) =>
      parseSections(readText(databaseOf(call.world, call.node), 'ha/resources.cfg') ?? '').map((section) =>
        ha.resourceEntry(call, section),
      ),
  },
  { method: 'POST', path: '/cluster/ha/resources', run: ha.addResource, takes: 'ha-manager add' },
  {
    method: 'GET',
    path: '/cluster/ha/resources/{sid}',
    run: (call, values) =>
      ha.resourceEntry(
        call,
        haResource(databaseOf(call.world, call.node), ha.fullSid(call, values.sid ?? '')) ??
          die(`no such resource '${values.sid}'`),
      ),
  },
  { method: 'PUT', path: '/cluster/ha/resources/{sid}', run: ha.setResource, takes: 'ha-manager set' },
  {
    method: 'DELETE',
    path: '/cluster/ha/resources/{sid}',
    run: (call, values) => ha.removeResource(call, values.sid ?? '', values.purge !== '0'),
  },
  {
    method: 'GET',
    path: '/cluster/ha/groups',
    run: (call) => ha.listGroups(call).map((section) => ha.groupEntry(call, section)),
  },
  { method: 'POST', path: '/cluster/ha/groups', run: ha.addGroupHa, takes: 'ha-manager groupadd' },
  {
    method: 'GET',
    path: '/cluster/ha/groups/{group}',
    run: (call, values) =>
      ha.groupEntry(
        call,
        ha.listGroups(call).find((section) => section.id === values.group) ?? die(`no such ha group '${values.group}'`),
      ),
  },
  { method: 'PUT', path: '/cluster/ha/groups/{group}', run: ha.setGroupHa, takes: 'ha-manager groupset' },
  {
    method: 'DELETE',
    path: '/cluster/ha/groups/{group}',
    run: (call, values) => ha.removeGroupHa(call, values.group ?? ''),
  },
  {
    method: 'GET',
    path: '/cluster/ha/rules',
    since: 9,
    run: (call) => rules(call).map((rule, index) => ha.ruleEntry(call, rule, index + 1)),
    takes: 'ha-manager rules list',
    columns: ['rule'],
  },
  { method: 'POST', path: '/cluster/ha/rules', since: 9, run: ha.addRule, takes: 'ha-manager rules add' },
  { method: 'GET', path: '/cluster/ha/rules/{rule}', since: 9, run: oneRule },
  { method: 'PUT', path: '/cluster/ha/rules/{rule}', since: 9, run: ha.setRule, takes: 'ha-manager rules set' },
  {
    method: 'DELETE',
    path: '/cluster/ha/rules/{rule}',
    since: 9,
    run: (call, values) => ha.removeRule(call, values.rule ?? ''),
  },
  { method: 'GET', path: '/cluster/replication', run: listJobs },
  {
    method: 'POST',
    path: '/cluster/replication',
    run: createJob,
    takes: handMadeSchema(
      {
        id: '<string>',
        target: '<string>',
        type: '<local>',
        comment: '<string>',
        disable: '<boolean>',
        rate: '<number> (1 - N)',
        schedule: '<string>',
        source: '<string>',
        remove_job: '<full | local>',
      },
      ['id', 'target', 'type'],
    ),
  },
  {
    method: 'GET',
    path: '/cluster/replication/{id}',
    run: (call, values) =>
      jobEntry(
        jobsOf(databaseOf(call.world, call.node)).find((job) => job.id === values.id) ??
          die(`no such replication job '${values.id}'`),
      ),
  },
  { method: 'PUT', path: '/cluster/replication/{id}', run: updateJob, takes: 'pvesr update' },
  { method: 'DELETE', path: '/cluster/replication/{id}', run: deleteJob, takes: 'pvesr delete' },
  ...backupRoutes,
  {
    method: 'GET',
    path: '/cluster/firewall/options',
    run: (call) => ({ digest: digestOf(readText(databaseOf(call.world, call.node), 'firewall/cluster.fw') ?? '') }),
  },
  { method: 'GET', path: '/cluster/sdn/zones', run: () => [] },
];

const rules = (call: ApiCall) => haRules(databaseOf(call.world, call.node));

function oneRule(call: ApiCall, values: Readonly<Record<string, string>>): unknown {
  const all = rules(call);
  const index = all.findIndex((rule) => rule.id === values.rule);
  const found = all[index];
  return found ? ha.ruleEntry(call, found, index + 1) : die(`no such ha rule '${values.rule}'`);
}

/** A bare number; with --vmid it must be free. */
function nextId(call: ApiCall, values: Readonly<Record<string, string>>): string {
  const database = databaseOf(call.world, call.node);
  const wanted = values.vmid;
  if (wanted !== undefined) {
    if (findGuest(database, wanted)) throw parameterError({ vmid: `VM ${wanted} already exists` });
    return wanted;
  }
  for (let vmid = 100; ; vmid += 1) if (!findGuest(database, String(vmid))) return String(vmid);
}
