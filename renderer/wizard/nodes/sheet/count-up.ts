import { ipv4Number, ipv4Text } from './addresses.ts';
import type { Column } from './columns.ts';

/** A text counted up: an address by addresses, anything else by the number at its end (`U09` is followed by `U10`); else itself. */
export function countUp(text: string, by: number): string {
  const address = ipv4Number(text);
  if (address !== undefined) return address + by < 2 ** 32 ? ipv4Text(address + by) : text;
  const found = /^(.*?)(\d{1,9})$/s.exec(text);
  if (!found) return text;
  const [, head = '', digits = ''] = found;
  return head + String(Number(digits) + by).padStart(digits.length, '0');
}

/** What fill down writes into a column, first to last, from the text above: names, addresses and labels count up, the rest is the same. */
export function filledDown(column: Column, seed: string, count: number): readonly string[] {
  const counts = column === 'name' || column === 'address' || column === 'label';
  return Array.from({ length: count }, (_, index) => (counts ? countUp(seed, index + 1) : seed));
}
