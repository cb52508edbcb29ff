import { Button } from '@patternfly/react-core';
import { type ComponentType, useState } from 'react';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import type { BegunDialog } from './begin-dialog.tsx';
import { CheckElsewhereDialog, JoinDialog, PatchDialog, SplitDialog } from './carry-dialogs.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { PushDialog, StickDialog } from './deploy-dialogs.tsx';

interface Way {
  readonly label: SentenceKey;
  readonly why: SentenceKey;
  readonly Ask: ComponentType<BegunDialog>;
  /** The site's own bundle is what is carried: it has to be whole. */
  readonly needsMade: boolean;
  /** Not where the page is in a browser. */
  readonly windowOnly?: boolean;
}

const WAYS: readonly Way[] = [
  { label: 'bundle.stick', why: 'bundle.stickWhy', Ask: StickDialog, needsMade: true, windowOnly: true },
  { label: 'bundle.push', why: 'bundle.pushWhy', Ask: PushDialog, needsMade: true },
  { label: 'bundle.compare', why: 'bundle.compareWhy', Ask: CompareDialog, needsMade: true },
  { label: 'bundle.patch', why: 'bundle.patchWhy', Ask: PatchDialog, needsMade: false },
  { label: 'bundle.split', why: 'bundle.splitWhy', Ask: SplitDialog, needsMade: true },
  { label: 'bundle.join', why: 'bundle.joinWhy', Ask: JoinDialog, needsMade: false },
  { label: 'bundle.elsewhere', why: 'bundle.elsewhereWhy', Ask: CheckElsewhereDialog, needsMade: false },
];

/** The ways a bundle is carried to where no network reaches, and looked at there. */
export function CarryPanel({
  isMade,
  isBusy,
  onBegun,
}: {
  readonly isMade: boolean;
  readonly isBusy: boolean;
  readonly onBegun: (runId: string) => void;
}) {
  const { say } = useSpeech();
  const [open, setOpen] = useState<Way>();
  return (
    <Panel title={say('bundle.carry')} aside={isMade ? '' : say('bundle.carryLater')}>
      <ul className="sw-ways">
        {WAYS.map((way) => {
          const isAway = way.windowOnly && !window.sitewright;
          return (
            <li key={way.label}>
              <Button
                variant="link"
                isInline
                isDisabled={isBusy || isAway || (way.needsMade && !isMade)}
                onClick={() => setOpen(way)}
              >
                {say(way.label)}…
              </Button>
              <span className="sw-small sw-subtle">{say(isAway ? 'bundle.windowOnly' : way.why)}</span>
            </li>
          );
        })}
      </ul>
      {open && <open.Ask onBegun={onBegun} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
}
