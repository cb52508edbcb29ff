import { Button } from '@patternfly/react-core';
import { FolderOpenIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';

/** A site folder that this laptop does not know yet: brought on a stick, copied from a colleague. From then on it is on the list. */
export function OpenSite() {
  const { say } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" icon={<FolderOpenIcon />} onClick={() => setOpen(true)}>
        {say('sites.openOther')}
      </Button>
      {isOpen && <OpenDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [draft, setDraft] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  return (
    <Dialog title={say('sites.openOtherTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            const { handle } = await placeOf(engine, draft, 'site');
            const { ref } = await engine.sites.read({ site: handle });
            goTo(hrefOf(ref, 'site'));
          });
        }}
      >
        <p>{say('sites.openOtherWhy')}</p>
        <PlaceField label="site.toml" kind="site" value={draft} onChange={setDraft} />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isFilled(draft) || asking}>
            {say('sites.openIt')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
