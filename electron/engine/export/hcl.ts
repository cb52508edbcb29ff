/**
 * Writes HCL as `terraform fmt` leaves it: two blanks of indent, `=` aligned inside a run of single-line attributes, one
 * empty line around blocks. Pure; only what the export needs.
 */

export type HclValue = string | number | boolean | readonly HclValue[] | HclRaw | HclObject;
/** An expression as it stands, for example `var.endpoint`. */
export interface HclRaw {
  readonly raw: string;
}
/** An object value over several lines. */
export interface HclObject {
  readonly object: Readonly<Record<string, HclValue>>;
}
export type HclItem =
  | { readonly attribute: string; readonly value: HclValue }
  | { readonly block: string; readonly labels?: readonly string[]; readonly body: readonly HclItem[] }
  | { readonly comment: string };

export function attribute(name: string, value: HclValue): HclItem {
  return { attribute: name, value };
}
export function block(name: string, labels: readonly string[], body: readonly HclItem[]): HclItem {
  return { block: name, labels, body };
}

/** The text of a file. */
export function hclText(items: readonly HclItem[]): string {
  return `${lines(items, '').join('\n')}\n`;
}

function lines(items: readonly HclItem[], indent: string): readonly string[] {
  const out: string[] = [];
  items.forEach((item, index) => {
    const before = items[index - 1];
    if (before && !('comment' in before) && ('block' in item || 'block' in before)) out.push('');
    else if (before && 'comment' in item && !('comment' in before)) out.push('');
    if ('comment' in item) out.push(`${indent}# ${item.comment}`.trimEnd());
    else if ('block' in item) {
      const head = [item.block, ...(item.labels ?? []).map(text)].join(' ');
      if (item.body.length === 0) out.push(`${indent}${head} {}`);
      else out.push(`${indent}${head} {`, ...lines(item.body, `${indent}  `), `${indent}}`);
    } else out.push(...attributeLines(item.attribute, item.value, runWidth(items, index), indent));
  });
  return out;
}

/** Width of the longest name in the run of single-line attributes around an index; an object value stands alone. */
function runWidth(items: readonly HclItem[], index: number): number {
  const single = (item: HclItem | undefined): item is { attribute: string; value: HclValue } =>
    item !== undefined && 'attribute' in item && !isObject(item.value);
  const own = items[index];
  if (!single(own)) return 0;
  let width = own.attribute.length;
  for (const step of [-1, 1]) {
    for (let at = index + step; ; at += step) {
      const item = items[at];
      if (!single(item)) break;
      width = Math.max(width, item.attribute.length);
    }
  }
  return width;
}

function attributeLines(name: string, value: HclValue, width: number, indent: string): readonly string[] {
  if (!isObject(value)) return [`${indent}${name.padEnd(width)} = ${inline(value)}`];
  const entries = Object.entries(value.object).map(([key, entry]) => attribute(key, entry));
  return [`${indent}${name} = {`, ...lines(entries, `${indent}  `), `${indent}}`];
}

function inline(value: HclValue): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object') return String(value);
  if ('raw' in value) return value.raw;
  if (isObject(value)) throw new RangeError('an object is written over several lines');
  return `[${value.map(inline).join(', ')}]`;
}

/** A quoted template in which nothing is interpolated. */
function text(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[$%](?=\{)/g, '$&$&');
  return `"${escaped}"`;
}

function isObject(value: HclValue): value is HclObject {
  return typeof value === 'object' && 'object' in value;
}
