import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { Diagnostic } from '../../../electron/api/diagnostic.ts';
import type { SiteEdit } from '../../../electron/api/sites.ts';
import { useEngine } from '../../app/engine-context.ts';
import { failureDiagnostics } from '../../bridge/failure.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { CommandLine } from '../../ui/command-line.tsx';
import { DiagnosticList } from '../../ui/diagnostic-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

const COMMANDS = [
  'lsblk --json --bytes --output-all',
  'udevadm info --export-db',
  'proxmox-auto-install-assistant device-info',
  'ip -j link',
];

interface Brought {
  readonly found: { readonly disks: number; readonly nics: number; readonly sources: readonly string[] };
  readonly edits: readonly SiteEdit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a machine has inside, from a listing: shown first, written into site.toml on a second press. */
export function ListingPanel({ host, onBrought }: { readonly host: string; readonly onBrought: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const ref = useSite((state) => state.document?.ref ?? '');
  const id = useId();
  const [text, setText] = useState('');
  const [brought, setBrought] = useState<Brought>();
  const [taken, setTaken] = useState(false);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const look = async () => {
    setFailure([]);
    setBrought(undefined);
    setTaken(false);
    try {
      setBrought(await engine.inventory.bring({ site: ref, node: host, text }));
      onBrought();
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  const take = async () => {
    if (!brought) return;
    await edit(engine, brought.edits);
    setTaken(true);
    onBrought();
  };
  return (
    <Panel title={say('answers.listing')}>
      <div className="sw-stack">
        <p className="sw-help">{say('answers.listingWhat')}</p>
        <details>
          <summary>{say('answers.listingCommands')}</summary>
          <div className="sw-stack sw-commands">
            {COMMANDS.map((command) => (
              <CommandLine key={command} command={command} label={command} />
            ))}
          </div>
        </details>
        <div className="sw-field">
          <label htmlFor={id}>{say('answers.listingLabel')}</label>
          <textarea
            id={id}
            className="sw-input sw-lines mono"
            rows={5}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="sw-file">
          <label htmlFor={`${id}-file`}>{say('answers.listingFile')}</label>
          <input
            id={`${id}-file`}
            className="pf-v6-screen-reader"
            type="file"
            onChange={(event) => {
              void event.target.files?.[0]?.text().then(setText);
            }}
          />
        </div>
        <Button variant="secondary" isDisabled={text.trim() === ''} onClick={() => void look()}>
          {say('answers.listingLook')}
        </Button>
        <DiagnosticList diagnostics={[...failure, ...(brought?.diagnostics ?? [])]} />
        {brought && (
          <div role="status" className="sw-stack">
            <StateMark mark="done">
              <span className="sw-wrapping">
                {say('answers.listingFound', {
                  disks: brought.found.disks,
                  nics: brought.found.nics,
                  sources: brought.found.sources.join(', ') || '–',
                })}
              </span>
            </StateMark>
            {brought.edits.length === 0 ? (
              <p>{say('answers.listingNothing')}</p>
            ) : taken ? (
              <StateMark mark="done">{say('answers.listingTaken')}</StateMark>
            ) : (
              <>
                <p className="sw-help">{say('answers.listingEdits')}</p>
                <ul className="sw-edits mono">
                  {brought.edits.map((entry) => (
                    <li key={entry.path}>
                      {entry.path} = {entry.op === 'set' ? JSON.stringify(entry.value) : say('answers.removed')}
                    </li>
                  ))}
                </ul>
                <Button variant="secondary" onClick={() => void take()}>
                  {say('answers.listingTake', { count: brought.edits.length })}
                </Button>
              </>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}
