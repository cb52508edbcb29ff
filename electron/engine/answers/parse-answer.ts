import { type Diagnostic, diagnostic, hasErrors, type Severity } from '../../api/diagnostic.ts';
import type { PveVersion } from '../../api/site.ts';
import type { Answer } from './answer.ts';
import { decodeAnswer } from './decode-answer.ts';
import type { Report } from './decode-toml.ts';
import { isTomlTable, parseTomlDocument, type TomlTable } from './toml-document.ts';
import { type FindTomlLine, makeTomlLineFinder } from './toml-lines.ts';
import { verifyAnswer } from './verify-answer.ts';

/** More problems than a person reads; the verdict needs one, and a hostile file could have a hundred thousand. */
const MOST_DIAGNOSTICS = 100;

export interface ParsedAnswer {
  /** Set when the installer reads the file, whatever `validate-answer` says of its spelling. */
  readonly answer?: Answer;
  /** The verdict of `proxmox-auto-install-assistant validate-answer` of that version. */
  readonly validates: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParseAnswerOptions {
  readonly version: PveVersion;
  /** Named in the diagnostics. */
  readonly file?: string;
  /** How an underscore key of 9.x is reported: `validate-answer` refuses it, the installer reads it. */
  readonly underscoreSeverity?: Severity;
}

/**
 * Reads an answer file as Proxmox VE's own parser of that version does (8.4.6, 9.1.7, 9.2.7). Accepts and rejects what it does;
 * where the vendor stops at the first problem, all of them are reported.
 */
export function parseAnswer(text: string, options: ParseAnswerOptions): ParsedAnswer {
  const { version, file } = options;
  const document = parseTomlDocument(text, file);
  if (!document.ok) return { validates: false, diagnostics: document.diagnostics };
  const diagnostics: Diagnostic[] = [];
  const findLine = makeTomlLineFinder(text);
  const report = makeReport(diagnostics, findLine, version, file);
  const answer = decodeAnswer(document.table, version, report);
  if (answer) verifyAnswer(answer, version, report);
  const isRead = !hasErrors(diagnostics);
  const underscored = version === '8.4' ? [] : findUnderscoreKeys(document.table);
  for (const path of underscored.slice(0, MOST_DIAGNOSTICS)) {
    const key = path.at(-1) ?? '';
    const field = path.join('.');
    diagnostics.push(
      diagnostic('answer.underscore-key', {
        params: { version, key, better: key.replaceAll('_', '-') },
        subject: { file, field, line: findLine(field) },
        severity: options.underscoreSeverity ?? 'error',
      }),
    );
  }
  return { answer: isRead ? answer : undefined, validates: isRead && underscored.length === 0, diagnostics };
}

function makeReport(
  diagnostics: Diagnostic[],
  findLine: FindTomlLine,
  version: PveVersion,
  file: string | undefined,
): Report {
  return (code, path, params) => {
    if (diagnostics.length >= MOST_DIAGNOSTICS) return undefined;
    diagnostics.push(
      diagnostic(code, {
        params: { key: path, version, ...params },
        subject: { file, field: path || undefined, line: findLine(path) },
      }),
    );
    return undefined;
  };
}

/** Keys with an underscore anywhere but in the two filters, as `validate-answer` of 9.x looks for them (not inside arrays). */
function findUnderscoreKeys(table: TomlTable, section: readonly string[] = []): readonly (readonly string[])[] {
  const here = section.join(' ');
  if (here === 'network filter' || here === 'disk-setup filter') return [];
  return Object.entries(table).flatMap(([key, value]) => {
    const path = [...section, key];
    const below = isTomlTable(value) ? findUnderscoreKeys(value, path) : [];
    return key.includes('_') ? [path, ...below] : below;
  });
}
