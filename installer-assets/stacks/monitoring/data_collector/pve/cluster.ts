import {
  type ClusterState,
  ClusterStateSchema,
  type HaState,
  HaStateSchema,
  type ReplicationState,
  ReplicationStateSchema,
} from '../../protocol/states.ts';
import { entriesOf, fitting, flagOf, numberOf, textOf, timeOf } from './values.ts';

/** `/cluster/status` as one node sees it. */
export interface ClusterView {
  /** null: the node stands alone. */
  readonly clusterName: string | null;
  readonly quorate: boolean | null;
  readonly members: readonly { readonly name: string; readonly online: boolean }[];
}

/** A node that stands alone has no entry of a cluster, and with it no quorum. */
export function clusterView(data: unknown): ClusterView {
  const entries = entriesOf(data);
  const head = entries.find((entry) => entry.type === 'cluster');
  return {
    clusterName: head ? textOf(head.name) : null,
    quorate: head ? (flagOf(head.quorate) ?? false) : null,
    members: entries.flatMap((entry) => {
      const name = entry.type === 'node' ? textOf(entry.name) : null;
      return name === null ? [] : [{ name, online: flagOf(entry.online) ?? false }];
    }),
  };
}

/** The cluster as the speaker sees it. Without quorum a node that answered counts as online, whoever sees it. */
export function clusterState(
  view: ClusterView,
  answered: ReadonlySet<string>,
  uptimes: ReadonlyMap<string, number | null>,
): ClusterState {
  return {
    name: view.clusterName,
    quorate: view.quorate,
    nodes: fitting(
      ClusterStateSchema.shape.nodes.element,
      view.members.map(({ name, online }) => ({
        name,
        online: online || (view.quorate !== true && answered.has(name)),
        uptimeSeconds: uptimes.get(name) ?? null,
      })),
    ) as ClusterState['nodes'],
  };
}

/** `/cluster/ha/status/current`: without a resource ever made only the entry of the quorum is there. */
export function haState(data: unknown): HaState {
  const entries = entriesOf(data);
  const quorum = entries.find((entry) => entry.type === 'quorum');
  const managers = entries.map(({ type, node, status, timestamp }) => ({
    type,
    node: textOf(node) ?? '',
    status: textOf(status) ?? '',
    at: timeOf(timestamp),
  }));
  const manager = HaStateSchema.shape.localManagers.element;
  const [master] = fitting(
    manager,
    managers.filter(({ type }) => type === 'master'),
  );
  return {
    quorate: quorum ? flagOf(quorum.quorate) : null,
    master: master ?? null,
    localManagers: [
      ...fitting(
        manager,
        managers.filter(({ type }) => type === 'lrm'),
      ),
    ],
    services: [
      ...fitting(
        HaStateSchema.shape.services.element,
        entries
          .filter((entry) => entry.type === 'service')
          .map((entry) => ({
            sid: textOf(entry.sid) ?? '',
            node: textOf(entry.node),
            state: textOf(entry.state) ?? 'unknown',
            requestState: textOf(entry.request_state),
          })),
      ),
    ],
  };
}

/** `/nodes/X/replication`: the jobs of the guests of that node. A job that is being deleted is none any more. */
export function replicationJobs(data: unknown, node: string): readonly ReplicationState[] {
  return fitting(
    ReplicationStateSchema,
    entriesOf(data)
      .filter((entry) => textOf(entry.remove_job) === null)
      .map((entry) => ({
        id: textOf(entry.id) ?? '',
        guest: numberOf(entry.guest) ?? 0,
        source: textOf(entry.source) ?? node,
        target: textOf(entry.target) ?? '',
        disabled: flagOf(entry.disable) ?? false,
        schedule: textOf(entry.schedule),
        lastSyncAt: timeOf(entry.last_sync),
        lastTryAt: timeOf(entry.last_try),
        nextSyncAt: timeOf(entry.next_sync),
        durationSeconds: numberOf(entry.duration),
        failures: Math.floor(numberOf(entry.fail_count) ?? 0),
        error: textOf(entry.error),
      })),
  );
}

/** Nodes that `/cluster/replication` names as the source of a job. */
export function replicationSources(data: unknown): ReadonlySet<string> {
  return new Set(
    entriesOf(data).flatMap((entry) => {
      const source = textOf(entry.source);
      return source === null ? [] : [source];
    }),
  );
}
