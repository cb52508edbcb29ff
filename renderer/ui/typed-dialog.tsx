import { Button } from '@patternfly/react-core';
import { type ReactNode, useId, useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from './diagnostic-list.tsx';
import { Dialog } from './dialog.tsx';
import { StateMark } from './state-mark.tsx';
import { useAttempt } from './use-attempt.ts';

export interface TypedWay {
  /** Of the button. */
  readonly label: string;
  readonly isDanger?: boolean;
  readonly go: (typed: string) => Promise<void>;
}

/**
 * Asks for the name of the thing before something dangerous is done to it. Closes when that was begun; a refusal is shown in
 * it. Enter takes the first way, the mildest one. Nothing can be pressed before the name is right.
 */
export function TypedDialog({
  title,
  name,
  label,
  isReady = true,
  ways,
  onClose,
  children,
}: {
  readonly title: string;
  /** What is to be typed. */
  readonly name: string;
  /** Of the field; says what is to be typed. */
  readonly label: string;
  /** False: something else has to be chosen first. */
  readonly isReady?: boolean;
  /** One button each, the mildest first: Enter takes that one. */
  readonly ways: readonly [TypedWay, ...TypedWay[]];
  readonly onClose: () => void;
  /** What will happen. */
  readonly children: ReactNode;
}) {
  const { say } = useSpeech();
  const id = useId();
  const [typed, setTyped] = useState('');
  const { failure, asking, attempt } = useAttempt();
  const isRight = typed === name;
  const differs = !name.startsWith(typed);
  const take = async (way: TypedWay | undefined) => {
    if (!way || !isRight || !isReady || asking) return;
    await attempt(async () => {
      await way.go(typed);
      onClose();
    });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void take(ways[0]);
        }}
      >
        {children}
        <div className="sw-field">
          <label htmlFor={id} className="sw-break">
            {label}
          </label>
          <input
            id={id}
            className={`sw-input mono${differs ? ' sw-error' : ''}`}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={differs}
            aria-describedby={`${id}-help`}
            onChange={(event) => setTyped(event.target.value)}
          />
          <div id={`${id}-help`} className="sw-help">
            {differs && (
              <div className="sw-cell-note sw-error">
                <StateMark mark="failed" />
                <span>{say('ui.typedDiffers', { name })}</span>
              </div>
            )}
          </div>
        </div>
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          {ways.map((way, index) => (
            <Button
              key={way.label}
              type={index === 0 ? 'submit' : 'button'}
              variant={way.isDanger ? 'danger' : index === ways.length - 1 ? 'primary' : 'secondary'}
              isDisabled={!isRight || !isReady || asking}
              {...(index === 0 ? {} : { onClick: () => void take(way) })}
            >
              {way.label}
            </Button>
          ))}
        </div>
      </form>
    </Dialog>
  );
}
