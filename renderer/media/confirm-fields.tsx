import { useId } from 'react';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';

/** Which node, and the serial typed: both before anything dangerous can be pressed. Nothing is chosen beforehand. */
export function ConfirmFields({
  nodes,
  node,
  onNode,
  serial,
  typed,
  onTyped,
  why,
}: {
  readonly nodes: readonly string[];
  readonly node: string;
  readonly onNode: (node: string) => void;
  readonly serial: string;
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  /** What happens to the drive, and why its serial is asked for. */
  readonly why: string;
}) {
  const { say } = useSpeech();
  const id = useId();
  const differs = typed !== '' && !serial.startsWith(typed);
  return (
    <>
      <div className="sw-field">
        <label htmlFor={`${id}-node`}>{say('sticks.node')}</label>
        <select id={`${id}-node`} className="sw-input" value={node} onChange={(event) => onNode(event.target.value)}>
          <option value="">{say('sticks.choose')}</option>
          {nodes.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="sw-field">
        <label htmlFor={`${id}-serial`} className="sw-break">
          {say('sticks.typeSerial', { serial })}
        </label>
        <input
          id={`${id}-serial`}
          className={`sw-input mono${differs ? ' sw-error' : ''}`}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={differs}
          aria-describedby={`${id}-help`}
          onChange={(event) => onTyped(event.target.value)}
        />
        <div id={`${id}-help`} className="sw-help">
          {differs ? (
            <div className="sw-cell-note sw-error">
              <StateMark mark="failed" />
              <span>{say('sticks.serialDiffers')}</span>
            </div>
          ) : (
            why
          )}
        </div>
      </div>
    </>
  );
}
