import { Button } from '@patternfly/react-core';
import { useCallback, useState } from 'react';
import type { DriveView, ImageView } from '../../electron/api/contract.ts';
import { type Diagnostic, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

/** Page 7: images from one base, and sticks that are named before they are erased. */
export function MediaPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const document = useSite((state) => state.document);
  const ref = document?.ref ?? '';
  const images = useAsked(useCallback(() => engine.images.list({ site: ref }), [engine, ref]));
  const drives = useAsked(useCallback(() => engine.drives.list({ includeVirtual: false }), [engine]));
  const [base, setBase] = useState<{ readonly handle: string; readonly name: string }>();
  return (
    <StopFrame page="media" title="media.title" lead="media.lead">
      <div className="sw-columns">
        <div className="sw-stack">
          <DiagnosticList diagnostics={images.failure} />
          <Panel title={say('media.images')} flush>
            {(images.value ?? []).length === 0 && <p className="sw-panel-body sw-subtle">{say('media.noImages')}</p>}
            <table className="sw-table">
              <tbody>
                {(images.value ?? []).map((image) => (
                  <ImageRow key={image.file} site={site} image={image} />
                ))}
              </tbody>
            </table>
          </Panel>
          {window.sitewright ? (
            <MakeImages siteRef={ref} base={base} onBase={setBase} onMade={images.ask} />
          ) : (
            <CommandLine path={document?.path ?? ''} />
          )}
        </div>
        <div className="sw-stack">
          <Panel
            title={say('media.drives')}
            aside={
              <Button variant="link" isInline onClick={drives.ask}>
                {say('media.refresh')}
              </Button>
            }
          >
            <DiagnosticList diagnostics={drives.failure} />
            {drives.value?.length === 0 && <p className="sw-subtle">{say('media.noDrives')}</p>}
            <ul className="sw-example-list">
              {(drives.value ?? []).map((drive) => (
                <Drive key={drive.device} drive={drive} images={images.value ?? []} base={base?.handle} />
              ))}
            </ul>
          </Panel>
        </div>
      </div>
    </StopFrame>
  );
}

function ImageRow({ site, image }: { readonly site: Site; readonly image: ImageView }) {
  const { say, bytes } = useSpeech();
  const host = site.hosts.find((entry) => entry.name === image.node);
  return (
    <tr>
      <th scope="row">{image.node}</th>
      <td className="mono sw-small">{image.file}</td>
      <td>{bytes(image.sizeBytes)}</td>
      <td>
        {say('media.erases')} <span className="mono">{host?.install?.diskSerials?.join(', ')}</span>
      </td>
    </tr>
  );
}

function CommandLine({ path }: { readonly path: string }) {
  const { say } = useSpeech();
  return (
    <Panel title={say('media.makeHere')}>
      <p>{say('media.browser')}</p>
      <pre className="sw-evidence mono">sitewright image make {path} --base BASE.iso --out media</pre>
      <p>{say('media.flashCommand')}</p>
      <pre className="sw-evidence mono">sitewright flash media/NODE.overlay --to DEVICE --confirm SERIAL</pre>
    </Panel>
  );
}

function MakeImages({
  siteRef,
  base,
  onBase,
  onMade,
}: {
  readonly siteRef: string;
  readonly base: { readonly handle: string; readonly name: string } | undefined;
  readonly onBase: (base: { handle: string; name: string }) => void;
  readonly onMade: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [accept, setAccept] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const choose = async () => {
    const picked = await window.sitewright?.pick('iso');
    if (picked) onBase(picked);
  };
  const make = async () => {
    if (!base) return;
    setBusy(true);
    setFailure([]);
    try {
      await engine.images.make({ site: siteRef, base: base.handle, full: false, acceptBase: accept || undefined });
      onMade();
    } catch (error) {
      setFailure(failureDiagnostics(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={say('media.makeHere')}>
      <div className="sw-stack">
        <div className="sw-buttons">
          <Button variant="secondary" onClick={() => void choose()}>
            {say('media.pick')}
          </Button>
          <span className="mono">{base?.name}</span>
        </div>
        {failure.some((entry) => entry.code.startsWith('image.')) && (
          <label className="sw-field">
            {say('media.acceptDigest')}
            <input
              className="sw-input mono"
              value={accept}
              onChange={(event) => setAccept(event.target.value.trim())}
            />
          </label>
        )}
        <DiagnosticList diagnostics={failure} />
        <Button variant="secondary" isDisabled={!base || busy} onClick={() => void make()}>
          {busy ? say('media.making') : say('media.makeHere')}
        </Button>
      </div>
    </Panel>
  );
}

function Drive({
  drive,
  images,
  base,
}: {
  readonly drive: DriveView;
  readonly images: readonly ImageView[];
  readonly base: string | undefined;
}) {
  const { say, bytes, language } = useSpeech();
  const engine = useEngine();
  const follow = useRun((state) => state.follow);
  const run = useRun((state) => state.run);
  const [file, setFile] = useState<string>();
  const [typed, setTyped] = useState('');
  const [mine, setMine] = useState<string>();
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const write = async () => {
    try {
      setFailure([]);
      const { runId } = await engine.drives.flash({ image: file ?? '', base, device: drive.device, confirm: typed });
      setMine(runId);
      follow(engine, runId);
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  const shown = run !== undefined && run.runId === mine ? run : undefined;
  const progress = shown?.items[0]?.progress;
  return (
    <li>
      <strong>
        {drive.model} <span className="sw-subtle">{bytes(drive.sizeBytes)}</span>
      </strong>
      <span className="mono sw-small">
        {drive.device} {drive.confirm}
      </span>
      {drive.verdict === 'offered' ? (
        <StateMark mark="done">{say('media.offered')}</StateMark>
      ) : (
        <StateMark mark="locked">{say('media.excluded')}</StateMark>
      )}
      {drive.diagnostics.map((entry) => (
        <span key={entry.code} className="sw-small sw-subtle">
          {describeDiagnostic(entry, language).summary}
        </span>
      ))}
      {drive.verdict === 'offered' && window.sitewright && images.length > 0 && (
        <>
          <div className="sw-buttons">
            {images.map((image) => (
              <Button key={image.file} variant="secondary" onClick={() => setFile(image.file)}>
                {image.node}: {say('media.write')}
              </Button>
            ))}
          </div>
          {file !== undefined && (
            <form
              className="sw-stack"
              onSubmit={(event) => {
                event.preventDefault();
                void write();
              }}
            >
              <label className="sw-field">
                {say('media.confirm', { serial: drive.confirm })}
                <input className="sw-input mono" value={typed} onChange={(event) => setTyped(event.target.value)} />
              </label>
              <div className="sw-buttons">
                <Button type="submit" variant="danger" isDisabled={typed !== drive.confirm}>
                  {say('media.erase')}
                </Button>
                <Button variant="link" onClick={() => setFile(undefined)}>
                  {say('media.cancel')}
                </Button>
              </div>
            </form>
          )}
        </>
      )}
      {progress && (
        <div
          className="sw-bar-track"
          role="progressbar"
          aria-valuenow={Math.round((progress.done / Math.max(1, progress.total)) * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-label={drive.model}
        >
          <div style={{ width: `${(progress.done / Math.max(1, progress.total)) * 100}%` }} />
        </div>
      )}
      {shown?.outcome === 'done' && <StateMark mark="done">{say('media.written')}</StateMark>}
      <DiagnosticList diagnostics={[...failure, ...(shown?.diagnostics ?? [])]} />
    </li>
  );
}
