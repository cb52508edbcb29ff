import { Secret } from '../shell/command.ts';

/**
 * Letters that are typed with the same key, without Shift, on all 25 keyboards of the installer, so that a password that is set
 * under one layout can be typed under another. a q w z m move on AZERTY, y z on QWERTZ, i has no dot on the Turkish keyboard,
 * f x q w give other letters on the Lithuanian one; digits need Shift on AZERTY, and every other sign moves somewhere. (The
 * Macedonian console begins in Latin letters, as Debian sets up layouts without any.) The table is test/golden/answers/keyboards.json.
 */
export const ROOT_PASSWORD_LETTERS = 'bcdeghjklnoprstuv';

/**
 * The blank between groups is the one sign besides these letters that is on the same key everywhere. It is part of the password:
 * what is shown is what is typed. Single and never at an end, so that nothing trims it.
 */
export const ROOT_PASSWORD_SEPARATOR = ' ';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** 20 letters of 17: 81.7 bits. */
export const ROOT_PASSWORD_BITS = GROUPS * GROUP_LENGTH * Math.log2(ROOT_PASSWORD_LETTERS.length);

/** Bytes from here on would make some letters likelier than others. */
const FAIR_BYTES = 256 - (256 % ROOT_PASSWORD_LETTERS.length);
const MOST_DRAWS = 64;

/**
 * A root password of five groups of four letters (24 characters; the installer demands 8), uniform over all of them. Pure: takes
 * the source of random bytes, `crypto.randomBytes` in the application. Throws when the source is not random at all.
 */
export function generateRootPassword(randomBytes: (count: number) => Uint8Array): Secret {
  const letters: string[] = [];
  for (let draw = 0; letters.length < GROUPS * GROUP_LENGTH; draw += 1) {
    if (draw === MOST_DRAWS) throw new Error('the source of random bytes gives no usable byte');
    for (const byte of randomBytes(GROUPS * GROUP_LENGTH)) {
      if (byte < FAIR_BYTES) letters.push(ROOT_PASSWORD_LETTERS[byte % ROOT_PASSWORD_LETTERS.length] as string);
    }
  }
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  );
  return new Secret(groups.join(ROOT_PASSWORD_SEPARATOR));
}
