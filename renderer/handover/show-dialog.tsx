import { Button } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { CopySecret } from './copy-secret.tsx';

const SHOWN_S = 20;

/** One value, on purpose and for a few seconds. It lives in this component alone and goes with it. */
export function ShowDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const [value, setValue] = useState<string>();
  const [wasShown, setWasShown] = useState(false);
  const [left, setLeft] = useState(SHOWN_S);
  const { failure, asking, attempt } = useAttempt();
  const isShown = value !== undefined;
  useEffect(() => {
    if (!isShown) return;
    const hide = () => setValue(undefined);
    const hideUnseen = () => document.hidden && hide();
    const endsAt = Date.now() + SHOWN_S * 1000;
    const timer = setInterval(() => {
      const seconds = Math.ceil((endsAt - Date.now()) / 1000);
      if (seconds <= 0) hide();
      else setLeft(seconds);
    }, 250);
    document.addEventListener('visibilitychange', hideUnseen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hideUnseen);
    };
  }, [isShown]);
  // Never disabled: it has the focus, and would lose it.
  const show = async () => {
    if (asking) return;
    await attempt(async () => {
      const found = await engine.secrets.reveal({ site: ref, name });
      setLeft(SHOWN_S);
      setValue(found.value);
      setWasShown(true);
    });
  };
  return (
    <Dialog title={say('handover.showTitle', { name })} onClose={onClose}>
      <div className="sw-stack">
        {value === undefined ? (
          <p role="status">{wasShown ? say('handover.hidden') : say('handover.showLead', { seconds: SHOWN_S })}</p>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long key is scrolled by keys */}
            <section className="sw-secret-value" tabIndex={0} aria-label={say('handover.value', { name })}>
              <pre className="mono">{value.trimEnd()}</pre>
            </section>
            <p className="sw-subtle" aria-hidden="true">
              {say('handover.hidesIn', { seconds: left })}
            </p>
          </>
        )}
        <CopySecret value={value?.trimEnd()} />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('handover.close')}
          </Button>
          {value === undefined ? (
            <Button variant="primary" onClick={() => void show()}>
              {say('handover.showGo', { seconds: SHOWN_S })}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => setValue(undefined)}>
              {say('handover.hideNow')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
