import { Button } from '@patternfly/react-core';
import { useEffect, useRef } from 'react';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { ClusterNodes } from './cluster-nodes.tsx';
import type { NodeEvent } from './use-cluster-reading.ts';

/** A cluster is being read: who was asked so far. */
export function ClusterProgress({
  address,
  nodes,
  onStop,
  onClose,
}: {
  readonly address: string;
  readonly nodes: readonly NodeEvent[];
  readonly onStop: () => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="sw-stack">
      <p ref={title} role="status" tabIndex={-1} className="sw-cluster-state">
        <StateMark mark="running">
          <strong>{say('cluster.reading', { address })}</strong>
        </StateMark>
      </p>
      <p>{say('cluster.readingWhat')}</p>
      <ClusterNodes nodes={nodes} />
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('ui.cancel')}
        </Button>
        <Button variant="secondary" onClick={onStop}>
          {say('cluster.stop')}
        </Button>
      </div>
    </div>
  );
}
