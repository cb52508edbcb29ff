import { Button } from '@patternfly/react-core';
import { useMemo } from 'react';
import { PHASE_NAMES } from '../../electron/api/phase-names.ts';
import { PHASES } from '../../electron/api/plan.ts';
import type { Site } from '../../electron/api/site.ts';
import { waitsForHost } from '../../electron/api/waits-for-host.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { OutOfService } from '../smoke/out-of-service.tsx';
import { useRun } from '../state/run.ts';
import type { ItemProgress, RunState } from '../state/run-fold.ts';
import { rememberedView, rememberView } from '../state/run-view-memory.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { LabelOffer } from '../wizard/label-offer.tsx';
import { FaultPicker } from './fault-picker.tsx';
import { InstallActions } from './install-actions.tsx';
import { InstallStatus } from './install-status.tsx';
import { OrphanPanel } from './orphan-panel.tsx';
import { PartBand } from './part-band.tsx';
import { PartMenu } from './part-menu.tsx';
import { nameOf, planItems } from './plan-items.ts';
import { PlanNotes } from './plan-notes.tsx';
import { PlanStops, useStops } from './plan-stops.tsx';
import { RunFigures } from './run-figures.tsx';
import { StepDetail } from './step-detail.tsx';
import { StepMatrix } from './step-matrix.tsx';
import { type Install, useInstall } from './use-install.ts';
import { Troubles, WayOut } from './way-out.tsx';
import { partOf, removing, skipping, type WorkOrder, wiping } from './work-order.ts';

const CHOICES = {
  plan: ['install.planRehearsed', 'install.planWhat'],
  rehearse: ['install.rehearse', 'install.rehearseWhat'],
  start: ['install.start', 'install.startWhat'],
} as const;

/** Page 10: the plan as steps x machines, then the same matrix as it runs, with the log of the chosen step. */
export function InstallPage({ site }: { readonly site: Site }) {
  const { say, pick } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const run = useRun((state) => state.at.install);
  const install = useInstall(ref);
  const { shown, chosen, asking } = install;
  const titleOf = useTitles(shown ? planItems(shown.plan) : (run?.items ?? []));

  const isBusy = run !== undefined && run.outcome === undefined;
  const items = shown ? planItems(shown.plan) : (run?.items ?? []);
  const troubled = items.filter((entry) => entry.state === 'failed' || (entry.diagnostic && !entry.item.leftOut));
  const failed = troubled.find(({ diagnostic }) => waitsForHost({ diagnostic }) === undefined);
  const running = items.find((entry) => entry.state === 'running');
  // Between two steps the last one stays on the screen.
  const latest = isBusy ? latestStarted(items) : undefined;
  const planned = shown && (items.find(({ item }) => item.drift) ?? items.find(({ item }) => item.action === 'apply'));
  // Chosen before a reload, or in a window that was closed.
  const kept = useMemo(() => rememberedView(run?.runId).itemId, [run?.runId]);
  const wanted = chosen ?? (shown ? undefined : kept);
  const selected =
    items.find((entry) => entry.item.id === wanted) ?? failed ?? running ?? latest ?? planned ?? troubled[0];
  const order = orderOf(install, run);
  const isIdle = !isBusy && !asking;
  const stops = useStops();
  // What stops the plan stands on the page already.
  const refused = install.failure.filter((entry) => !stops.some(({ code }) => code === entry.code));
  const isCureShown = selected?.diagnostic !== undefined && !selected.item.leftOut;
  const ways = isIdle
    ? {
        onTakeLock: () => install.startOrThrow({ ...order, takeLock: true }),
        onWipe: (serial: string) => install.startOrThrow(wiping(order, serial)),
      }
    : undefined;
  return (
    <StopFrame
      page="install"
      title="install.title"
      lead="install.lead"
      figures={run && !shown && <RunFigures run={run} />}
      status={
        stops.length > 0 && !run ? (
          <StateMark mark="failed">
            <strong>{say('gate.errors', { count: stops.length })}</strong>
          </StateMark>
        ) : (
          <InstallStatus siteRef={ref} isLooking={install.isLooking} run={run} shown={shown} />
        )
      }
      actions={
        <InstallActions
          siteRef={ref}
          install={install}
          isBusy={isBusy}
          run={run}
          isCureShown={isCureShown}
          isStopped={stops.length > 0}
        />
      }
    >
      {(run || shown) && (
        <PartBand
          order={order}
          isPlan={shown !== undefined}
          titleOf={titleOf}
          nameOf={(id) => {
            const item = items.find((entry) => entry.item.id === id)?.item;
            return item ? nameOf(item, pick) : id;
          }}
          onWhole={isIdle ? () => void install.look({ rehearsed: order.rehearsed }) : undefined}
        >
          {order.rehearsed && !isBusy && (
            <FaultPicker stretch="install" fault={install.fault} onPick={install.setFault} />
          )}
        </PartBand>
      )}
      <OutOfService siteRef={ref} rehearsed={run || shown ? order.rehearsed : undefined} />
      {stops.length > 0 && !isBusy && <PlanStops siteRef={ref} stops={stops} />}
      {stops.length === 0 && <LabelOffer />}
      <Troubles diagnostics={[...refused, ...(shown ? [] : (run?.diagnostics ?? []))]} ways={ways} />
      {shown && <PlanNotes shown={shown} ways={ways} />}
      {shown && (
        <OrphanPanel
          orphans={shown.plan.orphans}
          confirmed={shown.order.prune?.confirmed ?? []}
          onRemove={isIdle ? (name) => install.lookOrThrow(removing(shown.order, name)) : undefined}
        />
      )}
      {items.length === 0 && !isBusy && (
        <div className="sw-choices">
          {(['plan', 'rehearse', 'start'] as const).map((choice) => (
            <Panel key={choice} title={say(CHOICES[choice][0])}>
              <p>{say(CHOICES[choice][1])}</p>
              {choice === 'rehearse' && (
                <FaultPicker stretch="install" fault={install.fault} onPick={install.setFault} />
              )}
            </Panel>
          ))}
        </div>
      )}
      {items.length > 0 && (
        <div className="sw-columns sw-fill">
          <StepMatrix
            site={site}
            items={items}
            isPlan={shown !== undefined}
            rehearsed={run?.rehearsed ?? false}
            chosen={selected?.item.id}
            onChoose={(id) => {
              install.choose(id);
              if (run && !shown) rememberView(run.runId, { itemId: id });
            }}
          />
          <StepDetail
            entry={selected}
            log={shown || !run ? undefined : { runId: run.runId, hosts: hostsOf(site), isBusy }}
            titleOf={titleOf}
            waysOn={
              ways &&
              selected?.diagnostic && (
                <>
                  <WaysOn install={install} order={order} entry={selected} />
                  <WayOut diagnostic={selected.diagnostic} {...ways} />
                </>
              )
            }
            parts={
              isIdle &&
              selected && (
                <PartMenu
                  item={selected.item}
                  isAlone={items.filter(({ item }) => item.stepId === selected.item.stepId).length === 1}
                  onPart={(part) => void install.look(partOf(order, part))}
                />
              )
            }
          />
        </div>
      )}
    </StopFrame>
  );
}

/** Retry, and Skip where the engine offers it. Of a plan that is blocked: look again. */
function WaysOn({
  install,
  order,
  entry,
}: {
  readonly install: Install;
  readonly order: WorkOrder;
  readonly entry: ItemProgress;
}) {
  const { say } = useSpeech();
  const isSkippable = install.shown ? entry.item.skippable : entry.offers?.includes('skip');
  const isForPart = entry.diagnostic?.code === 'selection.needs-unselected';
  const again = () =>
    install.shown ? install.look(isForPart ? partOf(order, undefined) : order) : install.start(order);
  const skip = () => {
    const next = skipping(order, entry.item.id);
    return install.shown ? install.look(next) : install.start(next);
  };
  return (
    <>
      <Button variant="primary" onClick={() => void again()}>
        {say(install.shown ? (isForPart ? 'install.wholePlanOf' : 'install.lookAgain') : 'install.retry')}
      </Button>
      {isSkippable && (
        <Button variant="secondary" title={say('install.skipWhat')} onClick={() => void skip()}>
          {say('install.skip')}
        </Button>
      )}
    </>
  );
}

/** What the page is about: the plan on it, else its run, as that was asked for. */
function orderOf({ order, shown }: Install, run: RunState | undefined): WorkOrder {
  if (shown || run?.startedAt === undefined) return order;
  const { selection, prune } = run.asked ?? {};
  return { rehearsed: run.rehearsed, ...(selection ? { selection } : {}), ...(prune ? { prune } : {}) };
}

function hostsOf({ hosts, machines }: Site): readonly string[] {
  return [...hosts, ...machines].map(({ name }) => name);
}

function latestStarted(items: readonly ItemProgress[]): ItemProgress | undefined {
  return items.reduce<ItemProgress | undefined>(
    (latest, entry) => ((entry.startedAt ?? '') > (latest?.startedAt ?? '') ? entry : latest),
    undefined,
  );
}

/** Names of steps and phases, as far as the items on the screen tell them. */
function useTitles(items: readonly ItemProgress[]): (stepId: string) => string {
  const { pick } = useSpeech();
  return (stepId) => {
    const phase = PHASES.find((name) => name === stepId);
    const item = items.find((entry) => entry.item.stepId === stepId)?.item;
    return phase ? pick(PHASE_NAMES[phase]) : item ? pick(item.title) : stepId;
  };
}
