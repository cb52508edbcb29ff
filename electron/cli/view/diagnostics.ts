import { type Diagnostic, describeDiagnostic } from '../../api/diagnostic.ts';
import type { Language } from '../../api/text.ts';
import { print, type View } from '../session.ts';
import { styleFor } from './style.ts';

const WORDS = {
  error: { en: 'Error', es: 'Error' },
  warning: { en: 'Warning', es: 'Aviso' },
  info: { en: 'Note', es: 'Nota' },
  seen: { en: 'Seen', es: 'Visto' },
  doNow: { en: 'Do now', es: 'Qué hacer' },
} as const;

/** A diagnostic as `--json` shows it, on every command: with the sentences, so that a reader needs no catalogue. */
export function diagnosticView(diagnostic: Diagnostic, language: Language) {
  const { summary, hint } = describeDiagnostic(diagnostic, language);
  const { severity, code, subject, evidence, retryable, commands = [] } = diagnostic;
  return {
    severity,
    code,
    field: subject.field ?? null,
    sentence: summary,
    hint,
    subject,
    evidence,
    commands,
    retryable,
  };
}

/** One JSON line a diagnostic: code, where, sentence, hint, evidence. */
export function diagnosticLine(diagnostic: Diagnostic, language: Language): string {
  return JSON.stringify(diagnosticView(diagnostic, language));
}

/** Why a command failed: for a person on standard error, with `--json` as lines on standard output. */
export function printFailure(session: View, diagnostics: readonly Diagnostic[], asJson: boolean | undefined): void {
  if (asJson) for (const entry of diagnostics) print(session.out, diagnosticLine(entry, session.language));
  else printDiagnostics(session, diagnostics);
}

/** Failed / Seen / Do now, as a person at the rack reads it. */
export function printDiagnostics(session: View, diagnostics: readonly Diagnostic[]): void {
  const style = styleFor(session.colour);
  const width = 9;
  for (const diagnostic of diagnostics) {
    const { summary, hint } = describeDiagnostic(diagnostic, session.language);
    const word = WORDS[diagnostic.severity][session.language].padEnd(width);
    const paint =
      diagnostic.severity === 'error' ? style.red : diagnostic.severity === 'warning' ? style.yellow : style.cyan;
    const where = subjectText(diagnostic);
    print(
      session.err,
      `${paint(word)} ${style.bold(summary)}  ${style.dim([where, diagnostic.code].filter(Boolean).join('  '))}`,
    );
    diagnostic.evidence.slice(0, 12).forEach((line, index) => {
      print(session.err, `${style.cyan((index === 0 ? WORDS.seen[session.language] : '').padEnd(width))} ${line}`);
    });
    if (hint) print(session.err, `${style.cyan(WORDS.doNow[session.language].padEnd(width))} ${hint}`);
    for (const command of diagnostic.commands ?? []) print(session.err, `${' '.repeat(width)}   ${command}`);
  }
}

function subjectText({ subject }: Diagnostic): string {
  const line = subject.line === undefined ? '' : `:${subject.line}`;
  return [subject.file ? `${subject.file}${line}` : '', subject.host, subject.field, subject.drive]
    .filter(Boolean)
    .join(' ');
}
