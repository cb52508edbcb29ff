import { type DiagnosticCode, type DiagnosticEntry, diagnosticEntries } from '../diagnostics/index.ts';
import type { Advice } from './advice.ts';
import { ADVICE } from './advice-by-code.ts';
import type { AreaHelp } from './area-help.ts';
import { AREAS, type DiagnosticArea } from './areas.ts';
import { TOPICS, type TopicId } from './topics.ts';

/** All that is known of one diagnostic code. */
export interface CodePage {
  readonly code: DiagnosticCode;
  readonly entry: DiagnosticEntry;
  readonly area: AreaHelp;
  readonly advice: Advice | undefined;
  readonly related: readonly DiagnosticCode[];
  /** Troubleshooting that names it. */
  readonly topics: readonly TopicId[];
}

const MOST_RELATED = 8;

export const CODES = Object.keys(diagnosticEntries) as readonly DiagnosticCode[];
export const TOPIC_IDS = Object.keys(TOPICS) as readonly TopicId[];

export function isCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(diagnosticEntries, text);
}

/** The page of a code: its sentence and hint, its area, what was written by hand, and its relatives. */
export function codePage(code: DiagnosticCode): CodePage {
  const [area, what] = halves(code);
  return {
    code,
    entry: diagnosticEntries[code],
    area: AREAS[area],
    advice: ADVICE[code],
    related: relatives(code, area, what),
    topics: TOPIC_IDS.filter((id) => TOPICS[id].codes.includes(code)),
  };
}

function halves(code: DiagnosticCode): readonly [DiagnosticArea, string] {
  const dot = code.indexOf('.');
  return [code.slice(0, dot) as DiagnosticArea, code.slice(dot + 1)];
}

/** Those named by hand, by either side, then those of the same area whose name begins with the same word. */
function relatives(code: DiagnosticCode, area: DiagnosticArea, what: string): readonly DiagnosticCode[] {
  const word = what.split('-')[0];
  const near = CODES.filter((other) => {
    const [otherArea, otherWhat] = halves(other);
    return otherArea === area && otherWhat.split('-')[0] === word;
  });
  const naming = CODES.filter((other) => ADVICE[other]?.related?.includes(code));
  const all = new Set([...(ADVICE[code]?.related ?? []), ...naming, ...near]);
  all.delete(code);
  return [...all].slice(0, MOST_RELATED);
}
