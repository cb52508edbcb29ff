import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { cellState } from '../run/plan-items.ts';
import { StopNow } from '../run/stop-now.tsx';
import { rehearsalWith } from '../run/work-order.ts';
import { useRun } from '../state/run.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { modesFor, type NodeService } from './node-service.ts';
import { useNodeServices } from './use-node-services.ts';

interface Asked {
  readonly node: string;
  readonly mode: 'on' | 'off';
}

/** Takes a node out of service, so that its machines move away and it may be switched off; and back into it. */
export function MaintenancePanel({
  site,
  siteRef,
  isBusy,
}: {
  readonly site: Site;
  readonly siteRef: string;
  readonly isBusy: boolean;
}) {
  const { say } = useSpeech();
  const run = useRun((state) => state.at.maintenance);
  const [asked, setAsked] = useState<Asked>();
  const services = useNodeServices(siteRef);
  const nodes = site.hosts.filter(({ roles }) => roles.includes('pve-node')).map(({ name }) => name);
  if (nodes.length < 2) return null;
  return (
    <Panel title={say('maintenance.title')} aside={say('maintenance.aside')} flush>
      {run && run.outcome !== 'done' && <LastRun run={run} />}
      <DiagnosticList diagnostics={services.failure} />
      <ul className="sw-next sw-drills">
        {nodes.map((node) => (
          <NodeRow
            key={node}
            node={node}
            services={(services.value ?? []).filter((entry) => entry.node === node)}
            isBusy={isBusy}
            onAsk={(mode) => setAsked({ node, mode })}
          />
        ))}
      </ul>
      {asked && <MaintenanceDialog siteRef={siteRef} asked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

/** How a node was left, and the button that changes that. Where it is not known, or the two sites differ, both are offered. */
function NodeRow({
  node,
  services,
  isBusy,
  onAsk,
}: {
  readonly node: string;
  readonly services: readonly NodeService[];
  readonly isBusy: boolean;
  readonly onAsk: (mode: Asked['mode']) => void;
}) {
  const { say } = useSpeech();
  return (
    <li>
      <div>
        <strong>{node}</strong>
        {services.map((service) => (
          <ServiceState key={String(service.rehearsed)} service={service} />
        ))}
        {services.length === 0 && <div className="sw-small sw-subtle">{say('maintenance.never')}</div>}
      </div>
      <div className="sw-buttons">
        {modesFor(services).map((mode, index) => (
          <Button
            key={mode}
            variant={index === 0 ? 'secondary' : 'link'}
            size="sm"
            aria-label={say(mode === 'on' ? 'maintenance.onOf' : 'maintenance.offOf', { node })}
            isDisabled={isBusy}
            onClick={() => onAsk(mode)}
          >
            {say(`maintenance.${mode}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}

function ServiceState({ service: { state, at, rehearsed } }: { readonly service: NodeService }) {
  const { say, moment } = useSpeech();
  const said = say(`maintenance.${state}`, { moment: moment(at) });
  return (
    <div className="sw-small sw-past">
      <StateMark mark={state === 'in' ? 'done' : 'warning'}>
        <span className="sw-wrapping">{rehearsed ? say('maintenance.simulated', { state: said }) : said}</span>
      </StateMark>
    </div>
  );
}

/** How it goes, or why it did not end well: what still runs on the node is in its notes. */
function LastRun({ run }: { readonly run: RunState }) {
  const { say, pick, moment } = useSpeech();
  const engine = useEngine();
  const { failure, attempt } = useAttempt();
  const entry = run.items[0];
  const [mark, word] = entry ? cellState(entry, false) : (['running', 'state.running'] as const);
  const note = run.log.filter(({ level, itemId }) => level === 'note' && itemId !== undefined).at(-1);
  const isLive = run.outcome === undefined;
  return (
    <div className="sw-panel-body sw-stack sw-notes">
      <StateMark mark={mark}>
        <strong>{entry && pick(entry.item.title)}</strong>
        {say(word)}
        {run.finishedAt && <span className="sw-small sw-subtle">{moment(run.finishedAt)}</span>}
      </StateMark>
      {run.rehearsed && <p className="sw-small sw-subtle">{say('install.rehearsedBand')}</p>}
      {isLive && note && <p className="mono sw-small">{note.text}</p>}
      <DiagnosticList
        diagnostics={[...failure, ...run.diagnostics, ...(entry?.diagnostic ? [entry.diagnostic] : [])]}
      />
      {isLive && (
        <div className="sw-buttons">
          <StopNow isOutlined onStop={() => attempt(() => engine.runs.stop({ runId: run.runId, mode: 'now' }))} />
        </div>
      )}
    </div>
  );
}

function MaintenanceDialog({
  siteRef,
  asked: { node, mode },
  onClose,
}: {
  readonly siteRef: string;
  readonly asked: Asked;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const follow = useRun((state) => state.follow);
  const go = (rehearsed: boolean) => async () => {
    const { runId } = await engine.runs.maintenance({
      site: siteRef,
      ...(rehearsed ? { rehearsal: rehearsalWith('') } : {}),
      node,
      mode,
    });
    follow(engine, runId, 'maintenance');
  };
  return (
    <TypedDialog
      title={say(mode === 'on' ? 'maintenance.onTitle' : 'maintenance.offTitle', { node })}
      name={node}
      label={say('install.typeName', { name: node })}
      ways={[
        { label: say('drill.goRehearsed'), go: go(true) },
        { label: say('drill.goReal'), isDanger: mode === 'on', go: go(false) },
      ]}
      onClose={onClose}
    >
      <p>{say(mode === 'on' ? 'maintenance.onWhat' : 'maintenance.offWhat', { node })}</p>
    </TypedDialog>
  );
}
