import { Button } from '@patternfly/react-core';
import type { PlanItem } from '../../electron/api/plan.ts';
import type { Selection } from '../../electron/api/selection.ts';
import { useSpeech } from '../text/text.ts';
import { partsOf } from './plan-items.ts';

/** From one step to a part of the work: each makes the plan of that part first. */
export function PartMenu({
  item,
  isAlone,
  onPart,
}: {
  readonly item: PlanItem;
  /** No other machine has this step. */
  readonly isAlone: boolean;
  readonly onPart: (part: Selection) => void;
}) {
  const { say } = useSpeech();
  const { step, here, from, host } = partsOf(item);
  if (!step || !from) return null;
  const ways = [
    [say('install.partStep'), step],
    [say('install.partHere', { host: item.target }), isAlone ? undefined : here],
    [say('install.partFrom'), from],
    [say('install.partHost', { host: item.target }), host],
  ] as const;
  return (
    <div className="sw-part-menu">
      <h3 className="sw-small sw-subtle">{say('install.parts')}</h3>
      <div className="sw-buttons">
        {ways.map(
          ([label, part]) =>
            part && (
              <Button key={label} variant="link" isInline onClick={() => onPart(part)}>
                {label}
              </Button>
            ),
        )}
      </div>
    </div>
  );
}
