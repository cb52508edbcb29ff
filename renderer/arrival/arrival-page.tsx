import { Button } from '@patternfly/react-core';
import { useCallback, useState } from 'react';
import { type Arrival, DEFAULT_COMPRESSION } from '../../electron/api/contract.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

const PORTS = {
  open: ['done', 'arrival.openPort'],
  refused: ['warning', 'arrival.refused'],
  silent: ['waiting', 'arrival.silent'],
} as const;
const PINS = {
  same: ['done', 'arrival.same'],
  different: ['failed', 'arrival.different'],
  none: ['waiting', 'arrival.noneYet'],
} as const;

/** Page 9: which machines answer, and whether their host keys are the pinned ones. */
export function ArrivalPage(_: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const [simulated, setSimulated] = useState(false);
  const question = useCallback(
    () =>
      engine.arrival.look({
        site: ref,
        rehearsal: simulated ? { faults: [], keep: true, compression: DEFAULT_COMPRESSION } : undefined,
      }),
    [engine, ref, simulated],
  );
  const look = useAsked(question, { wait: !simulated });
  const silent = (look.value ?? []).filter((entry) => entry.ssh !== 'open').length;
  return (
    <StopFrame
      page="arrival"
      title="arrival.title"
      lead="arrival.lead"
      figures={
        <div className="sw-buttons">
          <Button variant="link" onClick={() => (simulated ? look.ask() : setSimulated(true))} isDisabled={look.asking}>
            {say('arrival.lookRehearsed')}
          </Button>
          <Button
            variant="secondary"
            onClick={() => (simulated ? setSimulated(false) : look.ask())}
            isDisabled={look.asking}
          >
            {say('arrival.again')}
          </Button>
        </div>
      }
      status={
        look.value === undefined ? (
          say('arrival.notLooked')
        ) : (
          <StateMark mark={silent === 0 ? 'done' : 'waiting'}>
            <strong>{silent === 0 ? say('arrival.allAnswer') : say('arrival.someSilent', { count: silent })}</strong>
          </StateMark>
        )
      }
    >
      {simulated && <div className="sw-band">{say('install.rehearsedBand')}</div>}
      <DiagnosticList diagnostics={look.failure} />
      <Panel flush>
        <table className="sw-table">
          <thead>
            <tr>
              {(['machine', 'address', 'ssh', 'api', 'hostKey'] as const).map((key) => (
                <th key={key} scope="col">
                  {say(`arrival.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(look.value ?? []).map((entry) => (
              <ArrivalRow key={entry.host} entry={entry} />
            ))}
          </tbody>
        </table>
      </Panel>
    </StopFrame>
  );
}

function ArrivalRow({ entry }: { readonly entry: Arrival }) {
  const { say } = useSpeech();
  const [sshMark, sshWord] = PORTS[entry.ssh];
  const [pinMark, pinWord] = PINS[entry.pinned];
  return (
    <tr>
      <th scope="row">
        {entry.host}
        <DiagnosticList diagnostics={entry.diagnostics} />
      </th>
      <td className="mono">{entry.address}</td>
      <td>
        <StateMark mark={sshMark}>{say(sshWord)}</StateMark>
      </td>
      <td>{entry.api ? <StateMark mark={PORTS[entry.api][0]}>{say(PORTS[entry.api][1])}</StateMark> : '–'}</td>
      <td>
        <StateMark mark={pinMark}>{say(pinWord)}</StateMark>
        <div className="mono sw-small">{entry.hostKey}</div>
      </td>
    </tr>
  );
}
