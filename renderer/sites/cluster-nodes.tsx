import { useSpeech } from '../text/text.ts';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import type { NodeEvent } from './use-cluster-reading.ts';

const STATES = {
  asking: ['running', 'cluster.asking'],
  read: ['done', 'cluster.wasRead'],
  unread: ['warning', 'cluster.unread'],
} as const satisfies Readonly<Record<NodeEvent['state'], readonly [Mark, string]>>;

/** Who was asked so far, and whether it answered. */
export function ClusterNodes({ nodes }: { readonly nodes: readonly NodeEvent[] }) {
  const { say } = useSpeech();
  if (nodes.length === 0) return null;
  return (
    <ul className="sw-cluster-nodes" aria-label={say('cluster.nodes')} aria-live="polite">
      {nodes.map(({ name, address, state }) => (
        <li key={name}>
          <span>
            <strong>{name}</strong>
            {address !== name && <span className="mono sw-small sw-subtle"> {address}</span>}
          </span>
          <StateMark mark={STATES[state][0]}>{say(STATES[state][1])}</StateMark>
        </li>
      ))}
    </ul>
  );
}
