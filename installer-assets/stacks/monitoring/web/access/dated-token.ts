import { randomBytes } from 'node:crypto';
import { type Keys, sameText } from './keys.ts';

interface TokenKind {
  readonly purpose: 'login-form' | 'known-browser';
  readonly ageMs: number;
}

/** The word that the login form and the cookie `csrf` both carry. A login page may stay open a day. */
export const LOGIN_FORM: TokenKind = { purpose: 'login-form', ageMs: 24 * 3_600_000 };
/** The cookie `browser`: this user logged in from here before. */
export const KNOWN_BROWSER: TokenKind = { purpose: 'known-browser', ageMs: 180 * 86_400_000 };

/** RANDOM~SECONDS.SIGNATURE. `about` is signed with it, and not told. */
export function newToken(keys: Keys, { purpose }: TokenKind, now: Date, about = ''): string {
  const word = `${randomBytes(16).toString('base64url')}~${Math.floor(now.getTime() / 1000)}`;
  return `${word}.${keys.sign(purpose, `${word} ${about}`)}`;
}

export function tokenHolds(keys: Keys, { purpose, ageMs }: TokenKind, token: string, now: Date, about = ''): boolean {
  const match = /^([A-Za-z0-9_-]{22}~(\d{1,12}))\.([A-Za-z0-9_-]{43})$/.exec(token);
  if (!match?.[1] || !match[3]) return false;
  const seenMs = Math.abs(now.getTime() - Number(match[2]) * 1000);
  return sameText(keys.sign(purpose, `${match[1]} ${about}`), match[3]) && seenMs < ageMs;
}
