import { hasPattern, type PatternPart, patternSource } from './pattern.ts';

/** Paths that match a field, sorted by bytes; empty when none does (the shell then keeps the text). */
export function globField(
  field: readonly PatternPart[],
  cwd: string,
  list: (path: string) => readonly string[] | undefined,
  exists: (path: string) => boolean,
): readonly string[] {
  const segments = splitSegments(field);
  const absolute = segments[0]?.length === 0 || segments[0]?.every((part) => part.text === '') === true;
  let found: string[] = [''];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    const text = segment.map((part) => part.text).join('');
    if (index === 0 && absolute) {
      found = ['/'];
      return;
    }
    const next: string[] = [];
    for (const base of found) {
      const join = (name: string) => (base === '' || base.endsWith('/') ? `${base}${name}` : `${base}/${name}`);
      const real = (path: string) => (path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`);
      if (!hasPattern(segment)) {
        if (text === '' || exists(real(join(text)))) next.push(text === '' && isLast ? `${base}/` : join(text));
        continue;
      }
      const expression = new RegExp(`^${patternSource(segment, true)}$`, 'u');
      for (const name of list(base === '' ? cwd : real(base)) ?? []) {
        if (name.startsWith('.') && !text.startsWith('.')) continue;
        if (expression.test(name) && (isLast || list(real(join(name))) !== undefined)) next.push(join(name));
      }
    }
    found = next;
  });
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function splitSegments(field: readonly PatternPart[]): PatternPart[][] {
  const segments: PatternPart[][] = [[]];
  for (const part of field) {
    part.text.split('/').forEach((text, index) => {
      if (index > 0) segments.push([]);
      if (text !== '') segments.at(-1)?.push({ text, quoted: part.quoted });
    });
  }
  return segments;
}
