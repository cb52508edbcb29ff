import { Button } from '@patternfly/react-core';
import { useId } from 'react';
import { useSpeech } from '../text/text.ts';
import type { PlaceDraft, PlaceKind } from './place.ts';

/** A file or folder of this laptop: the system's dialog in the window, a full path where there is none. */
export function PlaceField({
  label,
  help,
  kind,
  value,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly kind: PlaceKind;
  readonly value: PlaceDraft;
  readonly onChange: (place: PlaceDraft) => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const bridge = window.sitewright;
  if (!bridge)
    return (
      <div className="sw-field">
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className="sw-input mono"
          value={value && 'typed' in value ? value.typed : ''}
          placeholder={say(kind === 'folder' ? 'ui.pathOfFolder' : 'ui.pathOfFile')}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-help`}
          onChange={(event) => onChange({ typed: event.target.value })}
        />
        <div id={`${id}-help`} className="sw-help">
          {help}
        </div>
      </div>
    );
  const pick = async () => {
    const picked = await bridge.pick(kind);
    if (picked) onChange(picked);
  };
  return (
    <div className="sw-field">
      <span id={id} className="sw-place-label">
        {label}
      </span>
      <div className="sw-place">
        <span className={value ? 'mono sw-break' : 'sw-subtle'}>
          {value && 'handle' in value ? value.name : say('ui.notChosen')}
        </span>
        <Button variant="secondary" size="sm" aria-describedby={id} onClick={() => void pick()}>
          {say(kind === 'folder' ? 'ui.chooseFolder' : 'ui.chooseFile')}
        </Button>
      </div>
      {help && <div className="sw-help">{help}</div>}
    </div>
  );
}
