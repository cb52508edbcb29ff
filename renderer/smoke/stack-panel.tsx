import { Button } from '@patternfly/react-core';
import { useCallback, useState } from 'react';
import type { StackInstanceView } from '../../electron/api/stacks.ts';
import { useEngine } from '../app/engine-context.ts';
import { cellState } from '../run/plan-items.ts';
import { StopNow } from '../run/stop-now.tsx';
import { useRun } from '../state/run.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { useAttempt } from '../ui/use-attempt.ts';
import { BackupDialog, RemoveDialog, RestoreDialog } from './stack-dialogs.tsx';

const VERBS = ['backup', 'restore', 'remove'] as const;
type Verb = (typeof VERBS)[number];
const DIALOGS = { backup: BackupDialog, restore: RestoreDialog, remove: RemoveDialog } as const;

/** What the site's stacks have installed: their data are saved and brought back, and an instance is taken away. */
export function StackPanel({ siteRef, isBusy }: { readonly siteRef: string; readonly isBusy: boolean }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const run = useRun((state) => state.at.stack);
  const instances = useAsked(useCallback(() => engine.stacks.list({ site: siteRef }), [engine, siteRef]));
  const [asked, setAsked] = useState<{ readonly verb: Verb; readonly instance: StackInstanceView }>();
  const shown = instances.value ?? [];
  if (shown.length === 0 && instances.failure.length === 0) return null;
  const AskedDialog = asked && DIALOGS[asked.verb];
  return (
    <Panel title={say('stack.title')} aside={say('stack.aside')} flush>
      {run && <LastRun run={run} />}
      <DiagnosticList diagnostics={instances.failure} />
      <ul className="sw-next sw-drills">
        {shown.map((instance) => (
          <InstanceRow
            key={instance.id}
            instance={instance}
            isBusy={isBusy}
            onAsk={(verb) => setAsked({ verb, instance })}
          />
        ))}
      </ul>
      {AskedDialog && <AskedDialog siteRef={siteRef} instance={asked.instance} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

function InstanceRow({
  instance,
  isBusy,
  onAsk,
}: {
  readonly instance: StackInstanceView;
  readonly isBusy: boolean;
  readonly onAsk: (verb: Verb) => void;
}) {
  const { say, pick } = useSpeech();
  const can = { backup: instance.canBackUp, restore: instance.canRestore, remove: instance.canRemove };
  const isNeeded = instance.neededBy.length > 0;
  return (
    <li>
      <div>
        <strong>{instance.id}</strong>
        <div className="sw-small sw-subtle">
          {say('stack.on', { stack: pick(instance.title), host: instance.host })}
        </div>
        {isNeeded && (
          <div className="sw-small sw-subtle">{say('stack.needed', { users: instance.neededBy.join(', ') })}</div>
        )}
      </div>
      <div className="sw-buttons">
        {VERBS.filter((verb) => can[verb] && !(verb === 'remove' && isNeeded)).map((verb) => (
          <Button
            key={verb}
            variant={verb === 'backup' ? 'secondary' : 'link'}
            size="sm"
            aria-label={say(`stack.${verb}Of`, { instance: instance.id })}
            isDisabled={isBusy}
            onClick={() => onAsk(verb)}
          >
            {say(`stack.${verb}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** The stages of the newest piece of work, and why it did not end well. */
function LastRun({ run }: { readonly run: RunState }) {
  const { say, pick, moment } = useSpeech();
  const engine = useEngine();
  const { failure, attempt } = useAttempt();
  const own = run.items.filter(({ item }) => item.stepId.startsWith('stack.') && item.id === item.stepId);
  const found = own.flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : []));
  return (
    <div className="sw-panel-body sw-stack sw-notes">
      {own.map((entry) => {
        const [mark, word] = cellState(entry, false);
        return (
          <StateMark key={entry.item.id} mark={mark}>
            <strong>{pick(entry.item.title)}</strong>
            {say(word)}
          </StateMark>
        );
      })}
      {run.finishedAt && <span className="sw-small sw-subtle">{moment(run.finishedAt)}</span>}
      {run.rehearsed && <p className="sw-small sw-subtle">{say('install.rehearsedBand')}</p>}
      <DiagnosticList diagnostics={[...failure, ...run.diagnostics, ...found]} />
      {run.outcome === undefined && (
        <div className="sw-buttons">
          <StopNow isOutlined onStop={() => attempt(() => engine.runs.stop({ runId: run.runId, mode: 'now' }))} />
        </div>
      )}
    </div>
  );
}
