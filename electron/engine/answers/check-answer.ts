import { type Diagnostic, diagnostic, hasErrors } from '../../api/diagnostic.ts';
import type { PveVersion } from '../../api/site.ts';
import { findAnswerTraps } from './answer-traps.ts';
import type { Inventory } from './inventory.ts';
import { findInventoryTraps } from './inventory-traps.ts';
import { maskAddresses } from './mask-answer.ts';
import { type Installs, matchInventory } from './match-inventory.ts';
import { parseAnswer } from './parse-answer.ts';
import { type FindTomlLine, makeTomlLineFinder } from './toml-lines.ts';
import type { AnswerSurroundings } from './trap.ts';

export interface CheckAnswerOptions {
  readonly version: PveVersion;
  /** The machine it is meant for. With it the verdict is the installer's, without it that of `validate-answer`. */
  readonly inventory?: Inventory;
  readonly file: string;
  /** Sharpens warnings; the verdict never depends on it. */
  readonly surroundings?: AnswerSurroundings;
}

/** More warnings than a person reads. */
const MOST_TRAPS = 100;

/** One line of `sitewright answers check --json`. */
export interface AnswerCheck {
  readonly file: string;
  readonly accepted: boolean;
  readonly installs: Installs | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges one answer file. Errors are exactly what the vendor refuses; warnings name what it accepts and then does otherwise than
 * the writer is likely to think.
 */
export function checkAnswer(text: string, options: CheckAnswerOptions): AnswerCheck {
  const { version, inventory, file, surroundings } = options;
  const parsed = parseAnswer(text, { version, file, underscoreSeverity: inventory ? 'warning' : 'error' });
  if (!parsed.answer) {
    return { file, accepted: false, installs: null, diagnostics: parsed.diagnostics.map(withoutSecrets) };
  }
  const findLine = makeTomlLineFinder(text);
  const traps = findAnswerTraps(parsed.answer, version, surroundings);
  const match = inventory ? matchInventory(parsed.answer, inventory, { version, file }) : undefined;
  const machineTraps = inventory && match?.installs ? findInventoryTraps(parsed.answer, inventory, match.installs) : [];
  const found = [
    ...(match?.diagnostics ?? []),
    ...[...traps, ...machineTraps]
      .slice(0, MOST_TRAPS)
      .map(({ code, field, params }) => diagnostic(code, { params, subject: { file, field } })),
  ].map((each) => addLine(each, findLine));
  const diagnostics = [...parsed.diagnostics, ...found].map(withoutSecrets);
  const accepted = inventory ? match?.installs !== undefined : parsed.validates;
  if (accepted === hasErrors(diagnostics)) throw new Error('a verdict and its diagnostics differ');
  return { file, accepted, installs: match?.installs ?? null, diagnostics };
}

function addLine(found: Diagnostic, findLine: FindTomlLine): Diagnostic {
  const { field } = found.subject;
  return field === undefined ? found : { ...found, subject: { ...found.subject, line: findLine(field) } };
}

/** What a diagnostic quotes of the file is printed and kept: the path of the receiver's address is in none. */
function withoutSecrets(found: Diagnostic): Diagnostic {
  const params = Object.entries(found.params).map(([key, value]) => [
    key,
    typeof value === 'string' ? maskAddresses(value) : value,
  ]);
  return { ...found, params: Object.fromEntries(params), evidence: found.evidence.map(maskAddresses) };
}
