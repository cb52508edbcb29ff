import { useCallback, useEffect, useRef, useState } from 'react';
import { type Diagnostic, hasErrors } from '../../electron/api/diagnostic.ts';
import type { DriveView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useRun } from '../state/run.ts';
import type { ItemProgress, RunState } from '../state/run-fold.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { useBase } from './base-choice.ts';
import { BasePanel } from './base-panel.tsx';
import { bestImages } from './best-images.ts';
import { BrowserCommands } from './browser-commands.tsx';
import { DrivePanel } from './drive-panel.tsx';
import { FormPanel } from './form-panel.tsx';
import { KnownStick } from './known-stick.tsx';
import { useMaking } from './making.ts';
import { MediaActions } from './media-actions.tsx';
import { MediaSettings } from './media-settings.tsx';
import { useNamedSticks } from './named-sticks.ts';
import { StickCard } from './stick-card.tsx';
import { phaseLeftMs } from './stick-phase.ts';
import { WhatTable } from './what-table.tsx';

const LOOK_AGAIN_MS = 4000;

/** Page 7: images from one base, and sticks that are named before they are erased, several at once. */
export function MediaPage({ site }: { readonly site: Site }) {
  const engine = useEngine();
  const document = useSite((state) => state.document);
  const ref = document?.ref ?? '';
  const text = document?.text;
  // Asked again when site.toml changes: `text` stands for the plan.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
  const images = useAsked(useCallback(() => engine.images.list({ site: ref }), [engine, ref, text]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
  const erasure = useAsked(useCallback(() => engine.answers.erasure({ site: ref }), [engine, ref, text]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
  const answers = useAsked(useCallback(() => engine.answers.preview({ site: ref }), [engine, ref, text]));
  const [includeVirtual, setIncludeVirtual] = useState(false);
  const drives = useDrives(includeVirtual);
  const sticks = useRun((state) => state.sticks);
  const cards = newestOfEach(sticks);
  const writing = new Set(
    sticks.flatMap((run) => (run.outcome === undefined ? run.items.map((entry) => entry.item.target) : [])),
  );
  const made = (images.value ?? []).filter((image) => image.state === 'current');
  const form = useBase((state) => state.form);
  // A stick can be written from a complete image as well.
  const ofForm = form === 'iso' ? made.filter((image) => image.kind === 'iso') : bestImages(made);
  const lacking = wantedImages(site) - ofForm.length;
  const making = useMaking({ siteRef: ref, lacking, look: images.ask });
  return (
    <StopFrame
      page="media"
      title="media.title"
      lead={site.media.delivery === 'one-image' ? 'media.leadOne' : 'media.lead'}
      status={<Status lacking={lacking} wanted={wantedImages(site)} blocked={blockedNodes(erasure.value ?? [])} />}
      actions={<MediaActions lacking={lacking} wanted={wantedImages(site)} making={making} />}
    >
      <DiagnosticList diagnostics={[...images.failure, ...erasure.failure, ...answers.failure]} />
      <div className="sw-columns">
        <div className="sw-stack">
          {window.sitewright ? (
            <BasePanel site={site} erasure={erasure.value} answers={answers.value} />
          ) : (
            <BrowserCommands />
          )}
          <FormPanel site={site} images={images.value ?? []} making={making} />
          <DiagnosticList diagnostics={making.diagnostics} />
          {cards.length > 0 && (
            <div className="sw-cards">
              {cards.map(({ run, item }) => (
                <StickCard
                  key={`${run.runId} ${item.item.id}`}
                  run={run}
                  item={item}
                  site={site}
                  drive={drives.value?.find((drive) => drive.device === item.item.target)}
                />
              ))}
            </div>
          )}
          <DiagnosticList diagnostics={sticks.flatMap((run) => run.diagnostics)} />
          {(drives.value ?? []).map(
            (drive) =>
              typeof drive.stick === 'object' &&
              !writing.has(drive.device) && (
                <KnownStick
                  key={`${drive.device} ${drive.confirm}`}
                  site={site}
                  drive={drive}
                  stick={drive.stick}
                  onDone={drives.ask}
                />
              ),
          )}
          <WhatTable site={site} erasure={erasure.value ?? []} images={bestImages(images.value ?? [])} />
          <MediaSettings site={site} />
        </div>
        <DrivePanel
          site={site}
          drives={drives.value}
          failure={drives.failure}
          images={bestImages(made)}
          includeVirtual={includeVirtual}
          onIncludeVirtual={setIncludeVirtual}
          onRefresh={drives.ask}
          onIdentified={drives.take}
        />
      </div>
    </StopFrame>
  );
}

/** The drives, looked at again every few seconds: a stick that is plugged in appears by itself. */
function useDrives(includeVirtual: boolean) {
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref);
  const see = useNamedSticks((state) => state.see);
  const asked = useAsked(
    useCallback(() => engine.drives.list({ site: ref, includeVirtual }), [engine, ref, includeVirtual]),
  );
  const [identified, setIdentified] = useState<Readonly<Record<string, DriveView>>>({});
  const { ask } = asked;
  useEffect(() => {
    const timer = setInterval(() => {
      if (window.document.visibilityState === 'visible') ask();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [ask]);
  // What is on a stick has changed when its run is over.
  const ended = useRun((state) => state.sticks.filter((run) => run.outcome !== undefined).length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when one more has ended
  useEffect(ask, [ask, ended]);
  const listed = useRef<boolean>(undefined);
  useEffect(() => {
    if (!asked.value) return;
    // Drives that a switch of the list brings to light were not plugged in just now.
    see(asked.value, listed.current === includeVirtual);
    listed.current = includeVirtual;
  }, [asked.value, see, includeVirtual]);
  const keyOf = (drive: DriveView) => `${drive.device} ${drive.identity}`;
  return {
    ...asked,
    // What was read with permission stays known while the drive stays.
    value: asked.value?.map((drive) =>
      drive.stick === 'needs-permission' ? (identified[keyOf(drive)] ?? drive) : drive,
    ),
    take: (found: readonly DriveView[]) =>
      setIdentified((before) => ({ ...before, ...Object.fromEntries(found.map((drive) => [keyOf(drive), drive])) })),
  };
}

/** One card a drive: what was done to it last. */
function newestOfEach(sticks: readonly RunState[]): readonly { readonly run: RunState; readonly item: ItemProgress }[] {
  const all = sticks.flatMap((run) => run.items.map((item) => ({ run, item })));
  return all.filter(
    ({ item }, index) => !all.slice(index + 1).some((later) => later.item.item.target === item.item.target),
  );
}

function blockedNodes(erasure: readonly { readonly diagnostics: readonly Diagnostic[] }[]): number {
  return erasure.filter((entry) => hasErrors(entry.diagnostics)).length;
}

function wantedImages(site: Site): number {
  return site.media.delivery === 'one-image'
    ? 1
    : site.hosts.filter((host) => host.origin === 'installed' && host.install).length;
}

function Status({
  lacking,
  wanted,
  blocked,
}: {
  readonly lacking: number;
  readonly wanted: number;
  readonly blocked: number;
}) {
  const { say, about } = useSpeech();
  const sticks = useRun((state) => state.sticks);
  const look = useBase((state) => state.look);
  const running = sticks.flatMap((run) => run.items).filter((item) => item.state === 'running');
  if (running.length > 0) {
    const lefts = running.map(phaseLeftMs).filter((left) => left !== undefined);
    const phrase = lefts.length === running.length ? say('sticks.readyIn', { time: about(Math.max(...lefts)) }) : '';
    return (
      <StateMark mark="running">
        <span>
          <strong>
            {say('sticks.running', { count: running.length })} {phrase}
          </strong>{' '}
          {say('sticks.goesOn')}
        </span>
      </StateMark>
    );
  }
  if (blocked > 0) return <StateMark mark="failed">{say('media.gateErasure', { count: blocked })}</StateMark>;
  if (lacking > 0)
    return (
      <StateMark mark="waiting">
        {window.sitewright && !look ? say('media.gateBase') : say('media.gateImages', { count: lacking })}
      </StateMark>
    );
  const written = sticks.flatMap((run) => run.items).filter((item) => item.state === 'changed').length;
  if (written >= wanted) return <StateMark mark="done">{say('media.nextReady')}</StateMark>;
  return <StateMark mark="done">{say(window.sitewright ? 'media.gateSticks' : 'media.gateBrowser')}</StateMark>;
}
