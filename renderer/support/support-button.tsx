import { Button } from '@patternfly/react-core';
import { DownloadIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import type { SupportBundle } from '../../electron/api/support.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useAttempt } from '../ui/use-attempt.ts';

/** One click: a file without secrets for whoever helps. Says what was done about the secrets. */
export function SupportButton() {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref);
  const [made, setMade] = useState<SupportBundle>();
  const { failure, asking, attempt } = useAttempt();
  if (ref === undefined) return null;
  const make = () =>
    attempt(async () => {
      const bundle = await engine.support.make({ site: ref });
      saveFile(bundle.name, bundle.base64, 'application/gzip');
      setMade(bundle);
    });
  return (
    <>
      <Button variant="link" isInline icon={<DownloadIcon />} isDisabled={asking} onClick={() => void make()}>
        {say('support.make')}
      </Button>
      <span role="status" className="sw-help">
        {made && say(`support.${made.known}`, { name: made.name })}
      </span>
      <DiagnosticList diagnostics={failure} />
    </>
  );
}
