import { Button } from '@patternfly/react-core';
import { useCallback, useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { useEngine } from './engine-context.ts';
import { UpdateDialog } from './update-dialog.tsx';

/** Which version this is, and the way to another one: by a file in the window, by a command where a browser shows the page. */
export function UpdateRow() {
  const { say } = useSpeech();
  const engine = useEngine();
  const [isOpen, setOpen] = useState(false);
  const { value } = useAsked(useCallback(() => engine.update.installation(), [engine]));
  if (!value) return null;
  return (
    <div className="sw-stack">
      <p>{say('update.version', { version: value.version })}</p>
      {window.sitewright ? (
        <div className="sw-buttons">
          <Button variant="secondary" size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {say('update.open')}
          </Button>
        </div>
      ) : (
        <>
          <p className="sw-help">{say('update.inTerminal')}</p>
          <CommandLine label={say('update.title')} command={say('update.command')} />
        </>
      )}
      {isOpen && <UpdateDialog now={value.version} onClose={() => setOpen(false)} />}
    </div>
  );
}
