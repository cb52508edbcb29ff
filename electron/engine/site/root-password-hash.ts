import { createHmac } from 'node:crypto';
import { sha512Crypt } from '../answers/sha512-crypt.ts';

const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SALT_LENGTH = 16;

/**
 * The `$6$` hash of a node's root password. Its salt follows from password, site and node, so that the same site makes the
 * same answer byte for byte (a stick made over equals a fresh one) and two nodes with one password do not show it. The salt's
 * key is itself a hash of 5,000 rounds: whoever tries passwords against the salt gains nothing over trying them on the hash.
 */
export function rootPasswordHash(password: string, siteId: string, node: string): string {
  const place = `${siteId}/${node}`;
  const slow = sha512Crypt(password, saltOf(`root password of ${siteId}`, place));
  return sha512Crypt(password, saltOf(slow, place));
}

function saltOf(key: string, place: string): string {
  const digest = createHmac('sha256', key).update(place).digest();
  return [...digest.subarray(0, SALT_LENGTH)].map((byte) => CRYPT_ALPHABET[byte & 63]).join('');
}
