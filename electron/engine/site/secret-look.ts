/**
 * Whether a field of the site file holds a secret in clear text, judged by its key and its form. Used to refuse the file
 * and to keep the value out of every message; a reference (`secret:NAME`) is none.
 */
export function looksLikeSecret(key: string, value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || value.startsWith('secret:')) return false;
  if (/^\$(5|6|y|2[aby])\$/.test(value) || value.includes('PRIVATE KEY') || value.startsWith('AGE-SECRET-KEY'))
    return true;
  return (
    /(password|passphrase|secret|token|private-?key)(hash(ed)?)?$/i.test(key) ||
    /^(secretKey|apiKey|subscriptionKey)$/i.test(key)
  );
}
