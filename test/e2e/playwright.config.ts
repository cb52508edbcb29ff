import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 180_000,
  reporter: [['list'], ['json']],
  projects: [
    { name: 'browser', testMatch: 'browser/*.spec.ts' },
    { name: 'electron', testMatch: 'electron/*.spec.ts' },
  ],
});
