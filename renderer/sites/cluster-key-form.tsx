import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { FingerprintField } from '../ui/fingerprint-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { ClusterNodes } from './cluster-nodes.tsx';
import type { NodeEvent, ShownKey } from './use-cluster-reading.ts';

const COMMAND = 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub';

/** A node's key that nobody has confirmed: nothing, no password either, is sent there before it was compared. */
export function ClusterKeyForm({
  shown: { host, fingerprint },
  nodes,
  onSame,
  onLeaveOut,
  onBack,
  onClose,
}: {
  readonly shown: ShownKey;
  readonly nodes: readonly NodeEvent[];
  readonly onSame: () => void;
  /** Where the cluster can be told without this node. */
  readonly onLeaveOut?: () => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const [isSame, setSame] = useState(false);
  return (
    <form
      className="sw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSame) onSame();
      }}
    >
      <ClusterNodes nodes={nodes} />
      <h3>
        <StateMark mark="warning">{say('cluster.compareTitle', { host })}</StateMark>
      </h3>
      <p>{say('cluster.compareWhat', { host })}</p>
      <p>
        <code className="mono">{COMMAND}</code>
      </p>
      <FingerprintField
        fingerprint={fingerprint}
        label={say('cluster.compareType')}
        help={say('cluster.compareHelp')}
        differs={say('cluster.compareDiffers')}
        onChange={setSame}
      />
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('ui.cancel')}
        </Button>
        <Button variant="secondary" onClick={onBack}>
          {say('cluster.back')}
        </Button>
        {onLeaveOut && (
          <Button variant="secondary" onClick={onLeaveOut}>
            {say('cluster.leaveOut', { host })}
          </Button>
        )}
        <Button type="submit" variant="primary" isDisabled={!isSame}>
          {say('cluster.confirmAndRead')}
        </Button>
      </div>
    </form>
  );
}
