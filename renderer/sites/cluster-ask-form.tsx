import { Button } from '@patternfly/react-core';
import { useEffect, useId, useRef } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { isFilled, type PlaceDraft } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { TextField } from '../ui/text-field.tsx';

export interface ClusterDraft {
  readonly address: string;
  readonly kind: 'password' | 'key';
  readonly password: string;
  readonly file: PlaceDraft;
}

const KINDS = [
  ['password', 'cluster.withPassword'],
  ['key', 'cluster.withKey'],
] as const;

/** Which cluster, and how root comes in there. */
export function ClusterAskForm({
  draft,
  isAsking,
  failure,
  onChange,
  onAsk,
  onClose,
}: {
  readonly draft: ClusterDraft;
  readonly isAsking: boolean;
  readonly failure: readonly Diagnostic[];
  readonly onChange: (draft: ClusterDraft) => void;
  readonly onAsk: () => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  // Back from a reading: what had the focus is gone.
  useEffect(() => {
    if (document.activeElement === document.body) form.current?.querySelector('input')?.focus();
  }, []);
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure.length > 0) told.current?.scrollIntoView({ block: 'nearest' });
  }, [failure]);
  const { address, kind, password, file } = draft;
  const isReady = address.trim() !== '' && (kind === 'password' ? password !== '' : isFilled(file)) && !isAsking;
  return (
    <form
      ref={form}
      className="sw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onAsk();
      }}
    >
      <TextField
        label={say('cluster.address')}
        help={say('cluster.addressHelp')}
        value={address}
        onChange={(value) => onChange({ ...draft, address: value })}
        maxLength={80}
        mono
      />
      <fieldset className="sw-login-kinds">
        <legend>{say('cluster.login')}</legend>
        {KINDS.map(([entry, word]) => (
          <label key={entry} className="sw-tick">
            <input
              type="radio"
              name={`${id}-kind`}
              checked={entry === kind}
              onChange={() => onChange({ ...draft, kind: entry, password: '' })}
            />
            {say(word)}
          </label>
        ))}
      </fieldset>
      {kind === 'password' ? (
        <div className="sw-field">
          <label htmlFor={`${id}-password`}>{say('cluster.password')}</label>
          <input
            id={`${id}-password`}
            type="password"
            className="sw-input"
            value={password}
            maxLength={1024}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${id}-password-help`}
            onChange={(event) => onChange({ ...draft, password: event.target.value })}
          />
          <div id={`${id}-password-help`} className="sw-help">
            {say('cluster.passwordHelp')}
          </div>
        </div>
      ) : (
        <PlaceField
          label={say('cluster.key')}
          help={say('cluster.keyHelp')}
          kind="key"
          value={file}
          onChange={(value) => onChange({ ...draft, file: value })}
        />
      )}
      <div ref={told} role="alert">
        <DiagnosticList diagnostics={failure} />
      </div>
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('ui.cancel')}
        </Button>
        <Button type="submit" variant="primary" isDisabled={!isReady}>
          {say('cluster.read')}
        </Button>
      </div>
    </form>
  );
}
