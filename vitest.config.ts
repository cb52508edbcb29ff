import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,steps,golden,contract,journey}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
