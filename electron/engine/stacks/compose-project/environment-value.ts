import { fail } from '../../../api/diagnostic.ts';

/**
 * A value as compose's reader of `.env` gives it back byte for byte. In single quotes nothing has a meaning but the quote itself; in
 * double quotes `$`, `"` and `\` have. What neither carries is refused (`brought.value-unfit`): a password that arrives as another
 * one is found late.
 */
export function environmentValue(name: string, value: string, instanceId: string): string {
  if (/^[A-Za-z0-9_.,:/@%+=~-]*$/.test(value)) return value;
  const hasLines = /[\r\n\0]/.test(value);
  if (!hasLines && !/'|\\$/.test(value)) return `'${value}'`;
  if (!hasLines && !/["$\\`]/.test(value)) return `"${value}"`;
  throw fail('brought.value-unfit', { params: { instance: instanceId, name } });
}
