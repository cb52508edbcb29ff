import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { BeginDialog, type BegunDialog } from './begin-dialog.tsx';

/** FAT32 takes files of less than 4 GiB. */
const FAT_MB = '3900';

function useSiteRef(): string {
  return useSite((state) => state.document?.ref ?? '');
}

/** Cuts the site's bundle into volumes. */
export function SplitDialog(dialog: BegunDialog) {
  const { say } = useSpeech();
  const engine = useEngine();
  const site = useSiteRef();
  const id = useId();
  const [size, setSize] = useState(FAT_MB);
  const [out, setOut] = useState<PlaceDraft>();
  const volumeBytes = Math.round(Number(size.trim().replace(',', '.')) * 1_000_000);
  const isSize = Number.isSafeInteger(volumeBytes) && volumeBytes > 0;
  return (
    <BeginDialog
      {...dialog}
      title={say('bundle.split')}
      lead={say('bundle.splitLead')}
      go={say('bundle.splitGo')}
      isReady={isSize && isFilled(out)}
      begin={async () =>
        engine.bundle.split({ site, volumeBytes, outDir: (await placeOf(engine, out, 'folder')).handle })
      }
    >
      <div className="sw-field">
        <label htmlFor={id}>{say('bundle.volumeSize')}</label>
        <input
          id={id}
          className={`sw-input sw-number${isSize ? '' : ' sw-error'}`}
          inputMode="decimal"
          value={size}
          aria-invalid={!isSize}
          aria-describedby={`${id}-help`}
          onChange={(event) => setSize(event.target.value)}
        />
        <div id={`${id}-help`} className="sw-help">
          {say('bundle.volumeSizeWhy')}
        </div>
      </div>
      <PlaceField
        label={say('bundle.outFolder')}
        help={say('bundle.outHelp')}
        kind="folder"
        value={out}
        onChange={setOut}
      />
    </BeginDialog>
  );
}

/** Puts volumes of one or several sticks together. */
export function JoinDialog(dialog: BegunDialog) {
  const { say } = useSpeech();
  const engine = useEngine();
  const site = useSiteRef();
  const [folders, setFolders] = useState<readonly PlaceDraft[]>([undefined]);
  const [out, setOut] = useState<PlaceDraft>();
  const filled = folders.filter(isFilled);
  return (
    <BeginDialog
      {...dialog}
      title={say('bundle.join')}
      lead={say('bundle.joinLead')}
      go={say('bundle.joinGo')}
      isReady={filled.length > 0 && isFilled(out)}
      begin={async () => {
        const places = await Promise.all(filled.map((draft) => placeOf(engine, draft, 'folder')));
        const outDir = (await placeOf(engine, out, 'folder')).handle;
        return engine.bundle.join({ site, folders: places.map(({ handle }) => handle), outDir });
      }}
    >
      {folders.map((draft, index) => (
        <PlaceField
          // biome-ignore lint/suspicious/noArrayIndexKey: the fields are only ever added at the end
          key={index}
          label={say('bundle.volumesOf', { number: index + 1 })}
          kind="folder"
          value={draft}
          onChange={(place) => setFolders(folders.map((other, at) => (at === index ? place : other)))}
        />
      ))}
      <div className="sw-buttons">
        <Button variant="link" isInline onClick={() => setFolders([...folders, undefined])}>
          {say('bundle.moreFolders')}
        </Button>
      </div>
      <PlaceField
        label={say('bundle.outFolder')}
        help={say('bundle.outHelp')}
        kind="folder"
        value={out}
        onChange={setOut}
      />
    </BeginDialog>
  );
}

/** Makes a bundle elsewhere what a difference leads to. */
export function PatchDialog(dialog: BegunDialog) {
  const { say } = useSpeech();
  const engine = useEngine();
  const site = useSiteRef();
  const [folder, setFolder] = useState<PlaceDraft>();
  const [delta, setDelta] = useState<PlaceDraft>();
  return (
    <BeginDialog
      {...dialog}
      title={say('bundle.patch')}
      lead={say('bundle.patchLead')}
      go={say('bundle.patchGo')}
      isReady={isFilled(delta)}
      begin={async () => {
        const from = (await placeOf(engine, delta, 'folder')).handle;
        // Nothing said = the site's own bundle.
        const to = isFilled(folder) ? { folder: (await placeOf(engine, folder, 'folder')).handle } : {};
        return engine.bundle.patch({ site, delta: from, ...to });
      }}
    >
      <PlaceField label={say('bundle.deltaFolder')} kind="folder" value={delta} onChange={setDelta} />
      <PlaceField
        label={say('bundle.patched')}
        help={say('bundle.patchedHelp')}
        kind="folder"
        value={folder}
        onChange={setFolder}
      />
    </BeginDialog>
  );
}

/** Reads a bundle on a stick or on another disk, with the eyes of this site. */
export function CheckElsewhereDialog(dialog: BegunDialog) {
  const { say } = useSpeech();
  const engine = useEngine();
  const site = useSiteRef();
  const [folder, setFolder] = useState<PlaceDraft>();
  return (
    <BeginDialog
      {...dialog}
      title={say('bundle.elsewhere')}
      lead={say('bundle.elsewhereLead')}
      go={say('bundle.check')}
      isReady={isFilled(folder)}
      begin={async () => engine.bundle.verify({ site, folder: (await placeOf(engine, folder, 'folder')).handle })}
    >
      <PlaceField label={say('bundle.bundleFolder')} kind="folder" value={folder} onChange={setFolder} />
    </BeginDialog>
  );
}
