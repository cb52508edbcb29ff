import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { BundleDiff } from '../../electron/api/bundle.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type Place, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import type { BegunDialog } from './begin-dialog.tsx';
import { MovesTable } from './moves-table.tsx';

/** What this bundle has and another has not; and that alone written to a folder, to be carried there. */
export function CompareDialog({ onBegun, onClose }: BegunDialog) {
  const { say, bytes } = useSpeech();
  const engine = useEngine();
  const site = useSite((state) => state.document?.ref ?? '');
  const [other, setOther] = useState<PlaceDraft>();
  const [out, setOut] = useState<PlaceDraft>();
  const [found, setFound] = useState<{ readonly before: Place; readonly diff: BundleDiff }>();
  const { failure, asking, attempt } = useAttempt();
  const compare = () =>
    attempt(async () => {
      const before = await placeOf(engine, other, 'folder');
      setFound({ before, diff: await engine.bundle.diff({ site, before: before.handle }) });
    });
  const write = (before: Place) =>
    attempt(async () => {
      const outDir = (await placeOf(engine, out, 'folder')).handle;
      onBegun((await engine.bundle.delta({ site, before: before.handle, outDir })).runId);
      onClose();
    });
  const isDifferent = found !== undefined && (found.diff.newFiles > 0 || found.diff.moves.length > 0);
  return (
    <Dialog title={say('bundle.compare')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (asking) return;
          if (found) void (isDifferent && isFilled(out) && write(found.before));
          else if (isFilled(other)) void compare();
        }}
      >
        <p>{say('bundle.compareLead')}</p>
        <PlaceField
          label={say('bundle.otherBundle')}
          kind="folder"
          value={other}
          onChange={(place) => {
            setOther(place);
            setFound(undefined);
          }}
        />
        {found && (
          <>
            <MovesTable moves={found.diff.moves} />
            <p>
              <strong>{say('bundle.toCarry', { files: found.diff.newFiles, size: bytes(found.diff.newBytes) })}</strong>
            </p>
            {isDifferent && (
              <PlaceField
                label={say('bundle.deltaOut')}
                help={say('bundle.outHelp')}
                kind="folder"
                value={out}
                onChange={setOut}
              />
            )}
          </>
        )}
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          {found ? (
            <Button type="submit" variant="primary" isDisabled={asking || !isDifferent || !isFilled(out)}>
              {say('bundle.deltaGo')}
            </Button>
          ) : (
            <Button type="submit" variant="primary" isDisabled={asking || !isFilled(other)}>
              {say('bundle.compareGo')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
