import { Button } from '@patternfly/react-core';
import { CogIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { SettingsDialog } from './settings-dialog.tsx';

/** On every page, at the end of the bar. */
export function SettingsButton() {
  const { say } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="plain"
        className="sw-bar-button"
        icon={<CogIcon />}
        aria-label={say('settings.open')}
        title={say('settings.open')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      />
      {isOpen && <SettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
