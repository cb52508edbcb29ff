import { asText, parseObject } from '../facts/parse/text.ts';
import { Secret } from '../shell/command.ts';
import type { ExecResult } from '../transport/port.ts';

/** The secret in the answer of `pveum user token add --output-format json`; it is shown this once. */
export function tokenSecretIn(result: ExecResult): Secret | undefined {
  const line = result.stdout.split('\n').find((text) => text.trim().startsWith('{'));
  if (line === undefined) return undefined;
  try {
    const value = asText(parseObject(line, 'the token').value);
    return value === undefined || value === '' ? undefined : new Secret(value);
  } catch {
    return undefined;
  }
}
