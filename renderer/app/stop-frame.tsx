import { Button } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { useSite } from '../state/site.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { pageOfField, STOPS } from './journey.ts';
import { goTo, hrefOf, type PageId } from './route.ts';

/** A planning page of the journey: its action bar says what stops the plan and leads on. */
export function StopFrame({
  page,
  title,
  lead,
  figures,
  children,
  status,
  actions,
  beside,
}: {
  readonly page: PageId;
  readonly title: SentenceKey;
  readonly lead: SentenceKey;
  readonly figures?: ReactNode;
  readonly children: ReactNode;
  readonly status?: ReactNode;
  readonly actions?: ReactNode;
  /** Another way on, beside the next page. */
  readonly beside?: ReactNode;
}) {
  const { say } = useSpeech();
  const document = useSite((state) => state.document);
  const failure = useSite((state) => state.failure);
  const index = STOPS.findIndex((stop) => stop.page === page);
  const before = STOPS[index - 1];
  const after = STOPS[index + 1];
  const ref = document?.ref ?? '';
  return (
    <PageFrame
      title={say(title)}
      lead={say(lead)}
      figures={figures}
      status={status ?? <PlanGate />}
      actions={
        actions ?? (
          <>
            {before && (
              <Button variant="secondary" onClick={() => goTo(hrefOf(ref, before.page))}>
                {say('app.back', { page: say(before.title) })}
              </Button>
            )}
            {beside}
            {after && (
              <Button variant="primary" onClick={() => goTo(hrefOf(ref, after.page))}>
                {say('app.next', { page: say(after.title) })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="sw-stack">
        <DiagnosticList diagnostics={failure} />
        {children}
      </div>
    </PageFrame>
  );
}

function PlanGate() {
  const { say, language } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const diagnostics = useSite((state) => state.document?.diagnostics);
  const errors = (diagnostics ?? []).filter((entry) => entry.severity === 'error');
  const warnings = (diagnostics ?? []).filter((entry) => entry.severity === 'warning').length;
  const worst = errors[0];
  if (worst) {
    return (
      <StateMark mark="failed">
        <strong>{say('gate.errors', { count: errors.length })}</strong>
        <a href={hrefOf(ref, pageOfField(worst.subject.field), worst.subject.field)}>
          {describeDiagnostic(worst, language).summary}
        </a>
      </StateMark>
    );
  }
  return (
    <StateMark mark={warnings > 0 ? 'warning' : 'done'}>
      <strong>{warnings > 0 ? say('gate.warnings', { count: warnings }) : say('gate.clear')}</strong>
    </StateMark>
  );
}
