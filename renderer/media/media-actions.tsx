import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { goTo, hrefOf } from '../app/route.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { useBase } from './base-choice.ts';
import type { Making } from './making.ts';
import { useNamedSticks } from './named-sticks.ts';
import { StopDialog, WriteDialog } from './write-dialog.tsx';

/** Make the images, write the named sticks, stop, go on: one primary at a time. */
export function MediaActions({
  lacking,
  wanted,
  making,
}: {
  /** Images that are not made or older than the plan. */
  readonly lacking: number;
  readonly wanted: number;
  readonly making: Making;
}) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const running = useRun((state) => state.sticks.some((run) => run.outcome === undefined));
  const named = useNamedSticks((state) => state.named.length);
  const base = useBase((state) => state.base);
  const [dialog, setDialog] = useState<'write' | 'stop'>();
  const close = () => setDialog(undefined);
  const isMakePrimary = lacking > 0 && making.possible;
  const isWritePrimary = !isMakePrimary && named > 0;
  const isPickPrimary = window.sitewright !== undefined && !base;
  return (
    <>
      {running && (
        <Button variant="secondary" onClick={() => setDialog('stop')}>
          {say('sticks.stop')}
        </Button>
      )}
      {making.possible && (
        <Button
          variant={isMakePrimary ? 'primary' : 'link'}
          isDisabled={making.busy}
          onClick={() => void making.make()}
        >
          {making.busy
            ? say('media.making')
            : lacking > 0
              ? say('media.make', { count: wanted })
              : say('media.makeAgain')}
        </Button>
      )}
      {named > 0 && (
        <Button variant={isWritePrimary ? 'primary' : 'secondary'} onClick={() => setDialog('write')}>
          {say('sticks.writeMany', { count: named })}
        </Button>
      )}
      <Button
        variant={isMakePrimary || isWritePrimary || isPickPrimary ? 'secondary' : 'primary'}
        onClick={() => goTo(hrefOf(ref, 'bundle'))}
      >
        {say('app.next', { page: say('nav.bundle') })}
      </Button>
      {dialog === 'write' && <WriteDialog onClose={close} />}
      {dialog === 'stop' && <StopDialog onClose={close} />}
    </>
  );
}
