import type { Session } from '../../db/sessions.ts';
import { SettingsSchema, TestChannelSchema } from '../../protocol/settings.ts';
import type { Context } from '../context.ts';
import { sendJson } from '../http/answers.ts';
import { readJson } from '../http/body.ts';
import type { Exchange } from '../http/exchange.ts';
import { reasonOf } from '../log.ts';
import { sendMessage } from '../messages/send-message.ts';
import { hideSecrets, readOpenSettings, readSettings, writeSettings } from '../settings-store.ts';

/** `GET /api/settings`. */
export async function giveSettings({ database }: Context, exchange: Exchange): Promise<void> {
  sendJson(exchange, 200, hideSecrets(await readSettings(database)));
}

/** `PUT /api/settings`. */
export async function takeSettings({ database, keys, log }: Context, exchange: Exchange, session: Session) {
  const settings = await writeSettings(database, keys, await readJson(exchange, SettingsSchema));
  log.info('settings-changed', { user: session.user });
  sendJson(exchange, 200, hideSecrets(settings));
}

/** `POST /api/settings/test`: sends a message of its own over one channel, now. */
export async function testChannel({ database, keys, log }: Context, exchange: Exchange): Promise<void> {
  const { channel } = await readJson(exchange, TestChannelSchema);
  const settings = await readOpenSettings(database, keys);
  try {
    await sendMessage(settings, channel, { event: 'test', at: exchange.now });
    sendJson(exchange, 200, { sent: true, error: null });
  } catch (error) {
    log.warn('channel-test-failed', { channel, reason: reasonOf(error) });
    sendJson(exchange, 200, { sent: false, error: reasonOf(error) });
  }
}
