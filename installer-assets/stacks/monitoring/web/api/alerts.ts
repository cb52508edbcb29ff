import { acknowledgeAlert, readAlert, readAlerts } from '../../db/alerts.ts';
import type { Session } from '../../db/sessions.ts';
import { AcknowledgeSchema, AlertsQuestionSchema } from '../../protocol/alert.ts';
import type { Context } from '../context.ts';
import { sendJson } from '../http/answers.ts';
import { readJson, readQuery } from '../http/body.ts';
import { sendLongJson } from '../http/encoding.ts';
import { type Exchange, Refusal } from '../http/exchange.ts';

/** `GET /api/alerts`. */
export async function giveAlerts({ database }: Context, exchange: Exchange): Promise<void> {
  const alerts = await readAlerts(database, readQuery(exchange, AlertsQuestionSchema));
  await sendLongJson(exchange, { now: exchange.now.toISOString(), alerts });
}

/** `POST /api/alerts/ID/acknowledge`. */
export async function acknowledge(
  { database, log }: Context,
  exchange: Exchange,
  name: string,
  session: Session,
): Promise<void> {
  if (!/^[1-9]\d{0,8}$/.test(name)) throw new Refusal('not-found');
  const id = Number(name);
  const { note } = await readJson(exchange, AcknowledgeSchema);
  const done = await acknowledgeAlert(database, id, { by: session.user, note, at: exchange.now });
  const alert = await readAlert(database, id);
  if (!alert) throw new Refusal('not-found');
  if (!done) throw new Refusal('conflict');
  log.info('alert-acknowledged', { id, user: session.user });
  sendJson(exchange, 200, alert);
}
