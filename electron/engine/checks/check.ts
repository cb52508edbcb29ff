import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { Secret } from '../shell/command.ts';
import type { Dialer, ReadTransport } from '../transport/port.ts';

/** What a check may use. It only looks: a check never changes a host. */
export interface CheckContext {
  readonly site: Site;
  /** Only for hosts of the site. */
  transport(host: string): ReadTransport;
  readonly dialer: Dialer;
  /** A secret of the site by its reference; only those that the check declared in `secrets`. */
  secret(ref: string): Secret;
  /** The site is a simulated one: programs that are not ours do not run in it. */
  readonly rehearsed?: boolean;
  readonly signal: AbortSignal;
  /** Waits between two looks; the rehearsal compresses it. Rejects when stopped. */
  wait(ms: number): Promise<void>;
  /** Milliseconds on the clock that `wait` follows; for deadlines. */
  now(): number;
}

export type CheckFinding =
  | { readonly passed: true; readonly seen: readonly string[] }
  | { readonly passed: false; readonly seen: readonly string[]; readonly diagnostic: Diagnostic }
  /** What could be looked at is fine, but the site has not what the check is about. Never green. */
  | { readonly passed: 'not-applicable'; readonly seen: readonly string[]; readonly reason: Text };

/** A question to the finished site, with the answer that a person expects. */
export interface Check {
  /** `area.what`, stable for years. */
  readonly id: string;
  readonly title: Text;
  readonly expected: Text;
  /** Secret references it reads. */
  readonly secrets?: readonly string[];
  /** A reason = it is not run at all. */
  applicable?(site: Site): Text | undefined;
  /** A throw is a failed check ("Could not run: ..."). */
  run(context: CheckContext): Promise<CheckFinding>;
}
