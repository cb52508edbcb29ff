import { spawnSync } from 'node:child_process';

/** Runs it to its end; throws with what it said where that was not well. Gives its output. */
export function run(program: string, words: readonly string[]): string {
  const done = spawnSync(program, [...words], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${program} ${words.join(' ')}: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
}
