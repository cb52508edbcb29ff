import { stringify } from '@decimalturn/toml-patch';

/** A value as it stands behind `=`, on one line. Throws RangeError for what TOML does not have. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, entry]) => `${keyText(key)} = ${inline(entry)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value === 'string') return basicString(value);
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isSafeInteger(value))) {
    return Object.is(value, -0) ? '-0.0' : String(value);
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return stringify({ v: value }).replace(/^v = /, '').trim();
  }
  throw new RangeError('TOML has no such value');
}

/** A key as it stands before `=`, quoted where it must be. */
export function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : basicString(key);
}

function basicString(value: string): string {
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)) {
    throw new RangeError('half a character');
  }
  // JSON's escapes are TOML's; only DEL is a control character that JSON leaves bare.
  return JSON.stringify(value).replaceAll('\u007f', '\\u007F');
}

/** Equal as TOML values. Dates by their text. */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((entry, i) => same(entry, b[i]));
  if (a instanceof Date || b instanceof Date) return a instanceof Date && b instanceof Date && +a === +b;
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
  }
  return Object.is(a, b);
}

/** A table: neither list nor date. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
