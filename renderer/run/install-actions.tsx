import { Button } from '@patternfly/react-core';
import { goTo, hrefOf } from '../app/route.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StopNow } from './stop-now.tsx';
import type { Install } from './use-install.ts';
import { isSpecial } from './work-order.ts';

/** The buttons of the action bar: while it runs how to stop it, else the plans and the one way on. */
export function InstallActions({
  siteRef,
  install,
  isBusy,
  run,
  isCureShown,
  isStopped,
}: {
  readonly siteRef: string;
  readonly install: Install;
  readonly isBusy: boolean;
  /** The newest, of the simulated site or the real one. */
  readonly run: RunState | undefined;
  /** Where the cure stands beside the problem, the primary action is there. */
  readonly isCureShown: boolean;
  /** The plan has an entry to be mended first. */
  readonly isStopped: boolean;
}) {
  const { say } = useSpeech();
  const { shown, asking } = install;
  if (isBusy) {
    return (
      <>
        <StopNow onStop={() => install.stop('now')} />
        <Button key="stop-after" variant="secondary" onClick={() => void install.stop('after-step')}>
          {say('install.stopAfter')}
        </Button>
      </>
    );
  }
  const order = shown?.order;
  const startIt = order && !order.rehearsed;
  const isPart = order !== undefined && isSpecial(order);
  const rehearse = say(isPart ? 'install.rehearsePart' : run?.rehearsed ? 'install.again' : 'install.rehearse');
  // What has come to its end is looked at next; once more is no way on.
  const isInstalled = order === undefined && run?.outcome === 'done';
  return (
    <>
      <Button variant="link" isDisabled={asking} onClick={() => void install.look({ rehearsed: true })}>
        {say('install.planRehearsed')}
      </Button>
      <Button variant="link" isDisabled={asking} onClick={() => void install.look({ rehearsed: false })}>
        {say('install.showPlan')}
      </Button>
      {startIt ? (
        <Button
          variant={isCureShown ? 'secondary' : 'primary'}
          isDisabled={asking}
          onClick={() => void install.start(order)}
        >
          {say(isPart ? 'install.startPart' : 'install.start')}
        </Button>
      ) : (
        <>
          {order === undefined && (
            <Button variant="secondary" isDisabled={asking} onClick={() => void install.start({ rehearsed: false })}>
              {say('install.start')}
            </Button>
          )}
          {(!isCureShown || order !== undefined) && (
            <Button
              variant={isCureShown || isInstalled || isStopped ? 'secondary' : 'primary'}
              isDisabled={asking}
              onClick={() => void install.start(order ?? { rehearsed: true })}
            >
              {rehearse}
            </Button>
          )}
          {isInstalled && (
            <Button variant="primary" onClick={() => goTo(hrefOf(siteRef, 'smoke'))}>
              {say('app.next', { page: say('nav.smoke') })}
            </Button>
          )}
        </>
      )}
    </>
  );
}
