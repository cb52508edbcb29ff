import { INVENTORY_LIMITS } from '../../api/inventory.ts';

/** Text of at most 256 characters, without blanks around it; undefined for anything else. Never cut: a cut serial is another serial. */
export function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > INVENTORY_LIMITS.text ? undefined : text;
}

/** A MAC address in lower case; undefined for anything else, the empty address of a tunnel too. */
export function readMac(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const mac = value.trim().toLowerCase();
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) && mac !== '00:00:00:00:00:00' ? mac : undefined;
}

/** A size in bytes: a number, digits, or lsblk's human form (1.8T, 931,5G: powers of 1024, rounded). */
export function readSize(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || value.length > 32) return undefined;
  const read = /^\s*([0-9]+)(?:[.,]([0-9]+))?\s*([BKMGTPE])?(?:i?B)?\s*$/.exec(value);
  if (!read) return undefined;
  const [, whole, part, unit] = read;
  const power = unit === undefined ? 0 : 'BKMGTPE'.indexOf(unit);
  const size = Math.round(Number(`${whole}.${part ?? 0}`) * 1024 ** power);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** true, "1", 1; false, "0", 0; undefined for anything else (older lsblk writes flags as texts). */
export function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === '1' || value === 1) return true;
  return value === '0' || value === 0 ? false : undefined;
}
