import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { SiteExported } from '../../electron/api/site-carrying.ts';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';

/** A site as one file, without its secrets unless that is asked for. */
export function ExportDialog({ entry, onClose }: { readonly entry: SiteListEntry; readonly onClose: () => void }) {
  const { say, bytes } = useSpeech();
  const engine = useEngine();
  const [target, setTarget] = useState<PlaceDraft>();
  const [withSecrets, setWithSecrets] = useState(false);
  const [withReports, setWithReports] = useState(false);
  const [written, setWritten] = useState<SiteExported>();
  const { failure, asking, attempt } = useAttempt();
  const write = () =>
    attempt(async () => {
      const { handle } = await placeOf(engine, target, 'folder');
      setWritten(await engine.sites.exportFile({ site: entry.ref, target: handle, withSecrets, withReports }));
    });
  return (
    <Dialog title={say('carry.exportTitle', { name: entry.name })} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (written) onClose();
          else if (isFilled(target) && !asking) void write();
        }}
      >
        <p>{say('carry.exportLead')}</p>
        {written ? (
          <div role="status" className="sw-stack">
            <StateMark mark="done">
              <span className="sw-break">{say('carry.written', { path: written.path })}</span>
            </StateMark>
            <p>{say('carry.writtenFiles', { count: written.files.length, size: bytes(written.sizeBytes) })}</p>
            <p>{say(written.withSecrets ? 'carry.secretsWhy' : 'carry.noSecretsWhy')}</p>
          </div>
        ) : (
          <>
            <PlaceField label={say('carry.target')} kind="folder" value={target} onChange={setTarget} />
            <label className="sw-tick">
              <input type="checkbox" checked={withReports} onChange={(event) => setWithReports(event.target.checked)} />
              {say('carry.reports')}
            </label>
            <label className="sw-tick">
              <input type="checkbox" checked={withSecrets} onChange={(event) => setWithSecrets(event.target.checked)} />
              {say('carry.secrets')}
            </label>
            <p className="sw-small sw-subtle">{say(withSecrets ? 'carry.secretsWhy' : 'carry.noSecretsWhy')}</p>
          </>
        )}
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          {!written && (
            <Button variant="link" onClick={onClose}>
              {say('ui.cancel')}
            </Button>
          )}
          <Button type="submit" variant="primary" isDisabled={!written && (!isFilled(target) || asking)}>
            {say(written ? 'carry.close' : 'carry.exportIt')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
