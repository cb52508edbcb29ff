import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

interface PasswordHash {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** What a password costs: OWASP's figure for this N (2^14, r 8: p 5). A hash of `.env` has p 1; the rest is made up for. */
export interface PasswordCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}
const COST: PasswordCost = { n: 16_384, r: 8, p: 5 };
const HASH_BYTES = 32;
/** Each takes 16 MiB and a fifth of a second: more at once would be a way to take the machine down. */
const AT_ONCE = 2;
const WAITING = 32;

/** Too many passwords are being checked already. */
export class PasswordsBusy extends Error {}

/** Reads `scrypt:N:r:p:SALT:HASH`; undefined where it is not one, or would cost more than is sane. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const match = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([A-Za-z0-9_-]{16,}):([A-Za-z0-9_-]{43})$/.exec(text);
  if (!match) return undefined;
  const [n, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isPower = n >= 2 && (n & (n - 1)) === 0;
  if (!isPower || n > 131_072 || r < 1 || r > 16 || p < 1 || p > 16) return undefined;
  return { n, r, p, salt: Buffer.from(match[4] ?? '', 'base64url'), hash: Buffer.from(match[5] ?? '', 'base64url') };
}

/** Hash of a new password, with a salt of its own. Throws PasswordsBusy. */
export async function hashPassword(password: string, { n, r, p }: PasswordCost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, n, r, p);
  return `scrypt:${n}:${r}:${p}:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

const NOBODY = { salt: randomBytes(16), hash: randomBytes(HASH_BYTES) };

/**
 * Whether a password is the one of a hash. Takes the same work for a user that does not exist (`undefined`), and for hashes
 * that are cheaper than ours. Throws PasswordsBusy.
 */
export async function passwordFits(
  stored: string | undefined,
  password: string,
  cost: PasswordCost = COST,
): Promise<boolean> {
  const parsed = stored === undefined ? undefined : parsePasswordHash(stored);
  const { n, r, p, salt, hash } = parsed ?? { ...cost, ...NOBODY };
  const seen = await derive(password, salt, n, r, p);
  const rest = Math.round((cost.n * cost.r * cost.p - n * r * p) / (cost.n * cost.r));
  if (rest > 0) await derive(password, salt, cost.n, cost.r, rest);
  return timingSafeEqual(seen, hash) && parsed !== undefined;
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, n: number, r: number, p: number): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new PasswordsBusy('too many passwords at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(password, salt, HASH_BYTES, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    const next = waiting.shift();
    // who waited takes over the place
    if (next) next();
    else running -= 1;
  }
}
