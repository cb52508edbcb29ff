import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

// Cheap on purpose: a rehearsal logs in often, and the state file is sealed besides.
const COST = { N: 1024, r: 8, p: 1 };

/** A salted hash that can be saved. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `scrypt:${salt.toString('base64')}:${scryptSync(password, salt, 32, COST).toString('base64')}`;
}

export function matchesPassword(hash: string, password: string): boolean {
  const [kind, salt, expected] = hash.split(':');
  if (kind !== 'scrypt' || salt === undefined || expected === undefined) return false;
  const wanted = Buffer.from(expected, 'base64');
  return timingSafeEqual(wanted, scryptSync(password, Buffer.from(salt, 'base64'), wanted.length, COST));
}
