import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import { type Command, type CommandKind, logText } from '../shell/command.ts';
import { saysDiskFull } from '../shell/disk-full.ts';
import type { ExecResult } from '../transport/port.ts';

/**
 * What a refusal of the vendor's tools means: the one place where their texts are looked at. Parts of messages, never
 * whole ones (wording differs between versions); the first that fits counts.
 */
const MEANINGS: readonly { readonly text: RegExp; readonly code: DiagnosticCode }[] = [
  { text: /no quorum|cluster not ready/i, code: 'pve.no-quorum' },
  {
    text: /got lock request timeout|can't lock file|got lock timeout|lock file .* got timeout/i,
    code: 'pve.lock-busy',
  },
  { text: /VM is locked|is locked \(/i, code: 'pve.guest-locked' },
];

/** The tail of what a command said, both streams: enough to judge, short enough to read. */
export function saidBy(result: ExecResult): readonly string[] {
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.filter((line) => !/^trying to acquire (cfs )?lock/.test(line)).slice(-20);
}

/** Whether another try may succeed by itself: somebody else held a lock. */
export function isLockTrouble(result: ExecResult): boolean {
  const text = `${result.stdout}\n${result.stderr}`;
  return /got lock request timeout|can't lock file|got lock timeout/i.test(text) && !/no quorum/i.test(text);
}

/** The diagnostic for a command that failed. Exit codes mean nothing beyond 0 and not 0. */
export function failureOf(host: string, command: Command<CommandKind>, result: ExecResult): Diagnostic {
  const text = `${result.stdout}\n${result.stderr}`;
  const meaning = MEANINGS.find((entry) => entry.text.test(text))?.code;
  const code = meaning ?? (saysDiskFull(text) ? 'pve.disk-full' : 'pve.command-failed');
  return diagnostic(code, {
    params: { host, command: logText(command) },
    evidence: [`${logText(command)}: exit code ${result.code}`, ...saidBy(result)],
    subject: { host },
  });
}
