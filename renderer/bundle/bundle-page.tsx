import { useCallback } from 'react';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

const KINDS = {
  'container-image': 'bundle.image',
  deb: 'bundle.deb',
  'cloud-image': 'bundle.cloudImage',
  file: 'bundle.fileKind',
} as const;

/** Page 8: what the site needs offline, and whether it is in the bundle. */
export function BundlePage(_: { readonly site: Site }) {
  const { say, pick, bytes } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const needs = useAsked(useCallback(() => engine.bundle.needs({ site: ref }), [engine, ref]));
  const missing = (needs.value ?? []).filter((need) => !need.present).length;
  return (
    <StopFrame
      page="bundle"
      title="bundle.title"
      lead="bundle.lead"
      status={
        needs.value && (
          <StateMark mark={missing === 0 ? 'done' : 'warning'}>
            <strong>{missing === 0 ? say('bundle.allThere') : say('bundle.someMissing', { count: missing })}</strong>
          </StateMark>
        )
      }
    >
      <DiagnosticList diagnostics={needs.failure} />
      <Panel flush>
        <table className="sw-table">
          <thead>
            <tr>
              {(['what', 'kind', 'why', 'state'] as const).map((key) => (
                <th key={key} scope="col">
                  {say(`bundle.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(needs.value ?? []).map((need) => (
              <tr key={`${need.kind}-${need.name}`}>
                <th scope="row" className="mono">
                  {need.name}
                </th>
                <td>{say(KINDS[need.kind])}</td>
                <td>{pick(need.why)}</td>
                <td>
                  <StateMark mark={need.present ? 'done' : 'warning'}>
                    {say(need.present ? 'bundle.present' : 'bundle.missing')}
                    {need.sizeBytes !== undefined && <span className="sw-subtle">{bytes(need.sizeBytes)}</span>}
                  </StateMark>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </StopFrame>
  );
}
