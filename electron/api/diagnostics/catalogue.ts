import type { Text } from '../text.ts';

/** One line of the catalogue: what is true (summary), what to do now (hint), in every language. */
export interface DiagnosticEntry {
  readonly severity: 'error' | 'warning' | 'info';
  /** Trying again may help (a link that dropped), as against input that stays wrong. */
  readonly retryable?: boolean;
  readonly summary: Text;
  readonly hint: Text;
}

/** Declares the diagnostics of one area. Codes are `area.what`; a missing language does not compile. */
export function catalogue<const T extends Readonly<Record<`${string}.${string}`, DiagnosticEntry>>>(entries: T): T {
  return entries;
}
