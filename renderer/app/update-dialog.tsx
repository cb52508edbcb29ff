import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { ReleaseView, UpdateDone } from '../../electron/api/update.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { Place, PlaceDraft } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { useEngine } from './engine-context.ts';

/** A new version that was brought as a file: proven as soon as it is chosen, installed when that is asked for. Only in the window. */
export function UpdateDialog({ now, onClose }: { readonly now: string; readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [place, setPlace] = useState<Place>();
  const [release, setRelease] = useState<ReleaseView>();
  const [acceptOlder, setAcceptOlder] = useState(false);
  const [done, setDone] = useState<UpdateDone>();
  const { failure, asking, attempt } = useAttempt();
  const choose = (draft: PlaceDraft) => {
    if (!draft || !('handle' in draft)) return;
    setPlace(draft);
    setRelease(undefined);
    setAcceptOlder(false);
    void attempt(async () => setRelease(await engine.update.look({ file: draft.handle })));
  };
  const install = (file: string) => attempt(async () => setDone(await engine.update.install({ file, acceptOlder })));
  const mayInstall = release !== undefined && (release.relation !== 'older' || acceptOlder);
  const isWorking = asking && release !== undefined;
  return (
    <Dialog title={say('update.title')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (place && mayInstall && !asking && !done) void install(place.handle);
        }}
      >
        {done ? (
          <DoneNote done={done} now={now} />
        ) : (
          <>
            <p>{say('update.lead')}</p>
            <PlaceField label={say('update.file')} kind="update" value={place} onChange={choose} />
            {release && <ReleaseFacts release={release} now={now} />}
            {release?.relation === 'older' && <OlderMark isAccepted={acceptOlder} onAccept={setAcceptOlder} />}
          </>
        )}
        <p role="status" className="sw-help">
          {asking && say(isWorking ? 'update.installing' : 'update.proving', { version: release?.version ?? '' })}
        </p>
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose} isDisabled={isWorking}>
            {say(done ? 'settings.close' : 'ui.cancel')}
          </Button>
          {!done && (
            <Button type="submit" variant="primary" isDisabled={!mayInstall || asking}>
              {say(release?.way === 'opens' ? 'update.openInstaller' : 'update.install')}
            </Button>
          )}
          {done && done.way !== 'opens' && (
            <Button variant="primary" isDisabled={asking} onClick={() => void attempt(() => engine.update.restart())}>
              {say('update.restart')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function ReleaseFacts({ release, now }: { readonly release: ReleaseView; readonly now: string }) {
  const { say, bytes } = useSpeech();
  return (
    <>
      <dl className="sw-facts">
        <dt>{say('update.now')}</dt>
        <dd>{say('update.version', { version: now })}</dd>
        <dt>{say('update.after')}</dt>
        <dd>
          {say('update.version', { version: release.version })} ({say(`update.${release.relation}`)})
        </dd>
        <dt>{say('update.size')}</dt>
        <dd>{bytes(release.sizeBytes)}</dd>
        <dt>{say('update.proof')}</dt>
        <dd>
          <StateMark mark="done">{say('update.signed')}</StateMark>
        </dd>
      </dl>
      <p>{say(`update.${release.way}`)}</p>
    </>
  );
}

function OlderMark({
  isAccepted,
  onAccept,
}: {
  readonly isAccepted: boolean;
  readonly onAccept: (isAccepted: boolean) => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  return (
    <label htmlFor={id} className="sw-check">
      <input id={id} type="checkbox" checked={isAccepted} onChange={(event) => onAccept(event.target.checked)} />
      <span>{say('update.acceptOlder')}</span>
    </label>
  );
}

function DoneNote({ done, now }: { readonly done: UpdateDone; readonly now: string }) {
  const { say } = useSpeech();
  if (done.way === 'opens')
    return (
      <>
        <p>{say('update.opened')}</p>
        <p className="mono sw-break">{done.opened}</p>
      </>
    );
  return (
    <>
      <p>
        <StateMark mark="done">{say('update.installed', { version: done.version })}</StateMark>
      </p>
      <p>{say('update.restartLead', { version: now })}</p>
    </>
  );
}
