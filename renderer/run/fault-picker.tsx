import { useCallback, useId } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { useAsked } from '../ui/use-asked.ts';

/** What shall go wrong in the next rehearsal: one named fault, or nothing. A technician learns the messages here. */
export function FaultPicker({ fault, onPick }: { readonly fault: string; readonly onPick: (name: string) => void }) {
  const { say, pick } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const faults = useAsked(useCallback(() => engine.rehearsal.faults(), [engine]));
  return (
    <div className="sw-fault">
      <label htmlFor={id}>{say('install.fault')}</label>
      <select id={id} className="sw-input" value={fault} onChange={(event) => onPick(event.target.value)}>
        <option value="">{say('install.noFault')}</option>
        {(faults.value ?? []).map((entry) => (
          <option key={entry.name} value={entry.name}>
            {entry.name}: {pick(entry.text)}
          </option>
        ))}
      </select>
    </div>
  );
}
