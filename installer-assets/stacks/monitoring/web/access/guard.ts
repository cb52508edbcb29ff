import type { Session } from '../../db/sessions.ts';
import type { Context } from '../context.ts';
import { type Exchange, Refusal } from '../http/exchange.ts';
import type { Asker } from '../http/router.ts';
import { type Keys, sameText } from './keys.ts';
import { sessionOf } from './log-in.ts';

/** The word that the page sends along with whatever changes something; it belongs to one session. */
export function csrfWord(keys: Keys, session: Session): string {
  return keys.sign('csrf', Buffer.from(session.digest).toString('hex'));
}

/** Lets a request through or throws Refusal. @returns the session where the route needs one */
export async function admit(context: Context, exchange: Exchange, who: Asker): Promise<Session | undefined> {
  if (isForeign(exchange)) throw new Refusal('forbidden');
  if (who === 'anyone') return undefined;
  if (who === 'collector') {
    const token = /^Bearer ([\x21-\x7e]{1,512})$/.exec(exchange.request.headers.authorization ?? '')?.[1] ?? '';
    if (!sameText(token, context.configuration.ingestToken))
      throw new Refusal('unauthorised', { 'www-authenticate': 'Bearer' });
    return undefined;
  }
  const session = await sessionOf(context, exchange);
  if (!session) throw new Refusal('no-session');
  if (!isReading(exchange)) {
    const word = exchange.request.headers['x-csrf-token'];
    if (typeof word !== 'string' || !sameText(word, csrfWord(context.keys, session))) throw new Refusal('bad-csrf');
  }
  if (who === 'admin' && session.role !== 'admin') throw new Refusal('forbidden');
  return session;
}

/** A browser says where a change comes from: from a page of ours, or it is refused. Others than browsers say nothing. */
function isForeign(exchange: Exchange): boolean {
  if (isReading(exchange)) return false;
  const { origin, host } = exchange.request.headers;
  const site = exchange.request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && origin !== `${exchange.secure ? 'https' : 'http'}://${host}`;
}

function isReading({ method }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}
