import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { pageOfField } from '../app/journey.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { LabelOffer } from '../wizard/label-offer.tsx';

const NONE: readonly Diagnostic[] = [];

/** What has to be mended in the plan before it can run, rehearsed or not. */
export function useStops(): readonly Diagnostic[] {
  return useSite((state) => state.document?.diagnostics ?? NONE).filter(({ severity }) => severity === 'error');
}

/** Said before anybody presses anything: each leads to its field; where only labels are missing, a rehearsal needs none. */
export function PlanStops({ siteRef, stops }: { readonly siteRef: string; readonly stops: readonly Diagnostic[] }) {
  const { say } = useSpeech();
  return (
    <>
      <LabelOffer isPrimary />
      <Panel title={say('labels.stops')}>
        <DiagnosticList
          diagnostics={stops}
          hrefFor={({ subject }) => hrefOf(siteRef, pageOfField(subject.field), subject.field)}
        />
      </Panel>
    </>
  );
}
