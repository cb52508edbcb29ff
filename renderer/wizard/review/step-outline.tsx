import { useCallback } from 'react';
import { PHASE_NAMES } from '../../../electron/api/phase-names.ts';
import { PHASES } from '../../../electron/api/plan.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useAsked } from '../../ui/use-asked.ts';

/** What an install of this site consists of, phase by phase, before any machine can be asked. `text`: of site.toml, asked anew when it changes. */
export function StepOutline({ siteRef, text }: { readonly siteRef: string; readonly text: string }) {
  const { say, pick } = useSpeech();
  const engine = useEngine();
  const outline = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: another plan has other steps
    useCallback(() => engine.plan.outline({ site: siteRef }), [engine, siteRef, text]),
  );
  const steps = outline.value ?? [];
  if (outline.failure.length > 0) return <Panel title={say('review.steps')}>{say('review.stepsLater')}</Panel>;
  return (
    <Panel title={say('review.steps')} aside={say('review.stepCount', { count: steps.length })} flush>
      <p className="sw-outline-lead">
        <StateMark mark="no-change">{say('review.notCompared')}</StateMark>
      </p>
      <table className="sw-table sw-outline">
        <thead>
          <tr>
            <th scope="col">{say('review.step')}</th>
            <th scope="col">{say('review.stepOn')}</th>
          </tr>
        </thead>
        {PHASES.map((phase) => ({ phase, ofPhase: steps.filter((step) => step.phase === phase) }))
          .filter(({ ofPhase }) => ofPhase.length > 0)
          .map(({ phase, ofPhase }) => (
            <tbody key={phase}>
              <tr className="sw-outline-phase">
                <th colSpan={2} scope="rowgroup">
                  {pick(PHASE_NAMES[phase])}
                </th>
              </tr>
              {ofPhase.map(({ stepId, title, targets }) => (
                <tr key={`${stepId} ${title.en}`}>
                  <td>{pick(title)}</td>
                  <td className="mono">
                    {targets.map((target) => (target === 'site' ? say('review.onSite') : target)).join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
      </table>
    </Panel>
  );
}
