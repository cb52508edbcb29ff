import { useCallback, useId } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { useAsked } from '../ui/use-asked.ts';

/** Faults of the installer and of what leads to it. */
const OF_ARRIVAL = 'install.';

/** What shall go wrong in the next rehearsal: one named fault, or nothing. A technician learns the messages here. */
export function FaultPicker({
  stretch,
  fault,
  onPick,
}: {
  /** arrival: from the stick to the first SSH login. install: what comes then. */
  readonly stretch: 'arrival' | 'install';
  readonly fault: string;
  readonly onPick: (name: string) => void;
}) {
  const { say, pick } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const faults = useAsked(useCallback(() => engine.rehearsal.faults(), [engine]));
  const offered = (faults.value ?? []).filter((entry) => entry.name.startsWith(OF_ARRIVAL) === (stretch === 'arrival'));
  return (
    <div className="sw-fault">
      <label htmlFor={id}>{say('install.fault')}</label>
      <select id={id} className="sw-input" value={fault} onChange={(event) => onPick(event.target.value)}>
        <option value="">{say('install.noFault')}</option>
        {offered.map((entry) => (
          <option key={entry.name} value={entry.name}>
            {entry.name}: {pick(entry.text)}
          </option>
        ))}
      </select>
    </div>
  );
}
