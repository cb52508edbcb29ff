import { Button } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useAttempt } from '../ui/use-attempt.ts';

export interface BegunDialog {
  readonly onBegun: (runId: string) => void;
  readonly onClose: () => void;
}

/** Asks what a run needs, begins it and closes; a refusal is shown in it. */
export function BeginDialog({
  title,
  lead,
  go,
  isReady,
  begin,
  before,
  onBegun,
  onClose,
  children,
}: BegunDialog & {
  readonly title: string;
  readonly lead: string;
  /** Of the button. */
  readonly go: string;
  readonly isReady: boolean;
  readonly begin: () => Promise<{ readonly runId: string }>;
  /** A look that may be taken first. */
  readonly before?: { readonly label: string; readonly isReady: boolean; readonly ask: () => Promise<void> };
  readonly children: ReactNode;
}) {
  const { say } = useSpeech();
  const { failure, asking, attempt } = useAttempt();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady || asking) return;
          void attempt(async () => {
            onBegun((await begin()).runId);
            onClose();
          });
        }}
      >
        <p>{lead}</p>
        {children}
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          {before && (
            <Button variant="secondary" isDisabled={!before.isReady || asking} onClick={() => void attempt(before.ask)}>
              {before.label}
            </Button>
          )}
          <Button type="submit" variant="primary" isDisabled={!isReady || asking}>
            {go}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
