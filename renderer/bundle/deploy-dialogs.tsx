import { useId, useState } from 'react';
import type { BundleOnHost } from '../../electron/api/deployment.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { BeginDialog, type BegunDialog } from './begin-dialog.tsx';

/** Fills a mounted stick with all that a node needs to install the site without a laptop. Only in the window. */
export function StickDialog(dialog: BegunDialog) {
  const { say } = useSpeech();
  const engine = useEngine();
  const site = useSite((state) => state.document?.ref ?? '');
  const [folder, setFolder] = useState<PlaceDraft>();
  const [plainFolder, setPlainFolder] = useState(false);
  return (
    <BeginDialog
      {...dialog}
      title={say('bundle.stick')}
      lead={say('bundle.stickLead')}
      go={say('bundle.stickGo')}
      isReady={isFilled(folder)}
      begin={async () =>
        engine.deployment.stick({ site, target: (await placeOf(engine, folder, 'folder')).handle, plainFolder })
      }
    >
      <PlaceField label={say('bundle.stickFolder')} kind="folder" value={folder} onChange={setFolder} />
      <Check label={say('bundle.plainFolder')} checked={plainFolder} onChange={setPlainFolder} />
    </BeginDialog>
  );
}

/** Brings the bundle to a host of the site; before, what is there and how full its disk is. */
export function PushDialog(dialog: BegunDialog) {
  const { say } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const document = useSite((state) => state.document);
  const site = useSite((state) => state.site);
  const ref = document?.ref ?? '';
  const [host, setHost] = useState('');
  const [found, setFound] = useState<BundleOnHost>();
  const [prune, setPrune] = useState(false);
  const hosts = [...(site?.hosts ?? []), ...(site?.machines ?? [])].map(({ name }) => name);
  return (
    <BeginDialog
      {...dialog}
      title={say('bundle.push')}
      lead={say('bundle.pushLead')}
      go={say('bundle.pushGo')}
      isReady={host !== ''}
      begin={() => engine.deployment.push({ site: ref, to: host, prune })}
      before={{
        label: say('bundle.onHost'),
        isReady: host !== '',
        ask: async () => setFound(await engine.deployment.onHost({ site: ref, host })),
      }}
    >
      <div className="sw-field">
        <label htmlFor={id}>{say('bundle.host')}</label>
        <select
          id={id}
          className="sw-input"
          value={host}
          onChange={(event) => {
            setHost(event.target.value);
            setFound(undefined);
          }}
        >
          <option value="">{say('ui.notChosen')}</option>
          {hosts.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      {found && <OnHost found={found} />}
      <Check label={say('bundle.prune')} checked={prune} onChange={setPrune} />
    </BeginDialog>
  );
}

function OnHost({ found }: { readonly found: BundleOnHost }) {
  const { say, bytes, number } = useSpeech();
  const { disk, removable, missingFiles, missingBytes } = found;
  const removableBytes = removable.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div role="status" className="sw-stack">
      <dl className="sw-facts">
        <dt>{say('bundle.there')}</dt>
        <dd>
          {say('bundle.filesOfSize', { files: number(found.files), size: bytes(found.bytes) })}{' '}
          <span className="mono sw-small sw-subtle">{found.folder}</span>
        </dd>
        <dt>{say('bundle.lacks')}</dt>
        <dd>{say('bundle.filesOfSize', { files: number(missingFiles), size: bytes(missingBytes) })}</dd>
        <dt>{say('bundle.disk')}</dt>
        <dd>
          {disk.freeBytes < missingBytes ? (
            <StateMark mark="failed">
              {say('bundle.diskFree', { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })}
            </StateMark>
          ) : (
            say('bundle.diskFree', { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })
          )}
        </dd>
        <dt>{say('bundle.removable')}</dt>
        <dd>{say('bundle.filesOfSize', { files: number(removable.length), size: bytes(removableBytes) })}</dd>
      </dl>
      {removable.length > 0 && (
        <pre className="sw-evidence mono">
          {removable
            .slice(0, 10)
            .map(({ path }) => path)
            .join('\n')}
          {removable.length > 10 && `\n${say('bundle.andMore', { count: removable.length - 10 })}`}
        </pre>
      )}
    </div>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="sw-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
