import { z } from 'zod';
import { type DiagnosticCode, type DiagnosticEntry, diagnosticEntries } from './diagnostics/index.ts';
import { fill, type Language, type TextParams } from './text.ts';

export const SeveritySchema = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof SeveritySchema>;

/** What a diagnostic is about. `field` is a path as written in site.toml: `hosts[1].address`. */
export const SubjectSchema = z
  .strictObject({
    host: z.string().optional(),
    step: z.string().optional(),
    field: z.string().optional(),
    file: z.string().optional(),
    line: z.int().positive().optional(),
    drive: z.string().optional(),
  })
  .readonly();
export type Subject = z.infer<typeof SubjectSchema>;

/**
 * The one shape in which anything that is wrong crosses a border: window, browser, command line, journal, report.
 * Sentences are not in it: they are looked up by code and language with {@link describeDiagnostic}.
 */
export const DiagnosticSchema = z
  .strictObject({
    severity: SeveritySchema,
    code: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/),
    params: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
    /** What was literally seen (command output, value, line), already redacted; shown verbatim, never translated. */
    evidence: z.array(z.string()).readonly(),
    /** What to type on the system where this was found, each as it is pasted into a shell; the hint says which one when. */
    commands: z.array(z.string().min(1)).readonly().optional(),
    subject: SubjectSchema,
    retryable: z.boolean(),
  })
  .readonly();
export type Diagnostic = z.infer<typeof DiagnosticSchema>;

export interface DiagnosticOptions {
  readonly params?: TextParams;
  readonly evidence?: readonly string[];
  readonly commands?: readonly string[];
  readonly subject?: Subject;
  /** Overrides the catalogue's severity (for a rule that is an error in one place and a warning in another). */
  readonly severity?: Severity;
}

/** Makes a diagnostic from its catalogue entry. */
export function diagnostic(code: DiagnosticCode, options: DiagnosticOptions = {}): Diagnostic {
  const entry: DiagnosticEntry = diagnosticEntries[code];
  return {
    severity: options.severity ?? entry.severity,
    code,
    params: { ...options.params },
    evidence: [...(options.evidence ?? [])],
    ...(options.commands ? { commands: [...options.commands] } : {}),
    subject: { ...options.subject },
    retryable: entry.retryable ?? false,
  };
}

export interface DescribedDiagnostic {
  readonly summary: string;
  readonly hint: string;
}

/** The sentences of a diagnostic in one language. An unknown code (from a newer journal) is shown as the code itself. */
export function describeDiagnostic(value: Diagnostic, language: Language): DescribedDiagnostic {
  const entry: DiagnosticEntry | undefined = (diagnosticEntries as Readonly<Record<string, DiagnosticEntry>>)[
    value.code
  ];
  if (!entry) return { summary: value.code, hint: '' };
  return { summary: fill(entry.summary, language, value.params), hint: fill(entry.hint, language, value.params) };
}

/** How the engine fails: never a bare string. The message is English for logs; faces render by code. */
export class DiagnosticError extends Error {
  override readonly name = 'DiagnosticError';
  readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]];
  constructor(first: Diagnostic, ...rest: Diagnostic[]) {
    super(`${first.code}: ${describeDiagnostic(first, 'en').summary}`);
    this.diagnostics = [first, ...rest];
  }
}

/** `throw fail('area.what', {...})`. */
export function fail(code: DiagnosticCode, options: DiagnosticOptions = {}): DiagnosticError {
  return new DiagnosticError(diagnostic(code, options));
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((entry) => entry.severity === 'error');
}
