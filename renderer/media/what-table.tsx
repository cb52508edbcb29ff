import type { ReactNode } from 'react';
import type { ErasureView } from '../../electron/api/answers.ts';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { ImageView } from '../../electron/api/media.ts';
import type { Host, Site } from '../../electron/api/site.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { IMAGE_STATES } from './image-state.ts';

/** What each stick will do to its machine, before it is made. */
export function WhatTable({
  site,
  erasure,
  images,
}: {
  readonly site: Site;
  readonly erasure: readonly ErasureView[];
  readonly images: readonly ImageView[];
}) {
  const { say } = useSpeech();
  const oneImage = site.media.delivery === 'one-image';
  const nodes = site.hosts.filter((host) => host.origin === 'installed' && host.install);
  const shared = images.find((image) => !site.hosts.some((host) => host.name === image.node));
  return (
    <Panel title={say('media.whatTitle')} aside={say('media.whatFrom')} flush>
      <table className="sw-table sw-named-rows">
        <thead>
          <tr>
            {(['node', 'erasesOnly', 'installs', 'address', 'afterwards'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`media.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {nodes.map((host) => (
            <tr key={host.name}>
              <th scope="row">
                {host.name}
                <ImageState
                  image={images.find((image) => image.node === host.name) ?? (oneImage ? shared : undefined)}
                />
              </th>
              <td>
                <Erases view={erasure.find((entry) => entry.node === host.name)} />
              </td>
              <td>
                {say('media.product', { version: site.pve.version, filesystem: filesystemOf(host) })}
                <div className="sw-small sw-subtle">{say('media.passwordHash')}</div>
              </td>
              <td className="mono">
                {host.install?.networkSource === 'from-dhcp' ? say('media.fromLease') : host.address}
              </td>
              <td>
                {host.install?.rebootMode === 'reboot' ? (
                  <StateMark mark={oneImage ? 'no-change' : 'warning'}>
                    <span className="sw-wrapping">{say(oneImage ? 'media.guarded' : 'media.reboot')}</span>
                  </StateMark>
                ) : (
                  say('media.powerOff')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function filesystemOf({ install }: Host): string {
  return install?.raid ? `${install.filesystem} ${install.raid}` : (install?.filesystem ?? '');
}

function Erases({ view }: { readonly view: ErasureView | undefined }) {
  const { say, bytes, language } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  if (!view) return null;
  const lines: ReactNode[] = view.disks
    .filter((disk) => disk.verdict === 'erased')
    .map((disk) => (
      <div key={disk.serial}>
        {disk.label} {disk.sizeBytes !== undefined && bytes(disk.sizeBytes)}
        <div className="mono sw-small sw-subtle">{disk.serial}</div>
      </div>
    ));
  const unsure = view.disks.filter((disk) => disk.verdict === 'cannot-tell');
  const nothing = view.inventory === 'none' || view.disks.length === 0;
  return (
    <>
      {lines}
      {lines.length === 0 && unsure.length === 0 && !nothing && (
        <StateMark mark="failed">{say('media.nothingErased')}</StateMark>
      )}
      {unsure.map((disk) => (
        <div key={disk.serial}>
          <StateMark mark="warning">
            <span className="sw-wrapping">
              {say('media.cannotTell')}: {disk.label}
            </span>
          </StateMark>
          {disk.reason && <div className="sw-small sw-subtle">{describeDiagnostic(disk.reason, language).summary}</div>}
        </div>
      ))}
      {nothing && (
        <>
          <StateMark mark="warning">{say('media.cannotTell')}</StateMark>
          <div className="sw-small sw-subtle">
            {say('media.cannotTellWhy')} <a href={hrefOf(ref, 'nodes')}>{say('media.toNodes')}</a>
          </div>
        </>
      )}
      <DiagnosticList diagnostics={view.diagnostics.filter((entry) => entry.severity === 'error')} />
    </>
  );
}

function ImageState({ image }: { readonly image: ImageView | undefined }) {
  const { say, bytes } = useSpeech();
  if (!image)
    return (
      <div className="sw-small sw-image-state">
        <StateMark mark="waiting">{say('media.notMade')}</StateMark>
      </div>
    );
  const [mark, word] = IMAGE_STATES[image.state];
  return (
    <div className="sw-small sw-image-state" title={image.file}>
      <StateMark mark={mark}>{say(word)}</StateMark> <span className="sw-subtle">{bytes(image.sizeBytes)}</span>
    </div>
  );
}
