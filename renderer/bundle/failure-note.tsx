import { Button } from '@patternfly/react-core';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';

/** One file that lacks is a sentence; a thousand are a number. */
const SHOWN = 20;

/** What is wrong, the first of it in full, and the button that tries again. */
export function FailureNote({
  diagnostics,
  onAgain,
}: {
  readonly diagnostics: readonly Diagnostic[];
  readonly onAgain?: (() => void) | undefined;
}) {
  const { say } = useSpeech();
  // Errors first: a warning about the signature does not hide a file that lacks.
  const sorted = [...diagnostics].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  return (
    <>
      <DiagnosticList diagnostics={sorted.slice(0, SHOWN)} />
      {sorted.length > SHOWN && <p className="sw-subtle">{say('bundle.andMore', { count: sorted.length - SHOWN })}</p>}
      {onAgain && (
        <div className="sw-buttons">
          <Button variant="secondary" onClick={onAgain}>
            {say('bundle.again')}
          </Button>
        </div>
      )}
    </>
  );
}
