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
  const nodes = site.hosts.filter(({ roles }) => roles.includes('pve-node')).map(({ name }) => name);
  if (nodes.length < 2) return null;
  return (
    <Panel title={say('maintenance.title')} flush>
      {run && <LastRun run={run} />}
      <ul className="sw-next sw-drills">
        {nodes.map((node) => (
          <li key={node}>
            <strong>{node}</strong>
            <div className="sw-buttons">
              {(['on', 'off'] as const).map((mode) => (
                <Button
                  key={mode}
                  variant={mode === 'on' ? 'secondary' : 'link'}
                  size="sm"
                  aria-label={say(mode === 'on' ? 'maintenance.onOf' : 'maintenance.offOf', { node })}
                  isDisabled={isBusy}
                  onClick={() => setAsked({ node, mode })}
                >
                  {say(`maintenance.${mode}`)}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {asked && <MaintenanceDialog siteRef={siteRef} asked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

/** How it went, or goes: what still runs on the node is in its notes. */
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
          <StopNow onStop={() => attempt(() => engine.runs.stop({ runId: run.runId, mode: 'now' }))} />
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
