import { parse } from 'smol-toml';
import { type Diagnostic, DiagnosticError, fail } from '../../api/diagnostic.ts';
import { mapToml, nodeAt, type PathStep, parsePath, type TomlMap, type TomlNode, type TomlTable } from './toml-map.ts';
import { inline, isRecord, keyText, same } from './toml-value.ts';

/** One edit by field path, as diagnostics write it. An index one past the end appends to an array. */
export type TomlEdit =
  | { readonly op: 'set'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

export interface EditResult {
  /** The new text; the old one unchanged when a diagnostic is an error. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/**
 * Edits a TOML text in place. Every byte that is not the edited value, the inserted entry or the removed entry (with the
 * comment on its own line) stays as it was: comments, order, blanks, line ends. The comment-preserving library writes the
 * new values; the cutting is done here because the library takes neighbouring comments along when it removes a table.
 * After each edit the text is read again and compared with what was asked; anything else is refused, all or nothing.
 */
export function editToml(text: string, edits: readonly TomlEdit[]): EditResult {
  let current = text;
  try {
    for (const edit of edits) current = applyEdit(current, edit);
    return { text: current, diagnostics: [] };
  } catch (error) {
    if (error instanceof DiagnosticError) return { text, diagnostics: error.diagnostics };
    throw error;
  }
}

/** {@link editToml} for site.toml: the same edits, named for its callers. */
export function editSite(text: string, edits: readonly TomlEdit[]): EditResult {
  return editToml(text, edits);
}

function applyEdit(text: string, edit: TomlEdit): string {
  const refuse = (why: string): DiagnosticError =>
    fail('site.edit-refused', { params: { field: edit.path, why }, subject: { field: edit.path } });
  let steps: readonly PathStep[];
  let before: Record<string, unknown>;
  let map: TomlMap;
  try {
    steps = parsePath(edit.path);
    before = parse(text);
    map = mapToml(text);
  } catch (error) {
    throw refuse(firstLine(error));
  }
  const wanted = structuredClone(before);
  if (edit.op === 'set' && !setIn(wanted, steps, edit.value)) throw refuse('no such place');
  if (edit.op === 'remove' && !removeIn(wanted, steps)) throw refuse('no such field');
  if (edit.op === 'remove') dropUnwritten(wanted, map, steps);
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  for (const splices of candidates(map, steps, edit, eol, before)) {
    const after = splice(text, splices);
    if (after !== undefined && reads(after, wanted)) return after;
  }
  throw refuse('the file cannot take this edit by text; change it by hand');
}

function* candidates(
  map: TomlMap,
  steps: readonly PathStep[],
  edit: TomlEdit,
  eol: string,
  before: unknown,
): Generator<readonly Splice[]> {
  try {
    if (edit.op === 'remove') {
      yield removal(map, steps, false);
      yield removal(map, steps, true);
    } else {
      yield setting(map, steps, edit.value, eol, before);
      const node = nodeAt(map, steps);
      if (node && !isLines(node)) yield [{ start: node.start, end: node.end, insert: inline(edit.value) }];
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

// ------------------------------------------------------------------------------------------------------------- setting

function setting(
  map: TomlMap,
  steps: readonly PathStep[],
  value: unknown,
  eol: string,
  beforeRoot: unknown,
): readonly Splice[] {
  const before = valueIn(beforeRoot, steps);
  const node = nodeAt(map, steps);
  if (node === undefined) return insertion(map, steps, value, eol);
  if (same(before, value)) return [];
  if (isRecord(value) && node.kind === 'table' && isRecord(before)) {
    const splices: Splice[] = [];
    for (const key of Object.keys(before)) if (!(key in value)) splices.push(...removal(map, [...steps, key], false));
    for (const [key, entry] of Object.entries(value)) {
      if (key in before) splices.push(...setting(map, [...steps, key], entry, eol, beforeRoot));
    }
    const added = Object.entries(value).filter(([key]) => !(key in before));
    for (const [key, entry] of added) splices.push(...insertion(map, [...steps, key], entry, eol));
    return splices;
  }
  if (Array.isArray(value) && node.kind === 'array' && Array.isArray(before) && value.length === before.length) {
    return value.flatMap((entry, index) => setting(map, [...steps, index], entry, eol, beforeRoot));
  }
  if (
    Array.isArray(value) &&
    node.kind === 'array' &&
    node.form === 'tables' &&
    Array.isArray(before) &&
    value.length > 0
  ) {
    const kept = value.slice(0, before.length);
    return [
      ...kept.flatMap((entry, index) => setting(map, [...steps, index], entry, eol, beforeRoot)),
      ...before.slice(value.length).flatMap((_, index) => removal(map, [...steps, value.length + index], false)),
      ...value
        .slice(before.length)
        .flatMap((entry, index) => insertion(map, [...steps, before.length + index], entry, eol)),
    ];
  }
  if (isLines(node)) {
    throw new RangeError('a table of several lines cannot become something else');
  }
  return [{ start: node.start, end: node.end, insert: inline(value) }];
}

function insertion(map: TomlMap, steps: readonly PathStep[], value: unknown, eol: string): readonly Splice[] {
  const parentSteps = steps.slice(0, -1);
  const key = steps.at(-1);
  if (key === undefined) throw new RangeError('an empty path');
  const parent = nodeAt(map, parentSteps);
  if (!parent) return insertion(map, parentSteps, typeof key === 'number' ? [value] : { [key]: value }, eol);
  if (parent.kind === 'array' && typeof key === 'number') {
    return parent.form === 'inline'
      ? [appendItem(map.text, parent.start, parent.end, parent.items, inline(value), eol)].flat()
      : [blockAfter(map, parent.items.at(-1), headerOf(map, parentSteps, value, true, eol), eol)];
  }
  if (parent.kind !== 'table') throw new RangeError('not a place for a key');
  const name = String(key);
  if (parent.form === 'inline') {
    const items = [...parent.entries.values()].map((entry) => entry.node);
    return [appendItem(map.text, parent.start, parent.end, items, `${keyText(name)} = ${inline(value)}`, eol)].flat();
  }
  if (parentSteps.length === 0 && isRecord(value))
    return [blockAtEnd(map, headerOf(map, steps, value, false, eol), eol)];
  if (parentSteps.length === 0 && Array.isArray(value) && value.length > 0 && value.every(isRecord)) {
    const blocks = value.map((entry) => headerOf(map, steps, entry, true, eol)).join(eol);
    return [blockAtEnd(map, blocks, eol)];
  }
  const segment = parent.segments[0];
  const dotted = parent.dotted.at(-1);
  if (segment) {
    const last = segment.statements.at(-1);
    return [lineAfter(map.text, last?.lineEnd ?? segment.headerEnd, last, `${keyText(name)} = ${inline(value)}`, eol)];
  }
  if (dotted) {
    const path = [...dotted.prefix, name].map(keyText).join('.');
    return [lineAfter(map.text, dotted.statement.lineEnd, dotted.statement, `${path} = ${inline(value)}`, eol)];
  }
  // A table that exists only as part of a longer header ([a.b] makes a): it gets its own header behind its last part.
  return [blockAfter(map, parent, headerOf(map, parentSteps, { [name]: value }, false, eol), eol)];
}

function lineAfter(
  text: string,
  at: number,
  like: { readonly lineStart: number; readonly keyStart: number } | undefined,
  line: string,
  eol: string,
): Splice {
  const indent = like ? text.slice(like.lineStart, like.keyStart).replace(/[^ \t]/g, '') : '';
  const open = at > 0 && text[at - 1] !== '\n' && !(at === 1 && text.startsWith('\uFEFF'));
  return { start: at, end: at, insert: open ? `${eol}${indent}${line}` : `${indent}${line}${eol}` };
}

/** Behind the last line that belongs to the node. */
function blockAfter(map: TomlMap, node: TomlNode | undefined, block: string, eol: string): Splice {
  const end = node ? Math.max(...lineRanges(node).map((range) => range.end), -1) : -1;
  if (end < 0 || end >= map.text.length) return blockAtEnd(map, block, eol);
  return { start: end, end, insert: `${eol}${block}` };
}

function blockAtEnd(map: TomlMap, block: string, eol: string): Splice {
  const end = map.text.length;
  const gap = map.text === '' || map.text === '\uFEFF' ? '' : map.text.endsWith('\n') ? eol : `${eol}${eol}`;
  return { start: end, end, insert: `${gap}${block}` };
}

function headerOf(map: TomlMap, steps: readonly PathStep[], value: unknown, many: boolean, eol: string): string {
  if (!isRecord(value)) throw new RangeError('only a table can be a block');
  // An index can only be left out of a header for the last item: TOML headers always mean the last one.
  steps.forEach((step, index) => {
    if (typeof step !== 'number') return;
    const array = nodeAt(map, steps.slice(0, index));
    if (array?.kind !== 'array' || array.form !== 'tables') throw new RangeError('not below a header');
  });
  const name = steps
    .filter((step): step is string => typeof step === 'string')
    .map(keyText)
    .join('.');
  const lines = Object.entries(value).map(([key, entry]) => `${keyText(key)} = ${inline(entry)}`);
  return [many ? `[[${name}]]` : `[${name}]`, ...lines].map((line) => line + eol).join('');
}

/** Appends to `[ ... ]` or `{ ... }`: on one line behind the last value, in a list of lines as a line of its own. */
function appendItem(
  text: string,
  start: number,
  end: number,
  items: readonly TomlNode[],
  item: string,
  eol: string,
): readonly Splice[] {
  const last = items.at(-1);
  if (!last) {
    const blanks = text.slice(start + 1, end - 1);
    if (blanks.includes('#') || blanks.includes('\n')) {
      return [{ start: end - 1, end: end - 1, insert: `${blanks.endsWith('\n') ? '  ' : ''}${item}${eol}` }];
    }
    return [{ start: start + 1, end: end - 1, insert: text[start] === '{' ? ` ${item} ` : item }];
  }
  const closing = text.slice(last.end, end - 1);
  const lineBreak = closing.indexOf('\n');
  if (lineBreak < 0) return [{ start: last.end, end: last.end, insert: `, ${item}` }];
  const comma = /^\s*,/.exec(closing.slice(0, lineBreak + 1));
  const itemLine = text.lastIndexOf('\n', last.start) + 1;
  const indent = /^[ \t]*/.exec(text.slice(itemLine))?.[0] ?? '';
  const at = last.end + lineBreak + 1;
  return comma
    ? [{ start: at, end: at, insert: `${indent}${item},${eol}` }]
    : [
        { start: last.end, end: last.end, insert: ',' },
        { start: at, end: at, insert: `${indent}${item}${eol}` },
      ];
}

// ------------------------------------------------------------------------------------------------------------ removing

function removal(map: TomlMap, steps: readonly PathStep[], withCommaBefore: boolean): readonly Splice[] {
  const parent = nodeAt(map, steps.slice(0, -1));
  const key = steps.at(-1);
  const node = nodeAt(map, steps);
  if (!parent || !node || key === undefined) throw new RangeError('no such field');
  const entry = parent.kind === 'table' ? parent.entries.get(String(key)) : undefined;
  if (entry?.statement) return [{ start: entry.statement.lineStart, end: entry.statement.lineEnd, insert: '' }];
  if (isLines(node)) return merge(lineRanges(node)).map((range) => ({ ...range, insert: '' }));
  return [inlineRemoval(map.text, entry?.keyStart ?? node.start, node.end, parent, withCommaBefore)];
}

function inlineRemoval(text: string, start: number, end: number, parent: TomlNode, withCommaBefore: boolean): Splice {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const alone =
    /^[ \t]*$/.test(text.slice(lineStart, start)) && /^[ \t]*,?[ \t]*(#.*)?\r?\n$/.test(text.slice(end, lineEnd));
  if (alone && !withCommaBefore && lineEnd <= parent.end) return { start: lineStart, end: lineEnd, insert: '' };
  const commaAfter = /^[ \t]*,[ \t]*/.exec(text.slice(end));
  if (commaAfter && !withCommaBefore) return { start, end: end + commaAfter[0].length, insert: '' };
  const commaBefore = /,[ \t]*$/.exec(text.slice(0, start));
  if (commaBefore) return { start: start - commaBefore[0].length, end, insert: '' };
  return { start, end, insert: '' };
}

function isLines(node: TomlNode): boolean {
  return (node.kind === 'table' && node.form === 'lines') || (node.kind === 'array' && node.form === 'tables');
}

/** The lines that write a node: its headers with what stands directly below, its dotted lines, and those of its parts. */
function lineRanges(node: TomlNode): { readonly start: number; readonly end: number }[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'array') return node.items.flatMap(lineRanges);
  const own = node.segments.map((segment) => ({
    start: segment.lineStart,
    end: segment.statements.at(-1)?.lineEnd ?? segment.headerEnd,
  }));
  const dotted = node.dotted.map(({ statement }) => ({ start: statement.lineStart, end: statement.lineEnd }));
  return [...own, ...dotted, ...parts(node)];
}

function parts(node: TomlTable): { readonly start: number; readonly end: number }[] {
  return [...node.entries.values()].flatMap((entry) => (isLines(entry.node) ? lineRanges(entry.node) : []));
}

function merge(
  ranges: readonly { readonly start: number; readonly end: number }[],
): readonly { readonly start: number; readonly end: number }[] {
  const merged: { start: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

// ------------------------------------------------------------------------------------------------------ values and text

/** Undefined when two cuts overlap. */
function splice(text: string, splices: readonly Splice[]): string | undefined {
  let result = '';
  let at = 0;
  // At one place what is inserted comes before what is cut away, in the order in which it was asked for.
  const ordered = splices
    .map((entry, order) => ({ ...entry, order }))
    .sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || a.order - b.order);
  for (const part of ordered) {
    if (part.start < at) return undefined;
    result += text.slice(at, part.start) + part.insert;
    at = part.end;
  }
  return result + text.slice(at);
}

function reads(text: string, wanted: unknown): boolean {
  try {
    return same(parse(text), wanted);
  } catch {
    return false;
  }
}

function valueIn(root: unknown, steps: readonly PathStep[]): unknown {
  let value = root;
  for (const step of steps) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isRecord(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
    else return undefined;
  }
  return value;
}

function setIn(root: Record<string, unknown>, steps: readonly PathStep[], value: unknown): boolean {
  let holder: unknown = root;
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    const fresh = last ? value : typeof steps[index + 1] === 'number' ? [] : {};
    if (Array.isArray(holder)) {
      if (typeof step !== 'number' || step > holder.length) return false;
      if (last || step === holder.length) holder[step] = fresh;
      holder = holder[step];
    } else if (isRecord(holder)) {
      const key = String(step);
      if (key === '__proto__') return false;
      if (last || !Object.hasOwn(holder, key)) holder[key] = fresh;
      holder = holder[key];
    } else return false;
  }
  return true;
}

function removeIn(root: Record<string, unknown>, steps: readonly PathStep[]): boolean {
  const holder = valueIn(root, steps.slice(0, -1));
  const key = steps.at(-1);
  if (Array.isArray(holder) && typeof key === 'number' && key < holder.length) {
    holder.splice(key, 1);
    return true;
  }
  if (!isRecord(holder) || key === undefined || !Object.hasOwn(holder, String(key))) return false;
  delete holder[String(key)];
  return true;
}

/**
 * What is written only by its parts is gone with the last of them: an array of tables without a block, a table that only a
 * longer header or dotted key made. Nothing is left in the text to say that it is empty.
 */
function dropUnwritten(wanted: Record<string, unknown>, map: TomlMap, steps: readonly PathStep[]): void {
  for (let parentSteps = steps.slice(0, -1); parentSteps.length > 0; parentSteps = parentSteps.slice(0, -1)) {
    const parent = nodeAt(map, parentSteps);
    const value = valueIn(wanted, parentSteps);
    const empty = Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
    if (!parent || !empty || !isLines(parent) || (parent.kind === 'table' && parent.segments.length > 0)) return;
    removeIn(wanted, parentSteps);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
