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
    // What ends a test that hangs; how long one takes says how busy the machine is, and nothing of the program.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
