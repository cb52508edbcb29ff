import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { PrintIcon } from '@patternfly/react-icons';
import { useCallback, useState } from 'react';
import { ROLE_NAMES } from '../../../electron/api/role-names.ts';
import type { Site } from '../../../electron/api/site.ts';
import { useEngine } from '../../app/engine-context.ts';
import { pageOfField } from '../../app/journey.ts';
import { goTo, hrefOf } from '../../app/route.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { DiagnosticList } from '../../ui/diagnostic-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useAsked } from '../../ui/use-asked.ts';
import { useLightPrint } from '../../ui/use-light-print.ts';
import { FieldSheetView } from './field-sheet-view.tsx';
import { SiteFacts } from './site-facts.tsx';
import { StepOutline } from './step-outline.tsx';

const VIEWS = ['whole', 'sheet'] as const;

/** Page 6: the whole site on one page, or the sheet that goes along to the rack. Both print. */
export function ReviewPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const [view, setView] = useState<(typeof VIEWS)[number]>('whole');
  useLightPrint();
  return (
    <StopFrame
      page="review"
      title="review.title"
      lead="review.lead"
      beside={
        <Button variant="secondary" onClick={() => goTo(hrefOf(ref, 'install'))}>
          {say('review.rehearse')}
        </Button>
      }
      figures={
        <div className="sw-buttons">
          <ToggleGroup isCompact aria-label={say('review.view')}>
            {VIEWS.map((entry) => (
              <ToggleGroupItem
                key={entry}
                text={say(`review.${entry}`)}
                buttonId={`review-${entry}`}
                isSelected={view === entry}
                onChange={() => setView(entry)}
              />
            ))}
          </ToggleGroup>
          <Button variant="secondary" size="sm" icon={<PrintIcon />} onClick={() => window.print()}>
            {say('review.print')}
          </Button>
        </div>
      }
    >
      {view === 'whole' ? <WholeSite site={site} /> : <FieldSheetView />}
    </StopFrame>
  );
}

/** Every diagnostic leads to its field. */
function WholeSite({ site }: { readonly site: Site }) {
  const { say, pick, list } = useSpeech();
  const engine = useEngine();
  const document = useSite((state) => state.document);
  const ref = document?.ref ?? '';
  const answers = useAsked(useCallback(() => engine.answers.preview({ site: ref }), [engine, ref]));
  return (
    <div className="sw-columns">
      <div className="sw-stack">
        <Panel title={say('review.problems')}>
          {(document?.diagnostics.length ?? 0) === 0 && <StateMark mark="done">{say('review.none')}</StateMark>}
          <DiagnosticList
            diagnostics={document?.diagnostics ?? []}
            hrefFor={(entry) => hrefOf(ref, pageOfField(entry.subject.field), entry.subject.field)}
          />
        </Panel>
        <Panel title={say('review.machines')} flush>
          <table className="sw-table">
            <thead>
              <tr>
                <th scope="col">{say('nodes.name')}</th>
                <th scope="col">{say('review.role')}</th>
                <th scope="col">{say('nodes.address')}</th>
              </tr>
            </thead>
            <tbody>
              {site.hosts.map((host) => (
                <tr key={host.name}>
                  <th scope="row">{host.name}</th>
                  <td>{list(host.roles.map((role) => pick(ROLE_NAMES[role])))}</td>
                  <td className="mono">{[host.address, ...Object.values(host.links)].join('  ')}</td>
                </tr>
              ))}
              {site.machines.map((machine) => (
                <tr key={machine.id}>
                  <th scope="row">{machine.name}</th>
                  <td>{say('storage.machine')}</td>
                  <td className="mono">{machine.address}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <SiteFacts site={site} />
        <StepOutline siteRef={ref} text={document?.text ?? ''} />
        <Panel title={say('review.text')} flush>
          <CodeBlock label={say('review.text')} text={document?.text ?? ''} />
        </Panel>
      </div>
      <div className="sw-stack">
        <Panel title={say('review.answers')}>
          <p className="sw-subtle">{say('review.answersLead')}</p>
          <DiagnosticList diagnostics={answers.failure} />
        </Panel>
        {(answers.value ?? []).map((answer) => (
          <Panel key={answer.node} title={<span className="mono">{answer.fileName}</span>} flush>
            <CodeBlock label={answer.fileName} text={answer.text} />
            <DiagnosticList diagnostics={answer.diagnostics} />
          </Panel>
        ))}
      </div>
    </div>
  );
}
