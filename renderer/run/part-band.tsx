import { Button } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useSpeech } from '../text/text.ts';
import type { WorkOrder } from './work-order.ts';

/** Where the work goes and which part of it, over everything else on the page. */
export function PartBand({
  order,
  isPlan,
  titleOf,
  nameOf,
  onWhole,
  children,
}: {
  readonly order: WorkOrder;
  readonly isPlan: boolean;
  /** Of a step or phase, in the language of the page. */
  readonly titleOf: (stepId: string) => string;
  /** Of one item of the plan. */
  readonly nameOf: (itemId: string) => string;
  /** Plans everything again. Absent = not now. */
  readonly onWhole: (() => void) | undefined;
  readonly children?: ReactNode;
}) {
  const { say } = useSpeech();
  const { selection, prune } = order;
  const steps = selection?.only?.map(titleOf).join(', ');
  const hosts = selection?.nodes?.join(', ');
  const words = [
    steps !== undefined && hosts !== undefined ? say('install.oneStepOn', { step: steps, hosts }) : undefined,
    steps !== undefined && hosts === undefined ? say('install.oneStep', { step: steps }) : undefined,
    steps === undefined && hosts !== undefined ? say('install.onHosts', { hosts }) : undefined,
    selection?.from === undefined ? undefined : say('install.fromStep', { step: titleOf(selection.from) }),
    selection?.skip === undefined
      ? undefined
      : say('install.leftOutNames', { items: selection.skip.map(nameOf).join(', ') }),
    prune === undefined ? undefined : say('install.goesNames', { names: prune.confirmed.join(', ') }),
  ].filter((word) => word !== undefined);
  if (!order.rehearsed && !isPlan && words.length === 0) return null;
  return (
    <div className="sw-band">
      <div>
        {order.rehearsed
          ? say(isPlan ? 'install.planOfRehearsed' : 'install.rehearsedBand')
          : isPlan && say('install.planOfReal')}
        {words.map((word) => (
          <div key={word} className="sw-band-part">
            {word}
          </div>
        ))}
      </div>
      {words.length > 0 && onWhole && (
        <Button variant="link" isInline onClick={onWhole}>
          {say('install.wholePlan')}
        </Button>
      )}
      {children}
    </div>
  );
}
