/**
 * Letters that lie on the same key in every layout of the installer that writes Latin: no y and z (de, hu), no a, q, w, m (fr),
 * no i (tr), no digits (fr, lt) and no signs.
 */
const LETTERS = 'bcdefghjklnoprstuvx';
const GROUPS = 5;
const GROUP_LENGTH = 5;

/**
 * A root password for a person who types it at a console whose keyboard layout is wrong: 25 letters of 19, 106 bits.
 * `randomBytes` gives that many bytes of good chance.
 */
export function generateRootPassword(randomBytes: (count: number) => Uint8Array): string {
  const limit = 256 - (256 % LETTERS.length);
  let letters = '';
  while (letters.length < GROUPS * GROUP_LENGTH) {
    for (const byte of randomBytes(64)) {
      if (byte < limit && letters.length < GROUPS * GROUP_LENGTH) letters += LETTERS[byte % LETTERS.length];
    }
  }
  return letters;
}
