import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { RoundError } from '../protocol/collector.ts';
import type { Sample } from '../protocol/sample.ts';
import type { ReplicationState, States } from '../protocol/states.ts';
import type { Configuration } from './configuration.ts';
import { Backups } from './pve/backups.ts';
import {
  type ClusterView,
  clusterState,
  clusterView,
  haState,
  replicationJobs,
  replicationSources,
} from './pve/cluster.ts';
import { PveFailure } from './pve/failure.ts';
import { figuresOf, type NodeReading } from './pve/figures.ts';
import { type PveNode, pveNode } from './pve/node-client.ts';
import { Rates } from './rates.ts';

export interface Round {
  readonly samples: readonly Sample[];
  readonly states: States;
  readonly errors: readonly RoundError[];
  /** To be called when the round lies on the disk: what it brought need not be read again. */
  commit(): void;
}

export interface Reader {
  /** Reads everything once. Never throws: what failed is in `errors`. */
  round(takenAt: Date, signal: AbortSignal): Promise<Round>;
}

interface View {
  readonly node: PveNode;
  readonly view: ClusterView;
}

interface OwnAnswers extends NodeReading {
  readonly replication?: unknown;
  readonly tasks?: unknown;
}

/** Every so many rounds the nodes are asked for their older tasks; the newest of all are seen every round. */
const ROUNDS_BETWEEN_TASK_LISTS = 20;
const MAX_ERRORS = 100;
/** As many as a batch takes. */
const MAX_JOBS = 5_000;

/**
 * What one node can say for the cluster is asked of the node that first shows itself with quorum, and of the next where it
 * does not answer; what only a node itself knows is asked of each, all at once. A node that is down costs nothing of the others.
 */
export function clusterReader(configuration: Configuration): Reader {
  const rates = new Rates();
  const backups = new Backups();
  const listedAt = new Map<string, number>();
  let count = 0;

  return {
    async round(takenAt, signal) {
      count += 1;
      // one for each question that is under way
      setMaxListeners(0, signal);
      const at = takenAt.toISOString();
      const errors: RoundError[] = [];
      const fail = (error: unknown): undefined => {
        if (!(error instanceof PveFailure)) throw error;
        const { code, message, node } = error;
        if (errors.length < MAX_ERRORS && !errors.some((known) => known.code === code && known.node === node))
          errors.push({ at, code, text: message, node });
        return undefined;
      };
      const authority = await readAuthority(configuration.authorityFile).catch(fail);
      if (authority === undefined) return { samples: [], states: {}, errors, commit: () => undefined };

      const timeoutMs = Math.max(2_000, Math.min(5_000, configuration.collectSeconds * 400));
      const { tokenId, tokenSecret } = configuration;
      const access = { authority, tokenId, tokenSecret, timeoutMs, signal };
      const nodes = configuration.nodes.map((address) => pveNode(address, access));
      try {
        const views = nodes.map(async (node): Promise<View | undefined> => {
          try {
            return { node, view: clusterView(await node.ask('/cluster/status')) };
          } catch (error) {
            return fail(error);
          }
        });
        const wantsTasks = (node: PveNode): boolean => {
          const last = listedAt.get(node.name);
          return last === undefined || count - last >= ROUNDS_BETWEEN_TASK_LISTS;
        };
        const reading = views.map(async (view) => {
          const found = await view;
          return found && readNode(found.node, wantsTasks(found.node), fail);
        });
        const speaking = await speaker(views);
        if (!speaking) {
          await Promise.all(reading);
          return { samples: [], states: {}, errors, commit: () => undefined };
        }

        const cluster = (path: string): Promise<unknown> => askCluster(speaking, views, path, fail);
        let resourcesAtMs = 0;
        const [resources, ha, replication, tasks, own] = await Promise.all([
          cluster('/cluster/resources').then((data) => {
            resourcesAtMs = performance.now();
            return data;
          }),
          cluster('/cluster/ha/status/current'),
          cluster('/cluster/replication'),
          cluster('/cluster/tasks'),
          Promise.all(reading),
        ]);
        const answers = own.filter((entry) => entry !== undefined);
        for (const { name, tasks: list } of answers) if (list !== undefined) listedAt.set(name, count);

        const figures = figuresOf(resources, resourcesAtMs, answers, at, rates);
        rates.sweep(performance.now());
        if (resources !== undefined && !figures.samples.some(({ source }) => source.startsWith('node/')))
          fail(new PveFailure('pve-forbidden', `${speaking.node.name} shows the token no node`, null));

        const sources = new Map(figures.guests.map(({ source }) => [source.slice(source.indexOf('/') + 1), source]));
        const found = await backups.look({
          lists: [tasks, ...answers.map((entry) => entry.tasks)],
          ask: (name) => {
            const node = answers.some((entry) => entry.name === name)
              ? nodes.find((each) => each.name === name)
              : undefined;
            return node && ((path) => node.ask(path));
          },
          sourceOf: (vmid) => sources.get(String(vmid)),
        });
        for (const failure of found.failures) fail(failure);

        const answered = new Set(answers.map(({ name }) => name));
        const allListed = Array.isArray(tasks) && [...answered].every((name) => listedAt.has(name));
        return {
          samples: figures.samples,
          states: {
            cluster: clusterState(speaking.view, answered, figures.uptimes),
            ...(resources === undefined ? {} : { guests: [...figures.guests], storages: [...figures.storages] }),
            ...(ha === undefined ? {} : { ha: haState(ha) }),
            ...replicationStates(answers, replication, speaking.view),
            // an empty list says that all tasks were read: only then is a guest without a backup known to be one
            ...(found.results.length > 0 || (allListed && found.isAll) ? { backups: [...found.results] } : {}),
          },
          errors,
          commit: found.commit,
        };
      } finally {
        for (const node of nodes) node.close();
      }
    },
  };
}

/** Read anew every round: the authority of a cluster may be another one tomorrow. */
async function readAuthority(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.length < 100_000 && text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new PveFailure('pve-certificate', 'the file that PVE_CA_FILE names holds no certificate', null);
}

/**
 * The node that speaks for the cluster: the first that answers with quorum or that stands alone. Where none has quorum
 * the one that sees most members online, once all have answered or may no longer.
 */
async function speaker(views: readonly Promise<View | undefined>[]): Promise<View | undefined> {
  const quorate = views.map(async (each) => {
    const found = await each;
    if (!found || found.view.quorate === false || found.view.members.length === 0) throw new Error('not this one');
    return found;
  });
  return Promise.any(quorate).catch(async () => {
    const online = ({ view }: View): number => view.members.filter((member) => member.online).length;
    const found = (await Promise.all(views)).filter((view) => view !== undefined);
    return found.sort((a, b) => online(b) - online(a))[0];
  });
}

/** Asks the speaker, then the others that answered. A refused token is refused everywhere. */
async function askCluster(
  speaking: View,
  views: readonly Promise<View | undefined>[],
  path: string,
  fail: (error: unknown) => undefined,
): Promise<unknown> {
  const tried = new Set<PveNode>();
  const attempt = async (node: PveNode): Promise<{ readonly data: unknown } | 'refused' | undefined> => {
    tried.add(node);
    try {
      return { data: await node.ask(path) };
    } catch (error) {
      fail(error);
      const code = error instanceof PveFailure ? error.code : '';
      return code === 'pve-unauthorised' || code === 'pve-forbidden' ? 'refused' : undefined;
    }
  };
  let result = await attempt(speaking.node);
  for (const pending of views) {
    if (result !== undefined) break;
    const next = await pending;
    if (next && !tried.has(next.node) && next.view.quorate === speaking.view.quorate) result = await attempt(next.node);
  }
  return typeof result === 'object' ? result.data : undefined;
}

async function readNode(node: PveNode, withTasks: boolean, fail: (error: unknown) => undefined): Promise<OwnAnswers> {
  const path = `/nodes/${encodeURIComponent(node.name)}`;
  const ask = (rest: string): Promise<unknown> => node.ask(`${path}${rest}`).catch(fail);
  const [status, qemu, lxc, replication, tasks] = await Promise.all([
    ask('/status'),
    ask('/qemu'),
    ask('/lxc'),
    ask('/replication'),
    withTasks ? ask('/tasks?typefilter=vzdump&limit=200') : undefined,
  ]);
  return { name: node.name, status, qemu, lxc, replication, tasks, atMs: performance.now() };
}

/**
 * Jobs of the nodes that answered. A node that does not answer keeps its jobs, unless the cluster knows that it has none:
 * they were deleted, or moved with their guests.
 */
function replicationStates(
  answers: readonly OwnAnswers[],
  configured: unknown,
  view: ClusterView,
): Pick<States, 'replication' | 'replicationNodes'> {
  const answered = answers.filter((entry) => Array.isArray(entry.replication));
  const names = answered.map(({ name }) => name);
  const sources = replicationSources(configured);
  const without = Array.isArray(configured)
    ? view.members.map(({ name }) => name).filter((name) => !names.includes(name) && !sources.has(name))
    : [];
  if (names.length + without.length === 0) return {};
  const jobs = new Map<string, ReplicationState>();
  for (const { name, replication } of answered)
    for (const job of replicationJobs(replication, name)) jobs.set(job.id, job);
  return { replication: [...jobs.values()].slice(0, MAX_JOBS), replicationNodes: [...names, ...without] };
}
