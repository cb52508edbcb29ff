import { randomBytes } from 'node:crypto';
import { forgiveAttempts, type LoginLimit, takeAttempt } from '../../db/login-failures.ts';
import { endSession, openSession, SESSION_MS, touchSession } from '../../db/sessions.ts';
import { findUser } from '../../db/users.ts';
import { UserNameSchema } from '../../protocol/account.ts';
import type { Context } from '../context.ts';
import { redirect, sendHtml, sendText } from '../http/answers.ts';
import { readForm } from '../http/body.ts';
import { cookie, setCookie } from '../http/cookies.ts';
import type { Exchange } from '../http/exchange.ts';
import { pageLanguage } from '../pages/language.ts';
import { loginPage } from '../pages/login-page.ts';
import { PAGE_TEXTS } from '../pages/texts.ts';
import { authorityLink } from './authority.ts';
import { KNOWN_BROWSER, LOGIN_FORM, newToken, tokenHolds } from './dated-token.ts';
import { sameText } from './keys.ts';
import { passwordFits } from './password.ts';

/**
 * Failures within a quarter of an hour: of a name from one address, of an address, of a name from wherever. A browser that the
 * user logged in from before has a budget of its own instead: others who guess, behind the same address (Docker's own
 * proxy, a router) or from many, do not lock the user out there.
 */
const MOST_OF_PAIR = 8;
const MOST_OF_ADDRESS = 40;
const MOST_OF_NAME = 30;
const MOST_OF_BROWSER = 8;

/** `GET /login`. Several tabs share one cookie. */
export function showLogin({ keys, configuration }: Context, exchange: Exchange): void {
  const known = cookie(exchange, 'csrf');
  const csrf =
    known && tokenHolds(keys, LOGIN_FORM, known, exchange.now) ? known : newToken(keys, LOGIN_FORM, exchange.now);
  setCookie(exchange, 'csrf', csrf);
  sendHtml(exchange, 200, loginPage(pageLanguage(exchange), csrf, authorityLink(configuration)));
}

/** `POST /login`. The same words and the same work for a name that does not exist as for a wrong password. */
export async function logIn(context: Context, exchange: Exchange): Promise<void> {
  const { database, keys, log, configuration } = context;
  const { now, address } = exchange;
  const language = pageLanguage(exchange);
  const form = await readForm(exchange);
  const csrf = form.get('csrf') ?? '';
  if (!sameText(csrf, cookie(exchange, 'csrf') ?? '') || !tokenHolds(keys, LOGIN_FORM, csrf, now))
    return sendText(exchange, 403, PAGE_TEXTS[language].oldForm);

  // as long as no user of ours and no password of ours can be: the rest is not looked at
  const name = (form.get('username') ?? '').slice(0, 64).toLowerCase();
  const password = (form.get('password') ?? '').slice(0, 1024);
  const limit = (of: string, most: number): LoginLimit => ({ key: keys.digest('login-limit', of), most });
  const browser = cookie(exchange, 'browser') ?? '';
  const isKnown = tokenHolds(keys, KNOWN_BROWSER, browser, now, name);
  const narrow = isKnown
    ? limit(`browser ${browser}`, MOST_OF_BROWSER)
    : limit(`pair ${address} ${name}`, MOST_OF_PAIR);
  const wide = isKnown ? [] : [limit(`address ${address}`, MOST_OF_ADDRESS), limit(`name ${name}`, MOST_OF_NAME)];
  const waitSeconds = await takeAttempt(database, [narrow, ...wide], now);
  if (waitSeconds !== undefined) {
    log.warn('login-limited', { address });
    exchange.response.setHeader('retry-after', String(waitSeconds));
    return sendHtml(exchange, 429, loginPage(language, csrf, { problem: 'tooMany', ...authorityLink(configuration) }));
  }
  const user = UserNameSchema.safeParse(name).success ? await findUser(database, name) : undefined;
  const fits = await passwordFits(user?.passwordHash, password, configuration.passwordCost);
  if (!user || !fits) {
    // a name that is no user's may be a password typed into the wrong field
    log.warn('login-failed', { address, user: user?.name ?? null });
    return sendHtml(exchange, 401, loginPage(language, csrf, { problem: 'wrong', ...authorityLink(configuration) }));
  }
  await forgiveAttempts(database, [narrow], wide);
  const old = cookie(exchange, 'session');
  if (old) await endSession(database, sessionDigest(context, old));
  const token = randomBytes(32).toString('base64url');
  await openSession(database, sessionDigest(context, token), user.name, now);
  log.info('login', { address, user: user.name });
  setCookie(exchange, 'session', token, { maxAgeSeconds: SESSION_MS / 1000 });
  setCookie(exchange, 'browser', newToken(keys, KNOWN_BROWSER, now, user.name), {
    maxAgeSeconds: KNOWN_BROWSER.ageMs / 1000,
  });
  redirect(exchange, 303, '/');
}

export async function logOut(context: Context, exchange: Exchange): Promise<void> {
  const token = cookie(exchange, 'session');
  if (token) await endSession(context.database, sessionDigest(context, token));
  setCookie(exchange, 'session', '', { maxAgeSeconds: 0 });
  redirect(exchange, 303, '/login');
}

/** The session of a request, where it has one that holds. */
export async function sessionOf(context: Context, exchange: Exchange) {
  const token = cookie(exchange, 'session');
  if (!token || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
  return touchSession(context.database, sessionDigest(context, token), exchange.now);
}

function sessionDigest({ keys }: Context, token: string): Buffer {
  return keys.digest('session', token);
}
