import { STOPS } from '../app/journey.ts';
import { hrefOf } from '../app/route.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import type { ChecklistItem } from './checklist.ts';

/** What is handed over, each with its state and the way to where it is done. */
export function ChecklistPanel({
  items,
  siteRef,
}: {
  readonly items: readonly ChecklistItem[];
  readonly siteRef: string;
}) {
  const { say } = useSpeech();
  const titleOf = (item: ChecklistItem) => STOPS.find(({ page }) => page === item.page)?.title;
  return (
    <Panel title={say('handover.checklist')}>
      <ul className="sw-handover-list">
        {items.map((item) => {
          const title = titleOf(item);
          return (
            <li key={item.id}>
              <StateMark mark={item.mark}>
                <span className="sw-wrapping">
                  {say(item.sentence, item.params)}{' '}
                  {item.page && title && (
                    <a href={hrefOf(siteRef, item.page)}>{say('handover.toPage', { page: say(title) })}</a>
                  )}
                </span>
              </StateMark>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
