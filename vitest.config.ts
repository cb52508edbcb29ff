import { defineConfig } from 'vitest/config';

export default defineConfig({
  // as esbuild's text loader does it
  plugins: [
    {
      name: 'sql-as-text',
      transform: (text, id) => (id.endsWith('.sql') ? `export default ${JSON.stringify(text)}` : undefined),
    },
  ],
  test: {
    include: ['test/{unit,steps,golden,contract,monitoring}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
