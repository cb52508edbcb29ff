const LIMIT_DEPTH = 32;

/** Where a JSON value that begins here ends, and why not. One pass, strings understood. */
export function findJsonEnd(
  text: string,
  start: number,
): { readonly end: number } | { readonly problem: 'open' | 'deep' } {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > LIMIT_DEPTH) return { problem: 'deep' };
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return { end: at + 1 };
    }
  }
  return { problem: 'open' };
}

/** The value, or undefined where the text is not one JSON value of bounded depth. */
export function parseJson(text: string): unknown {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (!/^[{[]/.test(body)) return undefined;
  const found = findJsonEnd(body, 0);
  if (!('end' in found) || found.end !== body.length) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own keys only: a hostile `__proto__` is never followed. */
export function field(value: JsonObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
