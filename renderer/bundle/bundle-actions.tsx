import { Button } from '@patternfly/react-core';
import { goTo, hrefOf } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import type { SentenceKey } from '../text/text.ts';
import { useSpeech } from '../text/text.ts';
import type { Readiness } from './work-state.ts';

const MAKE: Readonly<Record<Readiness, SentenceKey>> = {
  none: 'bundle.make',
  'by-hand': 'bundle.make',
  begun: 'bundle.makeOn',
  bad: 'bundle.makeAgain',
  lacking: 'bundle.makeAgain',
  complete: 'bundle.makeAgain',
};

/** Make it, make it again, go on: one primary at a time, and none while something runs. */
export function BundleActions({
  ready,
  isRunning,
  isBusy,
  onMake,
  onStop,
}: {
  /** Undefined = not known yet. */
  readonly ready: Readiness | undefined;
  readonly isRunning: boolean;
  /** Something has been asked for and has not begun. */
  readonly isBusy: boolean;
  readonly onMake: () => void;
  readonly onStop: () => void;
}) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const isReady = ready === 'complete' || ready === 'by-hand';
  return (
    <>
      {isRunning ? (
        <Button key="stop" variant="secondary" onClick={onStop}>
          {say('bundle.stop')}
        </Button>
      ) : (
        ready !== undefined &&
        isReady && (
          <Button key="make" variant="secondary" isDisabled={isBusy} onClick={onMake}>
            {say(MAKE[ready])}
          </Button>
        )
      )}
      <Button variant={isReady && !isRunning ? 'primary' : 'secondary'} onClick={() => goTo(hrefOf(ref, 'connect'))}>
        {say('app.next', { page: say('nav.connect') })}
      </Button>
      {!isRunning && ready !== undefined && !isReady && (
        <Button variant="primary" isDisabled={isBusy} onClick={onMake}>
          {say(MAKE[ready])}
        </Button>
      )}
    </>
  );
}
