import { createHash } from 'node:crypto';
import type { EditStepView } from '../../api/edits.ts';
import { looksLikeSecret } from './secret-look.ts';

/**
 * The edits of a site.toml as steps that can be put back, pure. A step is the one piece of text in which two texts differ, with the
 * digests of both: it is put back only onto the very text that it left, so nothing that was written otherwise is ever lost.
 */

export interface EditStep extends EditStepView {
  /** Where the texts begin to differ. */
  readonly start: number;
  readonly removed: string;
  readonly inserted: string;
  /** SHA-256 of the whole text before and after. */
  readonly before: string;
  readonly after: string;
}

export interface EditHistory {
  /** Oldest first. */
  readonly steps: readonly EditStep[];
  /** How many of them are done; those behind were put back. */
  readonly done: number;
}

export const NO_EDITS: EditHistory = { steps: [], done: 0 };

const MAX_STEPS = 500;
/** Characters of all pieces together; the newest 200 steps of any sensible size are far below. */
const MAX_CHARS = 2 * 1024 * 1024;
const SHOWN_FIELDS = 8;

/** The step from one text to another; undefined where they are equal. */
export function editStep(before: string, after: string, fields: readonly string[], at: Date): EditStep | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const named = [...new Set(fields)];
  return {
    fields: named.slice(0, SHOWN_FIELDS),
    count: named.length,
    at: at.toISOString(),
    start,
    removed: before.slice(start, before.length - end),
    inserted: after.slice(start, after.length - end),
    before: digest(before),
    after: digest(after),
  };
}

/**
 * The history once a step was made: what was put back before is gone. A text that holds a secret in clear (which the plan refuses)
 * begins a new history, so that no piece of it is kept.
 */
export function withStep(history: EditHistory, step: EditStep, before: string, after: string): EditHistory {
  const isSecret =
    holdsSecret(linesAround(before, step.start, step.removed)) ||
    holdsSecret(linesAround(after, step.start, step.inserted));
  if (isSecret) return NO_EDITS;
  const known = placeIn(history, step.before) ?? history.done;
  const steps = [...history.steps.slice(0, known), step].slice(-MAX_STEPS);
  let chars = 0;
  let first = steps.length;
  for (const entry of [...steps].reverse()) {
    chars += entry.removed.length + entry.inserted.length;
    if (chars > MAX_CHARS) break;
    first -= 1;
  }
  const kept = steps.slice(first);
  return { steps: kept, done: kept.length };
}

/** What the last edit would put back, or the next one would do again. */
export function nextStep(history: EditHistory, text: string, direction: 'undo' | 'redo'): EditStep | undefined {
  const done = placeIn(history, digest(text)) ?? history.done;
  return history.steps[direction === 'undo' ? done - 1 : done];
}

/** The text with one step put back or done again, and the history then; undefined where the text is not the one it belongs to. */
export function takeStep(
  history: EditHistory,
  text: string,
  direction: 'undo' | 'redo',
): { readonly text: string; readonly history: EditHistory } | undefined {
  const here = digest(text);
  const done = placeIn(history, here);
  const step = done === undefined ? undefined : history.steps[direction === 'undo' ? done - 1 : done];
  if (done === undefined || !step) return undefined;
  const isUndo = direction === 'undo';
  const [from, to] = isUndo ? [step.inserted, step.removed] : [step.removed, step.inserted];
  if (here !== (isUndo ? step.after : step.before)) return undefined;
  if (text.slice(step.start, step.start + from.length) !== from) return undefined;
  const next = text.slice(0, step.start) + to + text.slice(step.start + from.length);
  if (digest(next) !== (isUndo ? step.before : step.after)) return undefined;
  return { text: next, history: { ...history, done: isUndo ? done - 1 : done + 1 } };
}

/**
 * How many steps are done when the text has this digest. The history is written before the text is: after a power cut between the two
 * the text is one step beside what the history says.
 */
function placeIn({ steps, done }: EditHistory, here: string): number | undefined {
  return [done, done - 1, done + 1].find((place) => steps[place - 1]?.after === here || steps[place]?.before === here);
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function linesAround(text: string, start: number, piece: string): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', start + piece.length);
  return text.slice(from, to < 0 ? text.length : to);
}

function holdsSecret(lines: string): boolean {
  if (looksLikeSecret('', lines)) return true;
  // Every `key = "value"`, also several on a line. Keys are short: a long line is not searched again and again.
  const parts = lines.split('=');
  return parts.slice(1).some((behind, index) => {
    const key = /([A-Za-z0-9_-]+)["']?[ \t]*$/.exec((parts[index] ?? '').slice(-80))?.[1] ?? '';
    const value = /^[ \t]*(["'])(.{0,200})/.exec(behind);
    return value !== null && looksLikeSecret(key, (value[2] ?? '').split(value[1] ?? '"')[0]);
  });
}
