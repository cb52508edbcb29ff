import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { Dialog } from '../ui/dialog.tsx';

/** "Stop now", which asks once: the running command on the machine is ended too. */
export function StopNow({
  label,
  title,
  what,
  isOutlined,
  onStop,
}: {
  /** Of the button, and of the question. */
  readonly label?: string;
  readonly title?: string;
  readonly what?: string;
  /** Where it stands by itself, not beside other buttons. */
  readonly isOutlined?: boolean;
  readonly onStop: () => Promise<void>;
}) {
  const { say } = useSpeech();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const stop = async () => {
    close();
    await onStop();
  };
  return (
    <>
      <Button variant={isOutlined ? 'secondary' : 'link'} isDanger onClick={() => setOpen(true)}>
        {say('install.asks', { action: label ?? say('install.stopNow') })}
      </Button>
      {open && (
        <Dialog title={title ?? say('install.stopTitle')} onClose={close}>
          <p>{what ?? say('install.stopSure')}</p>
          <div className="sw-dialog-buttons">
            <Button variant="link" onClick={close}>
              {say('install.goOn')}
            </Button>
            <Button variant="danger" onClick={() => void stop()}>
              {label ?? say('install.stopNow')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
