import { Button } from '@patternfly/react-core';
import { useEffect, useId, useRef, useState } from 'react';
import { SITE_FOLDER_NAME } from '../../electron/api/new-site.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { ClusterNodes } from './cluster-nodes.tsx';
import type { NodeEvent, ReadDone } from './use-cluster-reading.ts';

/** What was read of a cluster, what of it was not, and where the site that describes it goes. */
export function ClusterMakeForm({
  done,
  nodes,
  onAgain,
  onClose,
}: {
  readonly done: ReadDone;
  readonly nodes: readonly NodeEvent[];
  readonly onAgain: () => void;
  readonly onClose: () => void;
}) {
  const { say, language } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const result = useRef<HTMLParagraphElement>(null);
  const [name, setName] = useState(done.name);
  const [folder, setFolder] = useState(done.folder);
  const [place, setPlace] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  useEffect(() => result.current?.focus(), []);
  const isReady = name.trim() !== '' && SITE_FOLDER_NAME.test(folder) && !asking;
  const make = () =>
    attempt(async () => {
      const above = isFilled(place) ? (await placeOf(engine, place, 'folder')).handle : undefined;
      const asked = { reading: done.reading, folder, name: name.trim(), language };
      const { site } = await engine.cluster.make({ ...asked, ...(above === undefined ? {} : { place: above }) });
      goTo(hrefOf(site.ref, 'site'));
    });
  const { unread, machines } = done;
  return (
    <form
      className="sw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void make();
      }}
    >
      <p ref={result} role="status" tabIndex={-1} className="sw-cluster-state">
        <StateMark mark={unread === 0 ? 'done' : 'warning'}>
          <strong>{say('cluster.done', { read: done.nodes - unread, nodes: done.nodes, machines })}</strong>
        </StateMark>
      </p>
      <ClusterNodes nodes={nodes} />
      <TextField label={say('newSite.name')} value={name} onChange={setName} maxLength={80} />
      <TextField
        label={say('newSite.folder')}
        help={say('cluster.folderHelp')}
        value={folder}
        onChange={setFolder}
        isWrong={folder !== '' && !SITE_FOLDER_NAME.test(folder)}
        mono
      />
      <PlaceField
        label={say('newSite.place')}
        help={say('newSite.placeHelp')}
        kind="folder"
        value={place}
        onChange={setPlace}
      />
      {done.notes.length > 0 && (
        <section className="sw-stack" aria-labelledby={`${id}-notes`}>
          <h3 id={`${id}-notes`}>{say('cluster.notes', { count: done.notes.length })}</h3>
          <DiagnosticList diagnostics={done.notes} />
        </section>
      )}
      <div role="alert">
        <DiagnosticList diagnostics={failure} />
      </div>
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('ui.cancel')}
        </Button>
        <Button variant="secondary" onClick={onAgain}>
          {say('cluster.readAgain')}
        </Button>
        <Button type="submit" variant="primary" isDisabled={!isReady}>
          {say('newSite.make')}
        </Button>
      </div>
    </form>
  );
}
