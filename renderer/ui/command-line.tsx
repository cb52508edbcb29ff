import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { copyText } from './copy-text.ts';

/** A command that can be pasted into a shell, with its copy button. `label` says what it does, for screen readers. */
export function CommandLine({ command, label }: { readonly command: string; readonly label: string }) {
  const { say } = useSpeech();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(command);
    setCopied(true);
  };
  return (
    <div className="sw-command">
      <code className="mono">{command}</code>
      <Button variant="secondary" size="sm" aria-label={`${say('ui.copy')}: ${label}`} onClick={() => void copy()}>
        {say(copied ? 'ui.copied' : 'ui.copy')}
      </Button>
      <span className="pf-v6-screen-reader" role="status">
        {copied ? say('ui.copied') : ''}
      </span>
    </div>
  );
}
