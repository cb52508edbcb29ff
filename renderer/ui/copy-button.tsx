import { Button } from '@patternfly/react-core';
import { CopyIcon } from '@patternfly/react-icons';
import { useEffect, useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { copyText } from './copy-text.ts';

const SAID_MS = 2000;

/** Copies a text and says for a moment that it has. */
export function CopyButton({
  text,
  label,
  title,
}: {
  readonly text: () => string | Promise<string>;
  readonly label: string;
  readonly title?: string;
}) {
  const { say } = useSpeech();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <Button
        variant="link"
        isInline
        icon={<CopyIcon />}
        {...(title === undefined ? {} : { title })}
        onClick={() =>
          void Promise.resolve(text())
            .then(copyText)
            .then(() => setCopied(true))
        }
      >
        {copied ? say('ui.copied') : label}
      </Button>
      <span className="pf-v6-screen-reader" role="status">
        {copied ? say('ui.copied') : ''}
      </span>
    </>
  );
}
