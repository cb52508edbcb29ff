import { Button } from '@patternfly/react-core';
import { GlobeIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import type { BundleSources } from '../../electron/api/bundle.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type Place, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { Fact } from './summary-panel.tsx';

/** Where things are fetched from: which settings hold, what they say, and others in their place. */
export function SourcesRow({
  sources,
  isBusy,
  onChoose,
}: {
  readonly sources: BundleSources;
  readonly isBusy: boolean;
  /** Undefined = back to the site's own. */
  readonly onChoose: (place: Place | undefined) => void;
}) {
  const { say } = useSpeech();
  const [isChoosing, setChoosing] = useState(false);
  const { file, isChosen, mirrors, registries, archives, proxy, files, parallel } = sources;
  const places = mirrors.length + registries.length + archives.length + (proxy === undefined ? 0 : 1);
  return (
    <div className="sw-base-more sw-sources">
      <div className="sw-sources-head">
        <GlobeIcon className="sw-base-icon" aria-hidden="true" />
        <Fact
          head={
            <strong>
              {say(
                file === undefined ? 'bundle.sourcesPublic' : isChosen ? 'bundle.sourcesChosen' : 'bundle.sourcesOwn',
              )}
            </strong>
          }
        >
          {file === undefined ? (
            say('bundle.sourcesPublicWhy')
          ) : (
            <>
              <span className="mono sw-break">{file}</span> {say('bundle.sourcesFigures', { files, parallel })}
            </>
          )}
        </Fact>
        <div className="sw-base-pick sw-buttons">
          {isChosen && (
            <Button variant="link" isInline isDisabled={isBusy} onClick={() => onChoose(undefined)}>
              {say('bundle.ownSources')}
            </Button>
          )}
          <Button variant="link" isInline isDisabled={isBusy} onClick={() => setChoosing(true)}>
            {say('bundle.chooseSources')}
          </Button>
        </div>
      </div>
      {places > 0 && (
        <dl className="sw-facts">
          {mirrors.map(({ of, at, only }) => (
            <Entry
              key={of}
              term={say(only ? 'bundle.mirrorOnly' : 'bundle.mirror')}
              values={[of, ...at.map((to) => `→ ${to}`)]}
            />
          ))}
          {archives.map(({ name, url }) => (
            <Entry key={name} term={say('bundle.archive', { name })} values={[url]} />
          ))}
          {registries.map(({ name, url }) => (
            <Entry key={name} term={say('bundle.registry', { name })} values={[url]} />
          ))}
          {proxy !== undefined && <Entry term={say('bundle.proxy')} values={[proxy]} />}
        </dl>
      )}
      {isChoosing && <ChooseDialog onChoose={onChoose} onClose={() => setChoosing(false)} />}
    </div>
  );
}

function Entry({ term, values }: { readonly term: string; readonly values: readonly string[] }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {values.map((value) => (
          <div key={value} className="mono sw-small">
            {value}
          </div>
        ))}
      </dd>
    </>
  );
}

function ChooseDialog({
  onChoose,
  onClose,
}: {
  readonly onChoose: (place: Place) => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [draft, setDraft] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  return (
    <Dialog title={say('bundle.chooseSourcesTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            onChoose(await placeOf(engine, draft, 'sources'));
            onClose();
          });
        }}
      >
        <p>{say('bundle.chooseSourcesWhy')}</p>
        <PlaceField label={say('bundle.sourcesFile')} kind="sources" value={draft} onChange={setDraft} />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isFilled(draft) || asking}>
            {say('bundle.useSources')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
