import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { SITE_FOLDER_NAME } from '../../electron/api/new-site.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { folderNameOf } from './folder-name-of.ts';
import { folderName } from './site-state.ts';

/** A site that came as one file becomes a folder of this laptop. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [file, setFile] = useState<PlaceDraft>();
  const [typed, setTyped] = useState<string>();
  const [place, setPlace] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  const shown = file === undefined ? '' : 'handle' in file ? file.name : folderName(file.typed);
  const name = typed ?? folderNameOf(shown.replace(/\.sitewright$/i, ''));
  const isReady = isFilled(file) && SITE_FOLDER_NAME.test(name);
  const take = () =>
    attempt(async () => {
      const { handle } = await placeOf(engine, file, 'exported');
      const above = isFilled(place) ? (await placeOf(engine, place, 'folder')).handle : undefined;
      const { ref } = await engine.sites.importFile({
        file: handle,
        name,
        ...(above === undefined ? {} : { place: above }),
      });
      goTo(hrefOf(ref, 'site'));
    });
  return (
    <Dialog title={say('carry.importTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !asking) void take();
        }}
      >
        <p>{say('carry.importLead')}</p>
        <PlaceField
          label={say('carry.file')}
          help={say('carry.fileHelp')}
          kind="exported"
          value={file}
          onChange={setFile}
        />
        <TextField
          label={say('newSite.folder')}
          help={say('sites.nameRule')}
          value={name}
          onChange={setTyped}
          isWrong={name !== '' && !SITE_FOLDER_NAME.test(name)}
          mono
        />
        <PlaceField
          label={say('newSite.place')}
          help={say('newSite.placeHelp')}
          kind="folder"
          value={place}
          onChange={setPlace}
        />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isReady || asking}>
            {say('carry.importIt')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
