import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { HostKeyState, NodeArrival } from '../../electron/api/arrival.ts';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import type { ProbeTick } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FingerprintField } from '../ui/fingerprint-field.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';

const STATES: Readonly<Record<HostKeyState, readonly [Mark, SentenceKey]>> = {
  'from-report': ['done', 'arrival.keyFromReport'],
  compared: ['done', 'arrival.keyCompared'],
  pinned: ['done', 'arrival.keyPinned'],
  seen: ['warning', 'arrival.keySeen'],
  different: ['failed', 'arrival.keyDifferent'],
};

/** Whose key is confirmed and by what; a key that nothing confirms is compared with the machine's own screen. */
export function KeyPanel({
  runId,
  live,
  rehearsed,
  nodes,
  probes,
}: {
  readonly runId: string;
  readonly rehearsed: boolean;
  readonly live: boolean;
  readonly nodes: readonly NodeArrival[];
  readonly probes: Readonly<Record<string, readonly ProbeTick[]>>;
}) {
  const { say, time } = useSpeech();
  const [comparing, setComparing] = useState<string>();
  const node = nodes.find((entry) => entry.host === comparing);
  return (
    <Panel title={say('arrival.keys')} aside={say('arrival.keysKind')} flush>
      <ul className="sw-keys">
        {nodes.map(({ host, hostKey }) => {
          const [mark, usual] = hostKey ? STATES[hostKey.state] : (['waiting', 'state.waiting'] as const);
          const certificate = probes[host]?.findLast((tick) => tick.apiFingerprint !== undefined)?.apiFingerprint;
          const word = rehearsed && usual === 'arrival.keyCompared' ? 'arrival.keyComparedRehearsed' : usual;
          return (
            <li key={host}>
              <div>
                <strong>{host}</strong>
                <span className="mono sw-small sw-subtle" title={hostKey?.fingerprint}>
                  {hostKey ? shortened(hostKey.fingerprint) : say('arrival.keyWaiting')}
                </span>
                {certificate !== undefined && (
                  <span className="sw-small sw-subtle" title={`${certificate}\n${say('arrival.certificateWhat')}`}>
                    {say('arrival.certificate')}{' '}
                    <span className="mono">{`${certificate.slice(0, 5)}…${certificate.slice(-11)}`}</span>
                  </span>
                )}
              </div>
              <div>
                <StateMark mark={mark}>
                  <span className="sw-wrapping">{say(word, { time: hostKey ? time(hostKey.at) : '' })}</span>
                </StateMark>
                {live && hostKey?.state === 'seen' && (
                  <Button
                    variant="secondary"
                    size="sm"
                    aria-label={say('arrival.compareOf', { host })}
                    onClick={() => setComparing(host)}
                  >
                    {say('arrival.compare')}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {node?.hostKey && (
        <CompareDialog
          runId={runId}
          host={node.host}
          fingerprint={node.hostKey.fingerprint}
          onClose={() => setComparing(undefined)}
        />
      )}
    </Panel>
  );
}

function shortened(fingerprint: string): string {
  const text = fingerprint.replace('SHA256:', '');
  return `${text.slice(0, 5)}…${text.slice(-8)}`;
}

function CompareDialog({
  runId,
  host,
  fingerprint,
  onClose,
}: {
  readonly runId: string;
  readonly host: string;
  readonly fingerprint: string;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [isSame, setSame] = useState(false);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const confirm = async () => {
    try {
      await engine.arrival.compareKey({ runId, host, fingerprint });
      onClose();
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  return (
    <Dialog title={say('arrival.compareTitle', { host })} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSame) void confirm();
        }}
      >
        <p>{say('arrival.compareWhat', { host })}</p>
        <FingerprintField
          fingerprint={fingerprint}
          label={say('arrival.compareType')}
          help={say('arrival.compareHelp')}
          differs={say('arrival.compareDiffers')}
          onChange={setSame}
        />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('arrival.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isSame}>
            {say('arrival.compareSame')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
