import { fill, type Text, type TextParams } from '../../api/text.ts';
import { EVIDENCE_TEXT } from './evidence-sentences.ts';
import type { Block, Cell, Tone } from './report-block.ts';
import type { ReportModel } from './report-model.ts';

/** The share of a line that the numbers of the evidence take. */
const EVIDENCE_SHARE = 0.09;

/** Writes blocks in the language of a report, each statement with the numbers of what it stands on. */
export interface ReportPen {
  readonly say: (text: Text, params?: TextParams) => string;
  readonly heading: (text: Text, level?: 2 | 3) => Block;
  readonly paragraph: (text: Text, params?: TextParams) => Block;
  /** `keysOf` says what row n stands on; without evidence in the report the table has no column for it. */
  readonly table: (
    head: readonly Text[],
    widths: readonly number[],
    rows: readonly (readonly Cell[])[],
    keysOf?: (row: number) => readonly string[],
  ) => Block;
  /** A cell that stands on these. */
  readonly on: (cell: Cell, ...keys: readonly string[]) => Cell;
}

export const plain = (text: string): Cell => ({ text });
export const mono = (text: string): Cell => ({ text, mono: true });

/** Of a check or a drill. */
export function toneOf(outcome: string): Tone {
  return outcome === 'passed' ? 'good' : outcome === 'failed' ? 'bad' : 'quiet';
}

export function penFor({ language, evidence }: Pick<ReportModel, 'language' | 'evidence'>): ReportPen {
  const say = (text: Text, params?: TextParams) => fill(text, language, params);
  const numbers = new Map(evidence.map(({ key, number }) => [key, number]));
  const on = (cell: Cell, ...keys: readonly string[]): Cell => {
    const found = keys.flatMap((key) => numbers.get(key) ?? []);
    return found.length === 0 ? cell : { ...cell, evidence: [...new Set(found)].sort() };
  };
  return {
    say,
    on,
    heading: (text, level = 2) => ({ kind: 'heading', text: say(text), level }),
    paragraph: (text, params) => ({ kind: 'paragraph', text: say(text, params) }),
    table(head, widths, rows, keysOf) {
      const columns = head.map((entry) => say(entry));
      if (!keysOf || numbers.size === 0) return { kind: 'table', head: columns, widths, rows };
      return {
        kind: 'table',
        head: [...columns, say(EVIDENCE_TEXT.column)],
        widths: [...widths.map((share) => share * (1 - EVIDENCE_SHARE)), EVIDENCE_SHARE],
        rows: rows.map((cells, index) => [...cells, on(plain(''), ...keysOf(index))]),
      };
    },
  };
}
