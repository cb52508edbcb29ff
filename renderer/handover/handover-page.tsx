import { Button } from '@patternfly/react-core';
import { useCallback, useEffect, useState } from 'react';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { BookPanel } from './book-panel.tsx';
import { checklist } from './checklist.ts';
import { ChecklistPanel } from './checklist-panel.tsx';
import { CopyDialog } from './copy-dialog.tsx';
import { CopyPanel } from './copy-panel.tsx';
import { GiveDialog, type Given } from './give-dialog.tsx';
import { GivenPanel } from './given-panel.tsx';
import { SecretsPanel } from './secrets-panel.tsx';
import './handover.css';

/** The last stop: what the customer gets, what of it is done, and the secrets of the site. */
export function HandoverPage({ site }: { readonly site: Site }) {
  const { say, moment, list } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const look = useAsked(useCallback(() => engine.handover.look({ site: ref }), [engine, ref]));
  const vault = useAsked(useCallback(() => engine.secrets.look({ site: ref }), [engine, ref]));
  const [asks, setAsks] = useState<'give' | 'copy'>();
  const [given, setGiven] = useState<Given>();
  const copying = useRun((state) => state.at.handover);
  const isCopying = copying?.startedAt !== undefined && copying.outcome === undefined;
  // What was noted has changed when a copying is over.
  const ended = copying?.outcome;
  const { ask: lookOnceMore } = look;
  useEffect(() => {
    if (ended !== undefined) lookOnceMore();
  }, [ended, lookOnceMore]);
  const items = look.value ? checklist(look.value, { moment, list }) : [];
  const open = items.filter(({ isOpen }) => isOpen).length;
  const canGive = vault.value !== undefined && vault.value.state !== 'none';
  const lookAgain = () => {
    look.ask();
    vault.ask();
  };
  return (
    <StopFrame
      page="handover"
      title="handover.title"
      lead="handover.lead"
      status={
        look.value && (
          <StateMark mark={open > 0 ? 'waiting' : 'done'}>
            <strong>{say(open > 0 ? 'handover.open_some' : 'handover.open_none', { count: open })}</strong>
          </StateMark>
        )
      }
      actions={
        <>
          <Button variant="secondary" isDisabled={isCopying} onClick={() => setAsks('copy')}>
            {say('handover.copySite')}
          </Button>
          <Button variant="primary" isDisabled={!canGive} onClick={() => setAsks('give')}>
            {say('handover.give')}
          </Button>
        </>
      }
    >
      <DiagnosticList diagnostics={[...look.failure, ...vault.failure]} />
      <div className="sw-columns">
        <div className="sw-stack">
          {copying && <CopyPanel run={copying} />}
          {given && <GivenPanel given={given} />}
          {vault.value && <SecretsPanel vault={vault.value} site={site} onChange={lookAgain} />}
        </div>
        <div className="sw-stack">
          {look.value && <ChecklistPanel items={items} siteRef={ref} />}
          {look.value && <BookPanel notes={look.value.notes} />}
        </div>
      </div>
      {asks === 'copy' && <CopyDialog site={site} onClose={() => setAsks(undefined)} />}
      {asks === 'give' && (
        <GiveDialog
          onGiven={(made) => {
            setGiven(made);
            lookAgain();
          }}
          onClose={() => setAsks(undefined)}
        />
      )}
    </StopFrame>
  );
}
