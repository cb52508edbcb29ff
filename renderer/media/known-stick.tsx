import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { DriveView, StickView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useBase } from './base-choice.ts';
import { ConfirmFields } from './confirm-fields.tsx';
import { useNamedSticks } from './named-sticks.ts';
import { StickSketch } from './stick-sketch.tsx';

const STATES = {
  current: ['done', 'sticks.current'],
  older: ['warning', 'sticks.older'],
  'other-site': ['warning', 'sticks.otherSite'],
  'node-gone': ['warning', 'sticks.nodeGone'],
} as const;

/** A stick of ours that was plugged in again: what is on it, what has changed since, and the small rewrite. */
export function KnownStick({
  site,
  drive,
  stick,
  onDone,
}: {
  readonly site: Site;
  readonly drive: DriveView;
  readonly stick: StickView;
  readonly onDone: () => void;
}) {
  const { say, bytes, moment } = useSpeech();
  const base = useBase((state) => state.base);
  const [open, setOpen] = useState(false);
  const [mark, word] = STATES[stick.state];
  const place = site.hosts.findIndex((host) => host.name === stick.node);
  const canRewrite = window.sitewright !== undefined && drive.verdict === 'offered';
  return (
    <section className="sw-panel sw-known" aria-label={say('sticks.known', { node: stick.node })}>
      <StickSketch mark={place >= 0 ? String(place + 1) : '•'} tone={mark === 'done' ? 'petrol' : 'warning'} />
      <div className="sw-known-text">
        <header>
          <h2>{say('sticks.known', { node: stick.node })}</h2>
          <StateMark mark={mark}>{say(word)}</StateMark>
        </header>
        <p className="sw-small sw-subtle">
          {drive.model}, {bytes(drive.sizeBytes)}, <span className="mono">{drive.confirm}</span>
          {drive.connection ? `, ${drive.connection}` : ''}
        </p>
        <div className="sw-known-facts">
          <div>
            <span className="sw-small sw-subtle">{say('sticks.onStick')}</span>
            <span>
              {say('sticks.onStickSite', { site: stick.siteName, date: moment(stick.writtenAt) })},{' '}
              {stick.verifiedAt
                ? say('sticks.verified', { date: moment(stick.verifiedAt) })
                : say('sticks.neverVerified')}
            </span>
          </div>
          {stick.changed.length > 0 && (
            <div>
              <span className="sw-small sw-subtle">{say('sticks.changedSince')}</span>
              {stick.changed.map((change) => (
                <span key={change.what}>
                  {change.what} <span className="mono">{change.before ?? '–'}</span> →{' '}
                  <span className="mono">{change.after ?? '–'}</span>
                </span>
              ))}
            </div>
          )}
        </div>
      </div>
      {canRewrite && (
        <div className="sw-known-act">
          <Button variant="secondary" isDisabled={!base} onClick={() => setOpen(true)}>
            {say(stick.state === 'older' ? 'sticks.bringUp' : 'sticks.turnInto')}
          </Button>
          <span className="sw-small sw-subtle">{say(base ? 'sticks.rewritesLittle' : 'sticks.needsBase')}</span>
        </div>
      )}
      {open && (
        <RetargetDialog
          site={site}
          drive={drive}
          stick={stick}
          onClose={() => setOpen(false)}
          onBegun={() => {
            setOpen(false);
            onDone();
          }}
        />
      )}
    </section>
  );
}

/** Names the node and the drive before its answer is rewritten. Nothing is chosen beforehand but where only the plan moved on. */
function RetargetDialog({
  site,
  drive,
  stick,
  onClose,
  onBegun,
}: {
  readonly site: Site;
  readonly drive: DriveView;
  readonly stick: StickView;
  readonly onClose: () => void;
  readonly onBegun: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const follow = useRun((state) => state.follow);
  const begin = useNamedSticks((state) => state.begin);
  const { base, accept } = useBase();
  const [node, setNode] = useState(stick.state === 'older' ? stick.node : '');
  const [typed, setTyped] = useState('');
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const nodes = site.hosts.filter((host) => host.origin === 'installed').map((host) => host.name);
  const go = async () => {
    if (!base) return;
    setAsking(true);
    setFailure([]);
    try {
      const { runId } = await engine.images.retarget({
        target: drive.device,
        confirm: typed,
        identity: drive.identity,
        site: ref,
        base: base.handle,
        node,
        acceptBase: accept || undefined,
      });
      begin(runId, [
        {
          device: drive.device,
          confirm: drive.confirm,
          identity: drive.identity,
          model: drive.model,
          sizeBytes: drive.sizeBytes,
          held: drive.holds,
          connection: drive.connection,
          node,
          image: '',
          namedAt: new Date().toISOString(),
        },
      ]);
      follow(engine, runId, 'sticks');
      onBegun();
    } catch (error) {
      setFailure(failureDiagnostics(error));
      setAsking(false);
    }
  };
  return (
    <Dialog title={say('sticks.retargetTitle', { model: drive.model })} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        {node !== '' && <p>{say('sticks.retargetWhat', { before: stick.node, after: node })}</p>}
        <ConfirmFields
          nodes={nodes}
          node={node}
          onNode={setNode}
          serial={drive.confirm}
          typed={typed}
          onTyped={setTyped}
          why={say('sticks.typeWhyRetarget')}
        />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('sticks.cancel')}
          </Button>
          <Button type="submit" variant="danger" isDisabled={node === '' || typed !== drive.confirm || asking || !base}>
            {node === '' ? say('sticks.turnInto') : say('sticks.retarget', { node })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
