import { defineConfig } from 'vitest/config';

/** One lab at a time, its tests in order: they go on from what the ones before them made. Started by build/lab.mjs only. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/lab/**/*.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    bail: 5,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});
