import { useCallback } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { useEngine } from '../../app/engine-context.ts';
import { pageOfField } from '../../app/journey.ts';
import { hrefOf } from '../../app/route.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { DiagnosticList } from '../../ui/diagnostic-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useAsked } from '../../ui/use-asked.ts';

/** Page 6: the whole site on one page; every diagnostic leads to its field. */
export function ReviewPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const document = useSite((state) => state.document);
  const ref = document?.ref ?? '';
  const answers = useAsked(useCallback(() => engine.answers.preview({ site: ref }), [engine, ref]));
  return (
    <StopFrame page="review" title="review.title" lead="review.lead">
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
                    <td>{host.roles.join(', ')}</td>
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
    </StopFrame>
  );
}
