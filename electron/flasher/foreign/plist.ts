import { FlashFailure } from '../failure.ts';

export type PlistValue = string | number | boolean | readonly PlistValue[] | PlistDictionary;
export interface PlistDictionary {
  readonly [key: string]: PlistValue | undefined;
}

const DEPTH = 16;

/** Reads the XML property lists that diskutil prints: dict, array, string, integer, real, date, data, true, false. */
export function parsePlist(text: string): PlistDictionary {
  const tokens = [...text.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>([^<]*)/g)]
    .map(([, closes, name = '', selfCloses, content = '']) => ({
      kind: closes ? 'close' : selfCloses ? 'empty' : 'open',
      name,
      content: plainText(content),
    }))
    .filter(({ name }) => name !== 'plist' && name !== 'xml');
  let at = 0;
  const bad = () => new FlashFailure('flash.not-a-drive', { device: 'diskutil' }, ['no property list']);
  const value = (depth: number): PlistValue => {
    const token = tokens[at];
    if (!token || token.kind === 'close' || depth > DEPTH) throw bad();
    at += 1;
    if (token.kind === 'empty') {
      if (token.name === 'true' || token.name === 'false') return token.name === 'true';
      if (token.name === 'dict') return {};
      return token.name === 'array' ? [] : '';
    }
    if (token.name === 'dict') return dictionary(depth);
    if (token.name === 'array') return list(depth);
    at += 1;
    if (token.name === 'integer' || token.name === 'real') return Number(token.content);
    return token.content;
  };
  const list = (depth: number): readonly PlistValue[] => {
    const values: PlistValue[] = [];
    while (tokens[at] && tokens[at]?.kind !== 'close') values.push(value(depth + 1));
    at += 1;
    return values;
  };
  const dictionary = (depth: number): PlistDictionary => {
    const entries: [string, PlistValue][] = [];
    while (tokens[at]?.name === 'key') {
      const key = tokens[at]?.content ?? '';
      at += 2;
      entries.push([key, value(depth + 1)]);
    }
    at += 1;
    return Object.fromEntries(entries);
  };
  const root = value(0);
  if (typeof root !== 'object' || Array.isArray(root)) throw bad();
  return root as PlistDictionary;
}

function plainText(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => named[name] ?? '');
}
