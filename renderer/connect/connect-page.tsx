import { Button } from '@patternfly/react-core';
import { useCallback } from 'react';
import type { ConnectCheck } from '../../electron/api/connect.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { pageOfField } from '../app/journey.ts';
import { hrefOf } from '../app/route.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useSite } from '../state/site.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

const CHECKS: Readonly<Record<ConnectCheck['id'], SentenceKey>> = {
  interface: 'connect.checkInterface',
  address: 'connect.checkAddress',
  conflict: 'connect.checkConflict',
  receiver: 'connect.checkReceiver',
  firewall: 'connect.checkFirewall',
  sleep: 'connect.checkSleep',
  clock: 'connect.checkClock',
  power: 'connect.checkPower',
};
const OUTCOMES: Readonly<Record<ConnectCheck['outcome'], readonly [Mark, SentenceKey]>> = {
  passed: ['done', 'connect.passed'],
  failed: ['failed', 'connect.failed'],
  unknown: ['warning', 'connect.unknown'],
  'not-applicable': ['no-change', 'connect.notApplicable'],
};

/** Page 8b: the laptop's own place on the site's network, each check with the fix for this system. */
export function ConnectPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const look = useAsked(useCallback(() => engine.connect.look({ site: ref }), [engine, ref]));
  const checks = look.value?.checks ?? [];
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  const unknown = checks.filter((check) => check.outcome === 'unknown').length;
  const inside = look.value?.interfaces.some((entry) => entry.inside) ?? false;
  return (
    <StopFrame
      page="connect"
      title="connect.title"
      lead="connect.lead"
      figures={
        <Button variant="secondary" onClick={look.ask} isDisabled={look.asking}>
          {say(look.asking ? 'connect.looking' : 'connect.again')}
        </Button>
      }
      status={
        look.value && (
          <StateMark mark={failed > 0 ? 'failed' : !inside || unknown > 0 ? 'warning' : 'done'}>
            <strong>
              {failed > 0
                ? say('connect.someFail', { count: failed })
                : !inside
                  ? say('connect.notReady', { cidr: site.network.management.cidr })
                  : unknown > 0
                    ? say('connect.someUnknown', { count: unknown })
                    : say('connect.ready')}
            </strong>
          </StateMark>
        )
      }
    >
      <DiagnosticList
        diagnostics={[...look.failure, ...(checks.length === 0 ? (look.value?.diagnostics ?? []) : [])]}
      />
      {checks.length > 0 && (
        <Panel title={say('connect.checks')} flush>
          <table className="sw-table">
            <thead>
              <tr>
                {(['check', 'result', 'seen'] as const).map((key) => (
                  <th key={key} scope="col">
                    {say(`connect.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {checks.map((check) => (
                <CheckRow key={check.id} check={check} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      <Panel title={say('connect.interfaces')} flush>
        {look.value?.interfaces.length === 0 && <p className="sw-panel-body sw-subtle">{say('connect.none')}</p>}
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

function CheckRow({ check }: { readonly check: ConnectCheck }) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const [mark, word] = OUTCOMES[check.outcome];
  return (
    <tr>
      <th scope="row">{say(CHECKS[check.id])}</th>
      <td>
        <StateMark mark={mark}>{say(word)}</StateMark>
      </td>
      <td>
        {check.seen.map((line) => (
          <div key={line} className="mono sw-small sw-break">
            {line}
          </div>
        ))}
        <DiagnosticList
          diagnostics={check.diagnostics}
          hrefFor={({ subject }) =>
            subject.field === undefined ? undefined : hrefOf(ref, pageOfField(subject.field), subject.field)
          }
        />
      </td>
    </tr>
  );
}
