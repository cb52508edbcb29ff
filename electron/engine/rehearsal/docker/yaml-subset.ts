export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

export class YamlError extends Error {
  override readonly name = 'YamlError';
  constructor(message: string, line: number) {
    super(`yaml: line ${line}: ${message}`);
  }
}

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the YAML that compose files are written in: block mappings and sequences, flow lists and maps on one line, quoted and
 * plain scalars, `|` and `>` blocks, comments. Anchors, tags, merge keys and several documents are refused, not guessed.
 */
export function parseYaml(source: string): Yaml {
  const raw = source.replace(/\r\n/g, '\n').split('\n');
  let at = 0;

  /** The next line that is not blank or a comment, without moving. */
  function peek(): Line | undefined {
    for (; at < raw.length; at += 1) {
      const text = stripComment(raw[at] as string);
      if (text.trim() === '' || (at === 0 && text === '---')) continue;
      const indent = text.length - text.trimStart().length;
      if (text.slice(0, indent).includes('\t'))
        throw new YamlError('found character that cannot start any token', at + 1);
      return { number: at + 1, indent, text: text.trim() };
    }
    return undefined;
  }

  function block(indent: number): Yaml {
    const first = peek();
    if (!first) return null;
    return first.text === '-' || first.text.startsWith('- ') ? sequence(indent) : mapping(indent);
  }

  function sequence(indent: number): Yaml {
    const items: Yaml[] = [];
    for (;;) {
      const line = peek();
      if (!line || line.indent < indent || (line.indent === indent && !/^-( |$)/.test(line.text))) return items;
      if (line.indent > indent) throw new YamlError('did not find expected - indicator', line.number);
      const rest = line.text.slice(1).trim();
      if (rest === '') {
        at += 1;
        const next = peek();
        items.push(next && next.indent > indent ? block(next.indent) : null);
      } else if (keyOf(rest) !== undefined && !/^["'[{]/.test(rest)) {
        // "- key: value": a mapping that starts on the dash's line.
        const inner = line.indent + (line.text.length - rest.length);
        raw[at] = `${' '.repeat(inner)}${rest}`;
        items.push(mapping(inner));
      } else {
        at += 1;
        items.push(value(rest, line, indent));
      }
    }
  }

  function mapping(indent: number): Yaml {
    const result: Record<string, Yaml> = {};
    for (;;) {
      const line = peek();
      if (!line || line.indent < indent) return result;
      if (line.indent > indent) throw new YamlError('mapping values are not allowed in this context', line.number);
      if (/^-( |$)/.test(line.text)) return result;
      const found = keyOf(line.text);
      if (!found) throw new YamlError("could not find expected ':'", line.number);
      if (found.key === '<<') throw new YamlError('merge keys are not read', line.number);
      if (Object.hasOwn(result, found.key))
        throw new YamlError(`mapping key "${found.key}" already defined`, line.number);
      at += 1;
      if (found.rest !== '') {
        result[found.key] = value(found.rest, line, indent);
        continue;
      }
      const next = peek();
      const isSequence = next && next.indent === indent && /^-( |$)/.test(next.text);
      result[found.key] = next && (next.indent > indent || isSequence) ? block(next.indent) : null;
    }
  }

  function value(text: string, line: Line, indent: number): Yaml {
    if (/^[|>][-+]?\d*$/.test(text)) return blockScalar(text, indent);
    if (/^[&*!]/.test(text)) throw new YamlError('anchors, aliases and tags are not read', line.number);
    return flow(text, line.number);
  }

  function blockScalar(header: string, indent: number): string {
    const lines: string[] = [];
    let width: number | undefined;
    for (; at < raw.length; at += 1) {
      const text = raw[at] as string;
      const own = text.length - text.trimStart().length;
      if (text.trim() !== '') {
        if (own <= indent) break;
        width ??= own;
      }
      lines.push(text.slice(width ?? 0));
    }
    while (lines.at(-1)?.trim() === '') lines.pop();
    const joined = header.startsWith('|') ? lines.join('\n') : lines.join('\n').replace(/([^\n])\n(?=[^\n ])/g, '$1 ');
    return header.includes('-') ? joined : `${joined}\n`;
  }

  const result = block(peek()?.indent ?? 0);
  const rest = peek();
  if (rest) throw new YamlError('did not find expected key', rest.number);
  return result;
}

/** `key: rest`; quoted keys too. undefined where the text is no mapping entry. */
function keyOf(text: string): { readonly key: string; readonly rest: string } | undefined {
  const quoted = /^(?:"([^"]*)"|'([^']*)')\s*:(?:\s+(.*))?$/.exec(text);
  if (quoted) return { key: quoted[1] ?? quoted[2] ?? '', rest: quoted[3]?.trim() ?? '' };
  const plain = /^([^\s"'[\]{},#&*!|>%@`][^:]*?|[^\s"'[\]{},#&*!|>%@`]+?)\s*:(?:\s+(.*))?$/.exec(text);
  return plain ? { key: plain[1] as string, rest: plain[2]?.trim() ?? '' } : undefined;
}

/** A comment starts at a `#` at the beginning or after a blank, outside quotes. */
function stripComment(text: string): string {
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (quote !== '') {
      if (char === '\\' && quote === '"') index += 1;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /^[\s\-:,[{]?$/.test(text[index - 1] ?? '')) quote = char;
    else if (char === '#' && (index === 0 || /\s/.test(text[index - 1] as string)))
      return text.slice(0, index).trimEnd();
  }
  return text.trimEnd();
}

function scalar(text: string): Yaml {
  if (/^(null|Null|NULL|~)$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?(0|[1-9]\d*)$/.test(text) || /^[-+]?\d+\.\d+$/.test(text)) return Number(text);
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** A value on one line: quoted, `[a, b]`, `{a: b}` or plain. */
function flow(source: string, line: number): Yaml {
  let at = 0;
  const bad = (what: string) => new YamlError(what, line);
  const blanks = () => {
    while (/\s/.test(source[at] ?? '')) at += 1;
  };

  function quoted(mark: string): string {
    let result = '';
    at += 1;
    for (;;) {
      const char = source[at];
      if (char === undefined) throw bad('found unexpected end of stream');
      at += 1;
      if (char === mark) {
        if (mark === "'" && source[at] === "'") {
          result += "'";
          at += 1;
          continue;
        }
        return result;
      }
      if (char === '\\' && mark === '"') {
        const next = source[at] ?? '';
        at += 1;
        if (next === 'u' || next === 'x') {
          const size = next === 'u' ? 4 : 2;
          result += String.fromCharCode(Number.parseInt(source.slice(at, at + size), 16));
          at += size;
        } else result += ESCAPES[next] ?? next;
      } else result += char;
    }
  }

  function item(stops: string): Yaml {
    blanks();
    const char = source[at];
    if (char === '"' || char === "'") return quoted(char);
    if (char === '[') {
      at += 1;
      const items: Yaml[] = [];
      for (;;) {
        blanks();
        if (source[at] === ']') {
          at += 1;
          return items;
        }
        items.push(item(',]'));
        blanks();
        if (source[at] === ',') at += 1;
        else if (source[at] !== ']') throw bad("did not find expected ',' or ']'");
      }
    }
    if (char === '{') {
      at += 1;
      const result: Record<string, Yaml> = {};
      for (;;) {
        blanks();
        if (source[at] === '}') {
          at += 1;
          return result;
        }
        const key = String(item(':}'));
        blanks();
        if (source[at] !== ':') throw bad("did not find expected ':'");
        at += 1;
        result[key] = item(',}');
        blanks();
        if (source[at] === ',') at += 1;
        else if (source[at] !== '}') throw bad("did not find expected ',' or '}'");
      }
    }
    const start = at;
    while (at < source.length && !stops.includes(source[at] as string)) at += 1;
    return scalar(source.slice(start, at).trim());
  }

  const result = item('');
  blanks();
  if (at < source.length) throw bad('did not find expected key');
  return result;
}
