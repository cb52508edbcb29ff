import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { Visitor } from '../../electron/api/arrival.ts';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';

const KINDS: Readonly<Record<Visitor['kind'], SentenceKey>> = {
  'unknown-machine': 'arrival.visitorUnknown',
  guarded: 'arrival.visitorGuarded',
  'wrong-path': 'arrival.visitorPath',
  'wrong-secret': 'arrival.visitorSecret',
  unreadable: 'arrival.visitorUnreadable',
};

/** Who came without being expected. Shown, never believed: an unknown machine is given a node by a person. */
export function VisitorPanel({
  site,
  runId,
  live,
  visitors,
}: {
  readonly site: Site;
  readonly runId: string;
  readonly live: boolean;
  readonly visitors: readonly Visitor[];
}) {
  const { say, time } = useSpeech();
  if (visitors.length === 0) return null;
  return (
    <Panel title={say('arrival.visitors')} flush>
      <ul className="sw-next">
        {[...visitors].reverse().map((visitor) => (
          <li key={visitor.id}>
            <div>
              <StateMark mark="warning">
                <strong className="sw-wrapping">{say(KINDS[visitor.kind], { host: visitor.host ?? '' })}</strong>
              </StateMark>
              <div className="sw-small sw-subtle">
                {say('arrival.visitorFrom', { address: visitor.fromAddress, time: time(visitor.at) })}
              </div>
              <Machine visitor={visitor} />
              <DiagnosticList diagnostics={visitor.diagnostics} />
            </div>
            {visitor.kind === 'unknown-machine' &&
              (visitor.host ? (
                <StateMark mark="done">{say('arrival.visitorGiven', { host: visitor.host })}</StateMark>
              ) : (
                live && <Assign site={site} runId={runId} visitor={visitor} />
              ))}
            {visitor.kind === 'guarded' && visitor.host && live && <Release runId={runId} host={visitor.host} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Machine({ visitor: { machine } }: { readonly visitor: Visitor }) {
  const { say } = useSpeech();
  if (!machine) return null;
  const rows = [
    ['arrival.product', machine.product],
    ['arrival.systemSerial', machine.systemSerial],
    ['arrival.assetTag', machine.assetTag],
    ['arrival.macs', machine.macs?.join(', ')],
  ] as const;
  return (
    <dl className="sw-facts sw-small">
      {rows.map(
        ([key, value]) =>
          value && (
            <div key={key} className="sw-fact-row">
              <dt>{say(key)}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Assign({ site, runId, visitor }: { readonly site: Site; readonly runId: string; readonly visitor: Visitor }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const [host, setHost] = useState('');
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const assign = async () => {
    try {
      setFailure([]);
      await engine.arrival.assign({ runId, visitor: visitor.id, host });
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  return (
    <div className="sw-assign">
      <div className="sw-field">
        <label htmlFor={id}>{say('arrival.assignTo')}</label>
        <select id={id} className="sw-input" value={host} onChange={(event) => setHost(event.target.value)}>
          <option value="">{say('arrival.choose')}</option>
          {site.hosts
            .filter((entry) => entry.origin === 'installed')
            .map((entry) => (
              <option key={entry.name}>{entry.name}</option>
            ))}
        </select>
      </div>
      <Button variant="secondary" size="sm" isDisabled={host === ''} onClick={() => void assign()}>
        {say('arrival.assign')}
      </Button>
      <DiagnosticList diagnostics={failure} />
    </div>
  );
}

/** An installed node asks again: it is let through once, when its name is typed. */
function Release({ runId, host }: { readonly runId: string; readonly host: string }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const release = async () => {
    try {
      setFailure([]);
      await engine.arrival.release({ runId, host, typedName: typed });
      setOpen(false);
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setOpen(true)}>
        {say('arrival.release')}
      </Button>
      {open && (
        <Dialog title={say('arrival.releaseTitle', { host })} onClose={() => setOpen(false)}>
          <form
            className="sw-stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (typed === host) void release();
            }}
          >
            <p>{say('arrival.releaseWhat', { host })}</p>
            <div className="sw-field">
              <label htmlFor={id}>{say('arrival.releaseType', { host })}</label>
              <input
                id={id}
                className="sw-input mono"
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
            <DiagnosticList diagnostics={failure} />
            <div className="sw-dialog-buttons">
              <Button variant="link" onClick={() => setOpen(false)}>
                {say('arrival.cancel')}
              </Button>
              <Button type="submit" variant="danger" isDisabled={typed !== host}>
                {say('arrival.releaseGo', { host })}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
