import { readFileSync } from 'node:fs';
import type { RawAnswer } from '../../../../../electron/engine/facts/fact.ts';

interface Observed {
  readonly pve: string;
  readonly host: string;
  readonly command: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const all: readonly Observed[] = readFileSync(
  new URL('../../../../golden/pve-observed/commands.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Observed);

/** What real commands printed, every time that one was run, for one major version or both. */
export function observed(command: string, major?: '8' | '9'): readonly RawAnswer[] {
  const found = all.filter((entry) => entry.command === command && (!major || entry.pve.startsWith(`${major}.`)));
  if (found.length === 0) throw new Error(`never observed: ${command}`);
  return found.map((entry) => ({ code: entry.exitCode, stdout: entry.stdout, stderr: entry.stderr }));
}

/** The part of an observed compound command's output that fits. */
export function observedPart(pattern: RegExp): string {
  for (const entry of all) {
    const part = pattern.exec(entry.stdout);
    if (part) return part[0];
  }
  throw new Error(`never observed: ${pattern}`);
}
