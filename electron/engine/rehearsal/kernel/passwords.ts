import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { isSha512CryptHash, sha512Crypt } from '../../answers/sha512-crypt.ts';

// Cheap on purpose: a rehearsal logs in often, and the state file is sealed besides.
const COST = { N: 1024, r: 8, p: 1 };

/** A salted hash that can be saved. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `scrypt:${salt.toString('base64')}:${scryptSync(password, salt, 32, COST).toString('base64')}`;
}

/** Whether the password is the one of a hash that `hashPassword` or an installer made (`$6$`; other kinds match nothing). */
export function matchesPassword(hash: string, password: string): boolean {
  if (hash.startsWith('$')) return isSha512CryptHash(hash) && matchesSha512Crypt(hash, password);
  const [kind, salt, expected] = hash.split(':');
  if (kind !== 'scrypt' || salt === undefined || expected === undefined) return false;
  const wanted = Buffer.from(expected, 'base64');
  return timingSafeEqual(wanted, scryptSync(password, Buffer.from(salt, 'base64'), wanted.length, COST));
}

function matchesSha512Crypt(hash: string, password: string): boolean {
  const [, rounds, salt = ''] = /^\$6\$(?:rounds=(\d+)\$)?([^$]+)\$/.exec(hash) ?? [];
  const made = sha512Crypt(password, salt, rounds === undefined ? undefined : Number(rounds));
  return made.length === hash.length && timingSafeEqual(Buffer.from(made), Buffer.from(hash));
}
