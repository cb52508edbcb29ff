import { parse } from 'smol-toml';

/**
 * Where everything stands in a TOML text: a tree with byte-exact ranges (UTF-16 offsets). Made for text that smol-toml has
 * accepted; it finds places (line numbers of diagnostics, ranges of edits) and never judges. TOML 1.0 and 1.1.
 */

/** One `key = value` line outside of inline tables, from the start of its line to the start of the next. */
export interface TomlStatement {
  readonly lineStart: number;
  readonly keyStart: number;
  /** End of the value, before trailing blanks and the comment. */
  readonly valueEnd: number;
  readonly lineEnd: number;
  /** Key path as written, relative to the table it stands in. */
  readonly keyPath: readonly string[];
}

/** One `[header]` with the statements directly below it; the root has one segment without a header. */
export interface TomlSegment {
  readonly lineStart: number;
  readonly headerEnd: number;
  readonly statements: TomlStatement[];
}

export interface TomlEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly node: TomlNode;
  /** Present where the entry is written by a line of its own (not inside an inline table). */
  readonly statement?: TomlStatement;
}

export interface TomlScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
}

/** `inline` = [ ... ]; `tables` = [[ ... ]] blocks. */
export interface TomlArray {
  readonly kind: 'array';
  readonly form: 'inline' | 'tables';
  readonly start: number;
  readonly end: number;
  readonly items: TomlNode[];
}

/** `lines` tables are written by headers (segments) or dotted keys (statements); `inline` = { ... }. */
export interface TomlTable {
  readonly kind: 'table';
  readonly form: 'inline' | 'lines';
  readonly start: number;
  readonly end: number;
  readonly entries: Map<string, TomlEntry>;
  readonly segments: TomlSegment[];
  /** Statements whose dotted key runs through this table. */
  readonly dotted: { readonly statement: TomlStatement; readonly prefix: readonly string[] }[];
}

export type TomlNode = TomlScalar | TomlArray | TomlTable;

export interface TomlMap {
  readonly text: string;
  readonly root: TomlTable;
}

/** A step of a field path: a key, or an index into an array. */
export type PathStep = string | number;

/** Maps a text that smol-toml accepts. Throws RangeError on text that it cannot follow. */
export function mapToml(text: string): TomlMap {
  return new Scanner(text).run();
}

/** The node at a path, if there is one. Number-like keys of tables are found by their text. */
export function nodeAt(map: TomlMap, path: readonly PathStep[]): TomlNode | undefined {
  let node: TomlNode | undefined = map.root;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (node.kind === 'table') node = node.entries.get(String(step))?.node;
    else if (node.kind === 'array' && typeof step === 'number') node = node.items[step];
    else return undefined;
  }
  return node;
}

/** 1-based line of the field, or of the nearest thing around it that is written; undefined for a whole-file matter. */
export function lineOfPath(map: TomlMap, path: readonly PathStep[]): number | undefined {
  let node: TomlNode | undefined = map.root;
  let offset: number | undefined;
  for (const step of path) {
    if (node?.kind === 'table') {
      const entry: TomlEntry | undefined = node.entries.get(String(step));
      if (!entry) break;
      offset = entry.keyStart;
      node = entry.node;
    } else if (node?.kind === 'array' && typeof step === 'number') {
      const item: TomlNode | undefined = node.items[step];
      if (!item) break;
      offset = item.start;
      node = item;
    } else break;
  }
  return offset === undefined ? undefined : lineOfOffset(map.text, offset);
}

/** 1-based line number of an offset. */
export function lineOfOffset(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Splits `hosts[1].install."odd.key"` into steps. Throws RangeError when it is no path. */
export function parsePath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  const pattern = /(?:^|\.)(?:([A-Za-z0-9_-]+)|("(?:[^"\\]|\\.)*"))|\[(\d+)\]/y;
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path);
    if (!match || (match[3] !== undefined && steps.length === 0)) throw new RangeError(`not a field path: ${path}`);
    if (match[3] !== undefined) steps.push(Number(match[3]));
    else steps.push(match[1] ?? (JSON.parse(match[2] ?? '""') as string));
  }
  if (steps.length === 0) throw new RangeError('an empty field path');
  return steps;
}

/** Writes steps as a field path: the inverse of {@link parsePath}. */
export function pathText(steps: readonly PropertyKey[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const key = String(step);
      const text = /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
      return index === 0 ? text : `.${text}`;
    })
    .join('');
}

class Scanner {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }

  run(): TomlMap {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    const root = table('lines', 0, this.#text.length);
    let segment: TomlSegment = { lineStart: this.#at, headerEnd: this.#at, statements: [] };
    root.segments.push(segment);
    let current = root;
    for (;;) {
      this.#skipTrivia();
      if (this.#at >= this.#text.length) return { text: this.#text, root };
      const lineStart = this.#text.lastIndexOf('\n', this.#at - 1) + 1 || (this.#text.startsWith('\uFEFF') ? 1 : 0);
      if (this.#text[this.#at] === '[') {
        const start = this.#at;
        const many = this.#text.startsWith('[[', start);
        this.#at += many ? 2 : 1;
        const keys = this.#keys();
        this.#at += many ? 2 : 1;
        const headerEnd = this.#lineEnd();
        segment = { lineStart, headerEnd, statements: [] };
        current = openTable(root, keys, many, start);
        current.segments.push(segment);
        this.#at = headerEnd;
      } else {
        const keyStart = this.#at;
        const keyPath = this.#keys();
        this.#at += 1;
        this.#skipBlanks();
        const node = this.#value();
        const valueEnd = this.#at;
        const lineEnd = this.#lineEnd();
        const statement = { lineStart, keyStart, valueEnd, lineEnd, keyPath };
        segment.statements.push(statement);
        putDotted(current, keyPath, keyStart, node, statement);
        this.#at = lineEnd;
      }
    }
  }

  #value(): TomlNode {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '[') return this.#array();
    if (first === '{') return this.#inlineTable();
    if (first === '"' || first === "'") this.#string(first);
    else {
      while (this.#at < this.#text.length && !/[,\]}#\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      while (this.#at > start && /[ \t]/.test(this.#text[this.#at - 1] ?? '')) this.#at -= 1;
    }
    if (this.#at === start) throw new RangeError(`no value at offset ${start}`);
    return { kind: 'scalar', start, end: this.#at };
  }

  #array(): TomlArray {
    const start = this.#at;
    this.#at += 1;
    const items: TomlNode[] = [];
    for (;;) {
      this.#skipTrivia();
      const char = this.#text[this.#at];
      if (char === undefined) throw new RangeError('an array without end');
      if (char === ']') break;
      if (char === ',') this.#at += 1;
      else items.push(this.#value());
    }
    this.#at += 1;
    return { kind: 'array', form: 'inline', start, end: this.#at, items };
  }

  #inlineTable(): TomlTable {
    const start = this.#at;
    this.#at += 1;
    const entries: [readonly string[], number, TomlNode][] = [];
    for (;;) {
      this.#skipTrivia();
      const char = this.#text[this.#at];
      if (char === undefined) throw new RangeError('an inline table without end');
      if (char === '}') break;
      if (char === ',') {
        this.#at += 1;
        continue;
      }
      const keyStart = this.#at;
      const keys = this.#keys();
      this.#at += 1;
      this.#skipTrivia();
      entries.push([keys, keyStart, this.#value()]);
    }
    this.#at += 1;
    const node = table('inline', start, this.#at);
    for (const [keys, keyStart, value] of entries) putDotted(node, keys, keyStart, value, undefined);
    return node;
  }

  /** Reads a (dotted) key and stops at `=` or `]`. */
  #keys(): readonly string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skipBlanks();
      const start = this.#at;
      const first = this.#text[start];
      if (first === '"' || first === "'") {
        this.#string(first);
        const raw = this.#text.slice(start, this.#at);
        keys.push(String((parse(`k = ${raw}`) as { k: unknown }).k));
      } else {
        while (/[^\s.=\]]/.test(this.#text[this.#at] ?? ' ')) this.#at += 1;
        if (this.#at === start) throw new RangeError(`no key at offset ${start}`);
        keys.push(this.#text.slice(start, this.#at));
      }
      this.#skipBlanks();
      if (this.#text[this.#at] !== '.') return keys;
      this.#at += 1;
    }
  }

  #string(quote: '"' | "'"): void {
    const triple = quote.repeat(3);
    const closing = this.#text.startsWith(triple, this.#at) ? triple : quote;
    this.#at += closing.length;
    while (!this.#text.startsWith(closing, this.#at)) {
      if (this.#at >= this.#text.length) throw new RangeError('a string without end');
      this.#at += quote === '"' && this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at += closing.length;
    // Up to two quotes may stand before the closing three: """a""""" ends with two quotes of content.
    for (let extra = 0; closing === triple && extra < 2 && this.#text[this.#at] === quote; extra += 1) this.#at += 1;
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
  }

  #skipTrivia(): void {
    for (;;) {
      while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      if (this.#text[this.#at] !== '#') return;
      while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at += 1;
    }
  }

  /** Start of the next line, or the end of the text. */
  #lineEnd(): number {
    const newline = this.#text.indexOf('\n', this.#at);
    return newline < 0 ? this.#text.length : newline + 1;
  }
}

function table(form: TomlTable['form'], start: number, end: number): TomlTable {
  return { kind: 'table', form, start, end, entries: new Map(), segments: [], dotted: [] };
}

/** The table that a header opens, made on the way where needed. */
function openTable(root: TomlTable, keys: readonly string[], many: boolean, start: number): TomlTable {
  let node = root;
  keys.forEach((key, index) => {
    const last = index === keys.length - 1;
    const entry = node.entries.get(key);
    if (last && many) {
      const array: TomlNode = entry?.node ?? { kind: 'array', form: 'tables', start, end: start, items: [] };
      if (array.kind !== 'array') throw new RangeError(`${key} is no array of tables`);
      if (!entry) node.entries.set(key, { key, keyStart: start, node: array });
      node = table('lines', start, start);
      array.items.push(node);
      return;
    }
    const found = entry?.node.kind === 'array' ? entry.node.items.at(-1) : entry?.node;
    if (found && found.kind !== 'table') throw new RangeError(`${key} is no table`);
    const next = found ?? table('lines', start, start);
    if (!entry) node.entries.set(key, { key, keyStart: start, node: next });
    node = next;
  });
  return node;
}

function putDotted(
  current: TomlTable,
  keyPath: readonly string[],
  keyStart: number,
  value: TomlNode,
  statement: TomlStatement | undefined,
): void {
  let node = current;
  keyPath.forEach((key, index) => {
    if (index === keyPath.length - 1) {
      node.entries.set(key, { key, keyStart, node: value, ...(statement ? { statement } : {}) });
      return;
    }
    const found = node.entries.get(key)?.node;
    if (found && found.kind !== 'table') throw new RangeError(`${key} is no table`);
    const next = found ?? table(statement ? 'lines' : 'inline', keyStart, value.end);
    if (!found) node.entries.set(key, { key, keyStart, node: next });
    if (statement) next.dotted.push({ statement, prefix: keyPath.slice(0, index + 1) });
    node = next;
  });
}
