import { Button } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';

/** A site whose folder is not where it was: where that was, and the ways out. */
export function GoneSiteCells({ entry }: { readonly entry: SiteListEntry }): ReactNode {
  const { say } = useSpeech();
  const engine = useEngine();
  const loadList = useSite((state) => state.loadList);
  const [isLocating, setLocating] = useState(false);
  const { failure, asking, attempt } = useAttempt();
  return (
    <>
      <td colSpan={3}>
        <StateMark mark="warning">
          <strong>{say('laptop.gone')}</strong>
        </StateMark>
        <p className="sw-path">{say('laptop.goneWhere', { folder: entry.folder })}</p>
        <DiagnosticList diagnostics={failure} />
      </td>
      <td className="sw-small">
        <div>
          <Button
            variant="link"
            isInline
            className="sw-site-act"
            onClick={() => setLocating(true)}
            aria-label={say('laptop.locateWhat', { name: entry.name })}
          >
            {say('laptop.locate')}
          </Button>
        </div>
        <Button
          variant="link"
          isInline
          className="sw-site-act"
          isDisabled={asking}
          aria-label={say('laptop.forgetWhat', { name: entry.name })}
          onClick={() =>
            void attempt(async () => {
              await engine.sites.forget({ site: entry.ref });
              await loadList(engine);
            })
          }
        >
          {say('laptop.forget')}
        </Button>
        {isLocating && <LocateDialog entry={entry} onClose={() => setLocating(false)} />}
      </td>
    </>
  );
}

function LocateDialog({ entry, onClose }: { readonly entry: SiteListEntry; readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [draft, setDraft] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  return (
    <Dialog title={say('laptop.locateWhat', { name: entry.name })} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            const { handle } = await placeOf(engine, draft, 'site');
            const { ref } = await engine.sites.locate({ site: entry.ref, found: handle });
            goTo(hrefOf(ref, 'site'));
          });
        }}
      >
        <p>{say('laptop.locateWhy', { name: entry.name })}</p>
        <PlaceField label="site.toml" kind="site" value={draft} onChange={setDraft} />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isFilled(draft) || asking}>
            {say('laptop.locateIt')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
