import { readFileSync } from 'node:fs';

/** Where Electron's binary carries its switches (electron/fuses, docs/tutorial/fuses.md): a mark, a version, a length, one letter each. */
const MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const NAMES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'browserSnapshot',
  'fileProtocolPrivileges',
] as const;
const STATES: Readonly<Record<string, 'on' | 'off' | 'removed'>> = { '0': 'off', '1': 'on', r: 'removed' };

/** The switches of an Electron binary, by name. Read here by hand, not by the library that set them. */
export function readFuses(binary: string): Readonly<Record<string, string>> {
  const bytes = readFileSync(binary);
  const at = bytes.indexOf(MARK);
  if (at < 0) throw new Error(`${binary} has no switches`);
  const [version, length] = [bytes[at + MARK.length] ?? 0, bytes[at + MARK.length + 1] ?? 0];
  if (version !== 1) throw new Error(`switches of version ${version}`);
  const wire = bytes.subarray(at + MARK.length + 2, at + MARK.length + 2 + length).toString('latin1');
  return Object.fromEntries([...wire].map((letter, index) => [NAMES[index] ?? index, STATES[letter] ?? letter]));
}
