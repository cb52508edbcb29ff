import { quote, type Secret } from './command.ts';

/**
 * Takes known secrets out of text that a person may read: plain, quoted for a shell, escaped for JSON, URL-encoded and
 * base64 (also inside a longer base64 text). The last net below {@link Secret}: a host may print what we sent it.
 */
export interface Redactor {
  /** Makes a further secret known; texts redacted before stay as they are. */
  add(secret: Secret): void;
  /** A whole text or line with every known secret replaced by `***`. */
  text(text: string): string;
  /** Every string inside a JSON value redacted, keys included. */
  value<T>(value: T): T;
  /** For text that arrives in pieces: a secret split over two pieces is found too. */
  stream(): RedactingStream;
}

export interface RedactingStream {
  /** Takes the next piece, gives back what is safe to show now (may be empty). */
  push(chunk: string): string;
  /** The rest. */
  end(): string;
}

/** Shorter values are not searched for: replacing every `a` would destroy the log without hiding anything. */
export const SHORTEST_REDACTED = 4;

/** Makes a redactor that knows these secrets. */
export function createRedactor(secrets: readonly Secret[] = []): Redactor {
  const needles = new Set<string>();
  let pattern: RegExp | undefined;
  let longest = 0;

  const add = (secret: Secret): void => {
    for (const form of writtenForms(secret.reveal())) {
      if (form.length >= SHORTEST_REDACTED) needles.add(form);
    }
    const sorted = [...needles].sort((a, b) => b.length - a.length);
    longest = sorted[0]?.length ?? 0;
    pattern = sorted.length === 0 ? undefined : new RegExp(sorted.map(escapePattern).join('|'), 'g');
  };
  for (const secret of secrets) add(secret);

  const text = (input: string): string => (pattern ? input.replace(pattern, '***') : input);

  const value = (input: unknown): unknown => {
    if (typeof input === 'string') return text(input);
    if (Array.isArray(input)) return input.map(value);
    if (typeof input === 'object' && input !== null) {
      return Object.fromEntries(Object.entries(input).map(([key, entry]) => [text(key), value(entry)]));
    }
    return input;
  };

  return {
    add,
    text,
    value: <T>(input: T): T => value(input) as T,
    stream() {
      let held = '';
      return {
        push(chunk) {
          held += chunk;
          if (!pattern) {
            const all = held;
            held = '';
            return all;
          }
          // A match that begins before `safe` is complete: no known form is longer than what follows it.
          const safe = held.length - (longest - 1);
          if (safe <= 0) return '';
          let shown = '';
          let from = 0;
          for (const match of held.matchAll(pattern)) {
            if (match.index >= safe) break;
            shown += `${held.slice(from, match.index)}***`;
            from = match.index + match[0].length;
          }
          if (from < safe) {
            shown += held.slice(from, safe);
            from = safe;
          }
          held = held.slice(from);
          return shown;
        },
        end() {
          const rest = text(held);
          held = '';
          return rest;
        },
      };
    },
  };
}

/** Every way in which a value is likely to appear in commands, files, requests and logs. */
export function writtenForms(secret: string): readonly string[] {
  const forms = new Set<string>();
  // A log is shown line by line, so the lines of a long secret (a private key) count on their own.
  const values = [secret, ...secret.split(/\r?\n/).filter((line) => line.length >= 8)];
  for (const value of values) {
    if (value === '') continue;
    const once = [value, shellInner(value), ...jsonInner(value)];
    const twice = once.flatMap((form) => [form, shellInner(form), ...jsonInner(form)]);
    for (const form of twice) forms.add(form);
    for (const form of urlForms(value)) forms.add(form);
    for (const form of base64Forms(value)) forms.add(form);
  }
  return [...forms];
}

/** What stands between the outer quotes; the quotes themselves may stay. */
function shellInner(value: string): string {
  const quoted = quote(value);
  return quoted === value ? value : quoted.slice(1, -1);
}

function jsonInner(value: string): readonly string[] {
  const inner = JSON.stringify(value).slice(1, -1);
  const ascii = inner.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [inner, ascii, ascii.toUpperCase() === ascii ? ascii : ascii.replace(/\\u[0-9a-f]{4}/g, upperHex)];
}
function upperHex(unit: string): string {
  return `\\u${unit.slice(2).toUpperCase()}`;
}

function urlForms(value: string): readonly string[] {
  let encoded: string;
  try {
    encoded = encodeURIComponent(value);
  } catch {
    return []; // a lone surrogate has no URL form
  }
  const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ x: value }).toString().slice(2);
  const all = [encoded, strict, form];
  return [...all, ...all.map((text) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()))];
}

/** Base64 of the value alone, and its unchanging middle at each of the three alignments inside a longer text. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const forms: string[] = [];
  for (let offset = 0; offset < 3; offset += 1) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    const middle = padded.slice(offset === 0 ? 0 : offset + 1, whole);
    if (middle.length >= 8) forms.push(middle);
  }
  const alone = bytes.toString('base64');
  forms.push(alone, alone.replace(/=+$/, ''));
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
