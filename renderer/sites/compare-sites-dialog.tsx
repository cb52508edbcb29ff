import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { SiteDifference } from '../../electron/api/site-carrying.ts';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { DifferenceTable } from './difference-table.tsx';
import { folderName } from './site-state.ts';

/** What the plans of two sites say differently. */
export function CompareSitesDialog({
  entries,
  onClose,
}: {
  /** Those that can be read, in the order of the page. */
  readonly entries: readonly SiteListEntry[];
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [left, setLeft] = useState(entries[0]?.ref ?? '');
  const [right, setRight] = useState(entries[1]?.ref ?? '');
  const [found, setFound] = useState<readonly SiteDifference[]>();
  const { failure, asking, attempt } = useAttempt();
  const choose = (set: (ref: string) => void) => (ref: string) => {
    set(ref);
    setFound(undefined);
  };
  const compare = () => attempt(async () => setFound((await engine.sites.compare({ left, right })).differences));
  return (
    <Dialog title={say('carry.compareTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!asking) void compare();
        }}
      >
        <p>{say('carry.compareLead')}</p>
        <div className="sw-two-fields">
          <SiteChoice label={say('carry.left')} entries={entries} value={left} onChange={choose(setLeft)} />
          <SiteChoice label={say('carry.right')} entries={entries} value={right} onChange={choose(setRight)} />
        </div>
        <div role="status">
          {found &&
            (found.length === 0 ? (
              <StateMark mark="done">{say('carry.equal')}</StateMark>
            ) : (
              <strong>{say('carry.differences', { count: found.length })}</strong>
            ))}
        </div>
        {found && found.length > 0 && <DifferenceTable differences={found} heads={['carry.left', 'carry.right']} />}
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('carry.close')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={asking || left === '' || right === ''}>
            {say('carry.compareIt')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function SiteChoice({
  label,
  entries,
  value,
  onChange,
}: {
  readonly label: string;
  readonly entries: readonly SiteListEntry[];
  readonly value: string;
  readonly onChange: (ref: string) => void;
}) {
  const id = useId();
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="sw-input" value={value} onChange={(event) => onChange(event.target.value)}>
        {entries.map((entry) => (
          <option key={entry.ref} value={entry.ref}>
            {entry.name} ({folderName(entry.folder)})
          </option>
        ))}
      </select>
    </div>
  );
}
