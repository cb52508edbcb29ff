import type { Text } from '../text.ts';
import type { Topic } from './topic.ts';
import { CLUSTER_TOPICS } from './topics/cluster.ts';
import { MACHINE_TOPICS } from './topics/machine.ts';
import { START_TOPICS } from './topics/start.ts';

const topics = { ...START_TOPICS, ...CLUSTER_TOPICS, ...MACHINE_TOPICS } as const;

export type TopicId = keyof typeof topics;

/** The troubleshooting, in the order of the journey. */
export const TOPICS: Readonly<Record<TopicId, Topic>> = topics;

const ids = <Group extends Partial<Record<TopicId, Topic>>>(group: Group) => Object.keys(group) as readonly TopicId[];

/** The same, as a contents list. */
export const TOPIC_GROUPS: readonly { readonly title: Text; readonly ids: readonly TopicId[] }[] = [
  { title: { en: 'From the stick to the first login', es: 'De la memoria al primer acceso' }, ids: ids(START_TOPICS) },
  {
    title: { en: 'Cluster, votes, copies, failover', es: 'Clúster, votos, copias, conmutación' },
    ids: ids(CLUSTER_TOPICS),
  },
  { title: { en: 'Disks, machines, applications', es: 'Discos, máquinas, aplicaciones' }, ids: ids(MACHINE_TOPICS) },
];
