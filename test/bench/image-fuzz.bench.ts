import { join } from 'node:path';
import { findTargets, makeHostileCase, makeRandom, readSeed, runCase, SEEDS } from '../support/iso/hostile-images.ts';

declare const SITEWRIGHT_ROOT: string;
const CASES = 1500;

/** Hostile images a second: each is read, planned in three forms, checked, and its zones for re-targeting found. */
export async function run() {
  const figures = SEEDS.map((seed) => {
    const image = readSeed(join(SITEWRIGHT_ROOT, 'test/golden/image-fuzz'), seed);
    const targets = findTargets(image);
    let slowestMs = 0;
    let patched = 0;
    const startedAt = performance.now();
    for (let number = 1; number <= CASES; number += 1) {
      const caseAt = performance.now();
      const outcome = runCase(image, makeHostileCase(image, targets, makeRandom(number)));
      slowestMs = Math.max(slowestMs, performance.now() - caseAt);
      if (outcome.includes('patched')) patched += 1;
    }
    const casesPerSecond = CASES / ((performance.now() - startedAt) / 1000);
    return { seed, casesPerSecond: Math.round(casesPerSecond), slowestMs: Math.round(slowestMs), patched };
  });
  const seconds = figures.reduce((sum, { casesPerSecond }) => sum + CASES / casesPerSecond, 0);
  return {
    name: 'image-fuzz',
    cases: CASES * SEEDS.length,
    casesPerSecond: Math.round((CASES * SEEDS.length) / seconds),
    figures,
  };
}
