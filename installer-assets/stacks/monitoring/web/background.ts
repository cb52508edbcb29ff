import { keepHouse } from '../db/housekeeping.ts';
import { rollUp } from '../db/rollups.ts';
import { evaluateAlerts } from './alerts/evaluate.ts';
import type { Context } from './context.ts';
import { type Loop, startLoop } from './loop.ts';
import { deliverMessages } from './messages/deliver.ts';

/** What web does by itself: sums up samples, judges the rules, sends messages, keeps house. */
export function startBackground({ database, keys, log, now, startedAt }: Context): readonly Loop[] {
  return [
    startLoop('house', 3_600_000, log, async () => {
      const { dropped, clockJumped } = await keepHouse(database, now());
      if (clockJumped) log.warn('clock-jumped');
      if (dropped.length > 0) log.info('partitions-dropped', { names: dropped.join(' ') });
    }),
    startLoop('roll-up', 5_000, log, async () => {
      await rollUp(database, now());
    }),
    startLoop('alerts', 15_000, log, async () => {
      await evaluateAlerts(database, now(), startedAt);
    }),
    startLoop('messages', 5_000, log, () => deliverMessages(database, keys, log, now)),
  ];
}
