import type { SeededRandom } from '../../../../../../electron/engine/rehearsal/kernel/random.ts';
import { shuffled } from '../both-ways.ts';
import type { Order } from './fixture.ts';

/** The same text as the vendor might as well have written it. */
export function inAnyOrder(text: string, order: Order, random: SeededRandom): string {
  const mix: Mix = (list) =>
    list
      .map((entry) => ({ entry, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ entry }) => entry);
  switch (order) {
    case 'json':
      return JSON.stringify(shuffled(JSON.parse(text), () => random.next()));
    case 'json-keys':
      return JSON.stringify(withMixedKeys(JSON.parse(text), mix));
    case 'lines':
      return `${mix(text.split('\n').filter((line) => line !== '')).join('\n')}\n`;
    case 'paragraphs':
      return `${mix(text.trimEnd().split('\n\n')).join('\n\n')}\n`;
    case 'sections':
      return `${mix(text.trimEnd().split('\n\n'))
        .map((section) => mixedSection(section, mix))
        .join('\n\n')}\n`;
    case 'blocks':
      return mixedBlocks(text.split('\n'), mix).join('\n');
  }
}

type Mix = <T>(list: readonly T[]) => readonly T[];

function withMixedKeys(value: unknown, mix: Mix): unknown {
  if (Array.isArray(value)) return value.map((entry) => withMixedKeys(entry, mix));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(mix(Object.entries(value)).map(([key, entry]) => [key, withMixedKeys(entry, mix)]));
}

function mixedSection(section: string, mix: Mix): string {
  const [head = '', ...lines] = section.split('\n');
  const mixed = mix(lines).map((line) => {
    const set = /^(\s+(?:nodes|resources|content) )(.+)$/.exec(line);
    return set ? `${set[1]}${mix((set[2] ?? '').split(',')).join(',')}` : line;
  });
  return [head, ...mixed].join('\n');
}

/** Mixes what lies on one level, each block as a whole, then within each block. */
function mixedBlocks(lines: readonly string[], mix: Mix): readonly string[] {
  const entries: (readonly string[])[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (!line.trimEnd().endsWith('{')) {
      entries.push([line]);
      continue;
    }
    let end = at;
    for (let depth = 0; ; end += 1) {
      const closing = lines[end] ?? '}';
      if (closing.trimEnd().endsWith('{')) depth += 1;
      if (closing.trim() === '}') depth -= 1;
      if (depth === 0) break;
    }
    entries.push([line, ...mixedBlocks(lines.slice(at + 1, end), mix), '}']);
    at = end;
  }
  return mix(entries).flat();
}
