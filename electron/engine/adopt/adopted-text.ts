import { inline, isRecord, keyText } from '../site/toml-value.ts';

/** A table of the file, or one entry of a list of tables. */
export interface TomlBlock {
  /** `network.management`, '' = the top; `[hosts]` = an entry of the list. */
  readonly head: string;
  readonly before?: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  /** Comments behind values, by key. */
  readonly notes?: Readonly<Record<string, string | undefined>>;
}

const WIDE = 110;

/** The text of a site file. Values that are undefined, and empty lists, are left out. */
export function tomlOf(head: readonly string[], blocks: readonly TomlBlock[], tail: readonly string[]): string {
  const parts = blocks.map(blockText).filter((text) => text !== '');
  return `${[asComments(head), ...parts, asComments(tail)].filter((text) => text !== '').join('\n\n')}\n`;
}

function blockText({ head, before = [], values, notes = {} }: TomlBlock): string {
  const said = Object.entries(values).filter(([, value]) => value !== undefined && !isEmptyList(value));
  if (said.length === 0) return '';
  const [, entry] = /^\[(.+)\]$/.exec(head) ?? [];
  const title = head === '' ? [] : [entry === undefined ? `[${head}]` : `[[${entry}]]`];
  const lines = said.map(([key, value]) => {
    const note = notes[key];
    return `${keyText(key)} = ${valueText(value)}${note === undefined ? '' : `   ${commentText(note)}`}`;
  });
  return [...(before.length === 0 ? [] : [asComments(before)]), ...title, ...lines].join('\n');
}

/** A list of tables that is too wide for a line has a line each. */
function valueText(value: unknown): string {
  const line = inline(clean(value));
  if (!Array.isArray(value) || !value.every(isRecord) || (line.length <= WIDE && value.length === 1)) return line;
  return `[\n${value.map((entry) => `  ${inline(clean(entry))},`).join('\n')}\n]`;
}

/** Without what is undefined. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, clean(entry)]])),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function asComments(lines: readonly string[]): string {
  return lines.map(commentText).join('\n');
}

/** What a machine said may hold anything; a comment takes no control character, and no half of one. */
function commentText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: TOML forbids exactly these in comments
  return `# ${text.replace(/[\u0000-\u001f\u007f]+/g, ' ').replace(/[\ud800-\udfff]/g, '?')}`.trimEnd();
}
