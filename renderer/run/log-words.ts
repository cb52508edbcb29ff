import type { LogLine } from '../../electron/api/run-lines.ts';

/** A line as it is copied and saved. */
export function plainLine({ at, host, level, text }: LogLine): string {
  return `${at} ${host} ${level} ${text}`;
}

/** By the clock of this laptop, as all times on the page: `14:51:21.498`. */
export function timeOfLine(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** Output of a host may hold control sequences of its own: they are shown, never obeyed. */
export function shownText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '·');
}

/** A step notes what a host says while it works, for who sees notes only; here the host has just said it. */
export function withoutRepeats(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.filter(({ level, itemId, text }, index) => {
    const before = lines[index - 1];
    return !(level === 'note' && before?.level === 'out' && before.itemId === itemId && before.text === text);
  });
}

export interface TextPart {
  readonly text: string;
  readonly isFound: boolean;
}

/** A text cut where what was looked for stands in it, whatever its case. */
export function partsAround(text: string, query: string): readonly TextPart[] {
  const wanted = query.toLowerCase();
  const lower = text.toLowerCase();
  // A few letters change their length with their case: then nothing is marked rather than the wrong place.
  if (wanted === '' || lower.length !== text.length) return [{ text, isFound: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isFound: false });
    parts.push({ text: text.slice(at, at + wanted.length), isFound: true });
    from = at + wanted.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isFound: false });
  return parts;
}
