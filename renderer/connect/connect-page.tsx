import { Button } from '@patternfly/react-core';
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

/** Page 8b: the laptop's own place on the site's network. */
export function ConnectPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const look = useAsked(useCallback(() => engine.connect.look({ site: ref }), [engine, ref]));
  const inside = look.value?.interfaces.some((entry) => entry.inside) ?? false;
  return (
    <StopFrame
      page="connect"
      title="connect.title"
      lead="connect.lead"
      figures={
        <Button variant="secondary" onClick={look.ask} isDisabled={look.asking}>
          {say('connect.again')}
        </Button>
      }
      status={
        look.value && (
          <StateMark mark={inside ? 'done' : 'warning'}>
            <strong>
              {inside ? say('connect.ready') : say('connect.notReady', { cidr: site.network.management.cidr })}
            </strong>
          </StateMark>
        )
      }
    >
      <DiagnosticList diagnostics={[...look.failure, ...(look.value?.diagnostics ?? [])]} />
      <Panel title={say('connect.interfaces')} flush>
        <table className="sw-table">
          <thead>
            <tr>
              <th scope="col">{say('connect.interface')}</th>
              <th scope="col">{say('connect.address')}</th>
              <th scope="col">MAC</th>
              <th scope="col">{say('connect.inside')}</th>
            </tr>
          </thead>
          <tbody>
            {(look.value?.interfaces ?? []).map((entry) => (
              <tr key={`${entry.name}-${entry.address}`}>
                <th scope="row">{entry.name}</th>
                <td className="mono">{entry.address}</td>
                <td className="mono">{entry.mac}</td>
                <td>
                  <StateMark mark={entry.inside ? 'done' : 'no-change'}>
                    {say(entry.inside ? 'connect.yes' : 'connect.no')}
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
