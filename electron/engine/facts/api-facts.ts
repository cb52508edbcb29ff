import type { ApiTwin } from './api-twin.ts';
import type { Known } from './fact.ts';
import type { HostFacts, pveFileFacts } from './host-facts.ts';
import { accessApi } from './pve/api/access-api.ts';
import { corosyncApi } from './pve/api/corosync-api.ts';
import { datacenterApi } from './pve/api/datacenter-api.ts';
import { guestConfigsApi } from './pve/api/guest-configs-api.ts';
import { haGroupsApi, haManagerStatusApi, haResourcesApi, haRulesApi } from './pve/api/ha-api.ts';
import { membersApi } from './pve/api/members-api.ts';
import { replicationJobsApi } from './pve/api/replication-api.ts';
import { storagesApi } from './pve/api/storages-api.ts';
import { vmListApi } from './pve/api/vm-list-api.ts';

export type FileFactName = keyof typeof pveFileFacts;
type ValueOf<K> = K extends Known<infer T> ? T : never;

/** The second way of every fact that is read from /etc/pve. A fact without one does not compile. */
export const pveApiFacts: { readonly [Name in FileFactName]: ApiTwin<ValueOf<HostFacts[Name]>> } = {
  members: membersApi,
  vmList: vmListApi,
  corosync: corosyncApi,
  storages: storagesApi,
  access: accessApi,
  guestConfigs: guestConfigsApi,
  datacenter: datacenterApi,
  replicationJobs: replicationJobsApi,
  haResources: haResourcesApi,
  haGroups: haGroupsApi,
  haRules: haRulesApi,
  haManagerStatus: haManagerStatusApi,
};
