import { useId, useState } from 'react';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { BeginDialog } from '../bundle/begin-dialog.tsx';
import { rehearsalWith } from '../run/work-order.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';

const WAYS = ['folder', 'nodes', 'rehearsed'] as const;

/** Where site, lock, journals and reports go: to a folder or stick, or onto the nodes, real or rehearsed. */
export function CopyDialog({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const ref = useSite((state) => state.document?.ref ?? '');
  const follow = useRun((state) => state.follow);
  const [way, setWay] = useState<(typeof WAYS)[number]>('folder');
  const [folder, setFolder] = useState<PlaceDraft>();
  const [withVault, setWithVault] = useState(false);
  const begin = async () => {
    const order = { site: ref, withVault };
    if (way === 'folder')
      return engine.handover.copyToFolder({ ...order, target: (await placeOf(engine, folder, 'folder')).handle });
    return engine.handover.copyToNodes({ ...order, ...(way === 'rehearsed' ? { rehearsal: rehearsalWith('') } : {}) });
  };
  return (
    <BeginDialog
      title={say('handover.copyTitle')}
      lead={say('handover.copyLead')}
      go={say('handover.copyGo')}
      isReady={way !== 'folder' || isFilled(folder)}
      begin={begin}
      onBegun={(runId) => follow(engine, runId, 'handover')}
      onClose={onClose}
    >
      <fieldset className="sw-handover-forms">
        <legend>{say('handover.copyWhere')}</legend>
        {WAYS.map((each) => (
          <label key={each}>
            <input type="radio" name={`${id}-way`} checked={way === each} onChange={() => setWay(each)} />
            {say(`handover.copyTo_${each}`)}
          </label>
        ))}
      </fieldset>
      {way === 'folder' ? (
        <PlaceField
          label={say('handover.copyFolder')}
          help={say('handover.copyFolderHelp', { id: site.id })}
          kind="folder"
          value={folder}
          onChange={setFolder}
        />
      ) : (
        <p className="sw-help">{say('handover.copyNodesHelp', { folder: `/var/lib/sitewright/site/${site.id}` })}</p>
      )}
      <label className="sw-check">
        <input type="checkbox" checked={withVault} onChange={(event) => setWithVault(event.target.checked)} />
        <span>{say('handover.withVault')}</span>
      </label>
    </BeginDialog>
  );
}
