import type { SignOff } from '../../api/sign-off.ts';
import type { Drawing } from './site-drawing.ts';

export type Tone = 'good' | 'bad' | 'quiet' | 'plain';
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  readonly mono?: boolean;
  /** Numbers of the evidence that the text stands on. */
  readonly evidence?: readonly string[];
  /** The cell is where the number is explained. */
  readonly isEvidence?: boolean;
}
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly level: 2 | 3 }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone; readonly evidence?: readonly string[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, Cell])[] }
  /** `widths` are shares of the line, adding up to 1. */
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      readonly widths: readonly number[];
    }
  /** `text` says in words what it shows. */
  | { readonly kind: 'drawing'; readonly text: string; readonly drawing: Drawing }
  /** Lines to sign on paper. */
  | { readonly kind: 'signature'; readonly labels: readonly string[] }
  /** What was signed, one line each; a line without a name waits for a pen. */
  | { readonly kind: 'signed'; readonly lines: readonly SignedLine[] };

export interface SignedLine {
  readonly label: string;
  readonly name: string;
  readonly date: string;
  /** Undefined: the name, typed, stands for it. */
  readonly image: Extract<SignOff['signature'], { kind: 'image' }> | undefined;
}

export interface ReportDocument {
  readonly title: string;
  /** Across the top of every page of a rehearsal. */
  readonly band: string | undefined;
  /** The same in a word, at the foot of every page. */
  readonly bandWord?: string;
  readonly language: 'en' | 'es';
  readonly blocks: readonly Block[];
}
