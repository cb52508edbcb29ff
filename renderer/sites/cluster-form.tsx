import { useEffect, useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { placeOf } from '../ui/place.ts';
import { useAttempt } from '../ui/use-attempt.ts';
import { ClusterAskForm, type ClusterDraft } from './cluster-ask-form.tsx';
import { ClusterKeyForm } from './cluster-key-form.tsx';
import { ClusterMakeForm } from './cluster-make-form.tsx';
import { ClusterProgress } from './cluster-progress.tsx';
import { useClusterReading } from './use-cluster-reading.ts';

/** A site from a cluster that runs: who it is and how one comes in, whose key it shows, what was read and where the site goes. */
export function ClusterForm({
  onBegun,
  onClose,
}: {
  /** Whether a cluster is being read or was: how a site may begin is no longer the question. */
  readonly onBegun: (isBegun: boolean) => void;
  readonly onClose: () => void;
}) {
  const engine = useEngine();
  const [draft, setDraft] = useState<ClusterDraft>({ address: '', kind: 'password', password: '', file: undefined });
  const { failure: refused, asking, attempt } = useAttempt();
  const { nodes, isReading, keys, done, failure, read, confirm, leaveOut, forget } = useClusterReading();
  const [key] = keys;
  const isBegun = isReading || key !== undefined || done !== undefined;
  useEffect(() => onBegun(isBegun), [isBegun, onBegun]);
  const isOver = done !== undefined && key === undefined;
  useEffect(() => {
    if (isOver) setDraft((before) => ({ ...before, password: '' }));
  }, [isOver]);

  const ask = () =>
    attempt(async () => {
      const { address, kind, password, file } = draft;
      const login =
        kind === 'password'
          ? ({ kind, password } as const)
          : ({ kind, file: (await placeOf(engine, file, 'key')).handle } as const);
      read({ address: address.trim(), login });
    });

  if (isReading)
    return <ClusterProgress address={draft.address.trim()} nodes={nodes} onStop={forget} onClose={onClose} />;
  if (key)
    return (
      <ClusterKeyForm
        key={key.fingerprint}
        shown={key}
        nodes={done ? nodes : []}
        {...(done ? { onLeaveOut: leaveOut } : {})}
        onSame={confirm}
        onBack={forget}
        onClose={onClose}
      />
    );
  if (done) return <ClusterMakeForm done={done} nodes={nodes} onAgain={forget} onClose={onClose} />;
  return (
    <ClusterAskForm
      draft={draft}
      isAsking={asking}
      failure={[...refused, ...failure]}
      onChange={setDraft}
      onAsk={() => void ask()}
      onClose={onClose}
    />
  );
}
