import { Button } from '@patternfly/react-core';
import { EraserIcon, HddIcon, LockIcon } from '@patternfly/react-icons';
import { type ReactNode, useState } from 'react';
import { type Diagnostic, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { DriveView, ImageView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { CodeLink } from '../ui/code-link.tsx';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { DriveCommand } from './browser-commands.tsx';
import { ConfirmFields } from './confirm-fields.tsx';
import { imageOwner } from './image-owner.ts';
import { useNamedSticks } from './named-sticks.ts';

export interface DrivePanelProps {
  readonly site: Site;
  readonly drives: readonly DriveView[] | undefined;
  readonly failure: readonly Diagnostic[];
  readonly images: readonly ImageView[];
  readonly includeVirtual: boolean;
  readonly onIncludeVirtual: (include: boolean) => void;
  readonly onRefresh: () => void;
  readonly onIdentified: (drives: readonly DriveView[]) => void;
}

/** Every disk of this laptop with its verdict. Nothing is chosen beforehand; a drive is named before it is erased. */
export function DrivePanel(props: DrivePanelProps) {
  const { site, drives, failure, images, includeVirtual, onIncludeVirtual, onRefresh, onIdentified } = props;
  const { say } = useSpeech();
  const sticks = useRun((state) => state.sticks);
  const named = useNamedSticks((state) => state.named);
  const writing = new Set(
    sticks.flatMap((run) => (run.outcome === undefined ? run.items.map((entry) => entry.item.target) : [])),
  );
  const all = drives ?? [];
  const groups = {
    beingErased: all.filter((drive) => writing.has(drive.device)),
    named: all.filter((drive) => !writing.has(drive.device) && named.some((entry) => entry.device === drive.device)),
    keptGroup: all.filter(
      (drive) =>
        drive.verdict === 'offered' &&
        !writing.has(drive.device) &&
        !named.some((entry) => entry.device === drive.device),
    ),
    neverOffered: all.filter((drive) => drive.verdict === 'excluded' && !writing.has(drive.device)),
  };
  const hidden = groups.keptGroup.filter((drive) => drive.stick === 'needs-permission');
  return (
    <Panel
      title={say('sticks.which')}
      aside={
        <span className="sw-buttons">
          {say('sticks.inLaptop', { count: all.length })}
          <Button variant="link" isInline onClick={onRefresh}>
            {say('sticks.refresh')}
          </Button>
        </span>
      }
      flush
    >
      <DiagnosticList diagnostics={failure} />
      {drives?.length === 0 && <p className="sw-panel-body sw-subtle">{say('sticks.none')}</p>}
      {hidden.length > 1 && (
        <div className="sw-drive-all">
          <LookButton devices={hidden.map((drive) => drive.device)} text="sticks.lookAll" onIdentified={onIdentified} />
        </div>
      )}
      {(['beingErased', 'named', 'keptGroup', 'neverOffered'] as const).map(
        (group) =>
          groups[group].length > 0 && (
            <section key={group} className="sw-drives">
              <h3>{say(`sticks.${group}`)}</h3>
              <ul>
                {groups[group].map((drive) => (
                  <Drive
                    key={`${drive.device} ${drive.confirm}`}
                    site={site}
                    drive={drive}
                    group={group}
                    images={images}
                    onIdentified={onIdentified}
                  />
                ))}
              </ul>
            </section>
          ),
      )}
      <div className="sw-drive-next">
        <p className="sw-hint">
          <strong>{say('sticks.next')}</strong> {say('sticks.nextText')}
        </p>
        <label className="sw-check sw-small">
          <input
            type="checkbox"
            checked={includeVirtual}
            onChange={(event) => onIncludeVirtual(event.target.checked)}
          />
          <span>{say('sticks.alsoVirtual')}</span>
        </label>
      </div>
    </Panel>
  );
}

type Group = 'beingErased' | 'named' | 'keptGroup' | 'neverOffered';
const WORDS: Readonly<Record<Group, readonly [SentenceKey, string]>> = {
  beingErased: ['sticks.erased', 'sw-erased'],
  named: ['sticks.willBeErased', 'sw-erased'],
  keptGroup: ['sticks.kept', 'sw-kept'],
  neverOffered: ['sticks.locked', ''],
};

function Drive({
  site,
  drive,
  group,
  images,
  onIdentified,
}: {
  readonly site: Site;
  readonly drive: DriveView;
  readonly group: Group;
  readonly images: readonly ImageView[];
  readonly onIdentified: (drives: readonly DriveView[]) => void;
}) {
  const { say, bytes, language } = useSpeech();
  const named = useNamedSticks((state) => state.named.find((entry) => entry.device === drive.device));
  const takeBack = useNamedSticks((state) => state.takeBack);
  const [open, setOpen] = useState(false);
  const [word, tone] = WORDS[group];
  const Icon = group === 'neverOffered' ? LockIcon : group === 'keptGroup' ? HddIcon : EraserIcon;
  const inWindow = window.sitewright !== undefined;
  return (
    <li className={`sw-drive ${tone}`}>
      <Icon aria-hidden="true" />
      <div className="sw-drive-text">
        <div className="sw-drive-name">
          <strong>{drive.model || drive.device}</strong>
          <span className="sw-small sw-subtle">{bytes(drive.sizeBytes)}</span>
        </div>
        <span className="mono sw-small sw-subtle sw-break">
          {drive.device} {drive.confirm}
        </span>
        <DriveWords drive={drive} group={group} />
        {drive.diagnostics
          .filter(({ subject }) => group === 'neverOffered' || subject.drive === drive.device)
          .map((entry) => (
            <span key={entry.code} className="sw-small">
              {describeDiagnostic(entry, language).summary} <CodeLink code={entry.code} />
            </span>
          ))}
        {group === 'keptGroup' && drive.stick === 'needs-permission' && inWindow && (
          <div className="sw-buttons">
            <span className="sw-small sw-subtle">{say('sticks.needsPermission')}</span>
            <LookButton devices={[drive.device]} text="sticks.look" onIdentified={onIdentified} />
          </div>
        )}
        {group === 'named' && named && (
          <Button variant="link" isInline className="sw-drive-act" onClick={() => takeBack(drive.device)}>
            {say('sticks.takeBack')}
          </Button>
        )}
        {group === 'keptGroup' && images.length > 0 && inWindow && !open && (
          <Button variant="link" isInline className="sw-drive-act" onClick={() => setOpen(true)}>
            {say('sticks.nameIt')}
          </Button>
        )}
        {open && group === 'keptGroup' && (
          <NameForm site={site} drive={drive} images={images} onClose={() => setOpen(false)} />
        )}
        {group === 'keptGroup' && !inWindow && images.length > 0 && (
          <DriveCommand site={site} drive={drive} images={images} />
        )}
      </div>
      <span className={`sw-word ${tone}`}>{say(word)}</span>
    </li>
  );
}

function DriveWords({ drive, group }: { readonly drive: DriveView; readonly group: Group }): ReactNode {
  const { say, time } = useSpeech();
  const begun = useNamedSticks((state) => state.begun);
  const named = useNamedSticks((state) => state.named.find((entry) => entry.device === drive.device));
  const firstSeen = useNamedSticks((state) => state.firstSeen[drive.confirm]);
  const decided =
    group === 'named'
      ? named
      : group === 'beingErased'
        ? Object.values(begun)
            .flat()
            .findLast((entry) => entry.device === drive.device)
        : undefined;
  const holds = (decided?.held ?? drive.holds).join(', ');
  const place = [drive.connection, firstSeen ? time(firstSeen) : undefined].filter(Boolean).join(', ');
  const lines = [
    decided && say('sticks.namedAs', { time: time(decided.namedAt), node: decided.node }),
    group === 'beingErased'
      ? holds && say('sticks.held', { what: holds })
      : group !== 'neverOffered' && (holds === '' ? '' : say('sticks.holds', { what: holds })),
    group === 'keptGroup' && say(typeof drive.stick === 'object' ? 'sticks.recognised' : 'sticks.notYet'),
    place === '' ? '' : say('sticks.pluggedInAt', { place }),
  ].filter((line) => typeof line === 'string' && line !== '');
  return <span className="sw-small sw-subtle">{lines.join(' ')}</span>;
}

function LookButton({
  devices,
  text,
  onIdentified,
}: {
  readonly devices: readonly string[];
  readonly text: SentenceKey;
  readonly onIdentified: (drives: readonly DriveView[]) => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const look = async () => {
    setAsking(true);
    setFailure([]);
    try {
      onIdentified(await engine.drives.identify({ site: ref, devices: [...devices] }));
    } catch (error) {
      setFailure(failureDiagnostics(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <Button variant="secondary" size="sm" isDisabled={asking} onClick={() => void look()}>
        {say(asking ? 'sticks.looking' : text)}
      </Button>
      <DiagnosticList diagnostics={failure} />
    </>
  );
}

/** Which node, and the serial typed; then the drive waits among the named ones. */
function NameForm({
  site,
  drive,
  images,
  onClose,
}: {
  readonly site: Site;
  readonly drive: DriveView;
  readonly images: readonly ImageView[];
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const name = useNamedSticks((state) => state.name);
  const [owner, setOwner] = useState('');
  const [typed, setTyped] = useState('');
  const owners = images.map((image) => imageOwner(site, image) ?? say('media.allNodes'));
  const image = images[owners.indexOf(owner)];
  return (
    <form
      className="sw-stack sw-name-form"
      aria-label={say('sticks.nameTitle', { model: drive.model })}
      onSubmit={(event) => {
        event.preventDefault();
        if (!image || typed !== drive.confirm) return;
        name({
          device: drive.device,
          confirm: drive.confirm,
          identity: drive.identity,
          model: drive.model,
          sizeBytes: drive.sizeBytes,
          held: drive.holds,
          connection: drive.connection,
          node: owner,
          image: image.file,
          namedAt: new Date().toISOString(),
        });
        onClose();
      }}
    >
      <ConfirmFields
        nodes={owners}
        node={owner}
        onNode={setOwner}
        serial={drive.confirm}
        typed={typed}
        onTyped={setTyped}
        why={say('sticks.typeWhy')}
      />
      <div className="sw-buttons">
        <Button type="submit" variant="danger" size="sm" isDisabled={!image || typed !== drive.confirm}>
          {owner === '' ? say('sticks.nameDangerNoNode') : say('sticks.nameDanger', { node: owner })}
        </Button>
        <Button variant="link" size="sm" onClick={onClose}>
          {say('sticks.cancel')}
        </Button>
      </div>
    </form>
  );
}
