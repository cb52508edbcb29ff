import { takeAttempt } from '../../db/login-failures.ts';
import type { Session } from '../../db/sessions.ts';
import { addUser, changeUser, findUser, listUsers, removeUser, type UserOutcome } from '../../db/users.ts';
import { NewUserSchema, OwnPasswordSchema, UserChangeSchema } from '../../protocol/account.ts';
import { csrfWord } from '../access/guard.ts';
import { hashPassword, passwordFits } from '../access/password.ts';
import type { Context } from '../context.ts';
import { sendJson, sendNothing } from '../http/answers.ts';
import { readJson } from '../http/body.ts';
import { type Exchange, Refusal } from '../http/exchange.ts';
import { VERSION } from '../version.ts';

/** Wrong guesses of one's own password within a quarter of an hour: who found an open browser learns nothing by trying. */
const MOST_OWN_GUESSES = 8;

/** `GET /api/session`. */
export function giveSession({ keys, configuration }: Context, exchange: Exchange, session: Session): void {
  sendJson(exchange, 200, {
    user: session.user,
    role: session.role,
    csrf: csrfWord(keys, session),
    expiresAt: session.expiresAt.toISOString(),
    timeZone: configuration.timeZone,
    version: VERSION,
  });
}

/** `GET /api/users`. */
export async function giveUsers({ database }: Context, exchange: Exchange): Promise<void> {
  sendJson(exchange, 200, { users: await listUsers(database) });
}

/** `POST /api/users`. */
export async function takeUser(
  { database, log, configuration }: Context,
  exchange: Exchange,
  session: Session,
): Promise<void> {
  const { name, role, password } = await readJson(exchange, NewUserSchema);
  const passwordHash = await hashPassword(password, configuration.passwordCost);
  if (!(await addUser(database, { name, role, passwordHash }, exchange.now))) throw new Refusal('conflict');
  log.info('user-added', { name, role, user: session.user });
  sendJson(exchange, 201, { name, role, createdAt: exchange.now.toISOString() });
}

/** `PUT /api/users/NAME`. */
export async function takeUserChange(
  { database, log, configuration }: Context,
  exchange: Exchange,
  name: string,
  session: Session,
) {
  const { role, password } = await readJson(exchange, UserChangeSchema);
  const passwordHash = password === undefined ? undefined : await hashPassword(password, configuration.passwordCost);
  refuse(await changeUser(database, name, { role, passwordHash }));
  log.info('user-changed', { name, user: session.user });
  sendNothing(exchange);
}

/** `DELETE /api/users/NAME`. */
export async function dropUser({ database, log }: Context, exchange: Exchange, name: string, session: Session) {
  refuse(await removeUser(database, name));
  log.info('user-removed', { name, user: session.user });
  sendNothing(exchange);
}

/** `POST /api/account/password`. The session that asks goes on; all others of the user end. */
export async function takeOwnPassword(
  { database, keys, log, configuration }: Context,
  exchange: Exchange,
  session: Session,
) {
  const { current, password } = await readJson(exchange, OwnPasswordSchema);
  const limit = { key: keys.digest('login-limit', `own ${session.user}`), most: MOST_OWN_GUESSES };
  const waitSeconds = await takeAttempt(database, [limit], exchange.now);
  if (waitSeconds !== undefined) throw new Refusal('too-many-attempts', { 'retry-after': String(waitSeconds) });
  const user = await findUser(database, session.user);
  if (!(await passwordFits(user?.passwordHash, current, configuration.passwordCost))) throw new Refusal('forbidden');
  refuse(
    await changeUser(
      database,
      session.user,
      { passwordHash: await hashPassword(password, configuration.passwordCost) },
      session.digest,
    ),
  );
  log.info('password-changed', { user: session.user });
  sendNothing(exchange);
}

function refuse(outcome: UserOutcome): void {
  if (outcome === 'absent') throw new Refusal('not-found');
  if (outcome === 'last-admin') throw new Refusal('conflict');
}
