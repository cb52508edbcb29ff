import { canonicalJson, isRecord } from './json-text.ts';

export interface TableOptions {
  readonly border: boolean;
  readonly header: boolean;
  readonly columns?: readonly string[];
}

/** The default text form of a result: a table with box glyphs for objects and lists, the bare value otherwise. */
export function textResult(value: unknown, options: TableOptions): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    if (value.length === 0) return '';
    if (!isRecord(value[0])) return value.map((item) => `${cell(item)}\n`).join('');
    const rows = value.filter(isRecord);
    const columns = options.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();
    return table(
      columns,
      rows.map((row) => columns.map((name) => cell(row[name]))),
      options,
    );
  }
  if (isRecord(value)) {
    const keys = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort();
    return table(
      ['key', 'value'],
      keys.map((key) => [key, cell(value[key])]),
      options,
    );
  }
  return `${cell(value)}\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}

function table(columns: readonly string[], rows: readonly (readonly string[])[], options: TableOptions): string {
  const widths = columns.map((name, index) =>
    Math.max(options.header ? name.length : 0, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (values: readonly string[]) => values.map((text, index) => text.padEnd(widths[index] ?? 0));
  if (!options.border) {
    const lines = [...(options.header ? [line(columns)] : []), ...rows.map(line)];
    return lines.map((values) => `${values.join(' ')}\n`).join('');
  }
  const rule = (left: string, fill: string, cross: string, right: string) =>
    `${left}${widths.map((width) => fill.repeat(width + 2)).join(cross)}${right}\n`;
  const body = rows.map((row) => `│ ${line(row).join(' │ ')} │\n`).join(rule('├', '─', '┼', '┤'));
  const head = options.header ? `│ ${line(columns).join(' │ ')} │\n${rule('╞', '═', '╪', '╡')}` : '';
  return `${rule('┌', '─', '┬', '┐')}${head}${body}${rule('└', '─', '┴', '┘')}`;
}
