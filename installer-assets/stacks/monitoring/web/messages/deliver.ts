import { readAlert } from '../../db/alerts.ts';
import type { Database } from '../../db/database.ts';
import { markFailed, markSent, readDueMessages } from '../../db/messages.ts';
import type { Keys } from '../access/keys.ts';
import { type Log, reasonOf } from '../log.ts';
import { readOpenSettings } from '../settings-store.ts';
import { sendMessage } from './send-message.ts';

/** Sends what is due. A message is marked after it was taken: who is stopped in between sends it twice, never not at all. */
export async function deliverMessages(database: Database, keys: Keys, log: Log, now: () => Date): Promise<void> {
  const due = await readDueMessages(database, now());
  if (due.length === 0) return;
  const settings = await readOpenSettings(database, keys);
  for (const message of due) {
    const alert = await readAlert(database, message.alertId);
    // a channel that was taken away since, or an alert that is gone
    if (!alert || settings.channels[message.channel] === null) {
      await markSent(database, message.id, now());
      continue;
    }
    try {
      await sendMessage(settings, message.channel, { event: message.event, at: message.createdAt, alert });
      await markSent(database, message.id, now());
    } catch (error) {
      const again = await markFailed(database, message, reasonOf(error), now());
      log.warn('message-failed', { channel: message.channel, alert: alert.id, again, reason: reasonOf(error) });
    }
  }
}
