export interface ZpoolOptions {
  readonly letters: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

/**
 * The words after a verb of zpool, or why they are refused.
 * @param known its option letters, with a colon after those that take a value
 */
export function optionsOf(known: string, words: readonly string[]): ZpoolOptions | string {
  const letters = new Set<string>();
  const values = new Map<string, readonly string[]>();
  const operands: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!/^-[A-Za-z]/.test(word)) {
      operands.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word[at] ?? '';
      const place = known.indexOf(letter);
      if (place < 0) return `invalid option '${letter}'`;
      letters.add(letter);
      if (known[place + 1] !== ':') continue;
      const rest = word.slice(at + 1);
      if (rest === '') index += 1;
      const value = rest === '' ? words[index] : rest;
      if (value === undefined) return `missing argument for '${letter}' option`;
      values.set(letter, [...(values.get(letter) ?? []), value]);
      break;
    }
  }
  return { letters, values, operands };
}
