import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '..',
  outputDir: '../../test-results/e2e',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  reporter: [['list'], ['json']],
  use: {
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'light',
    launchOptions: {
      executablePath: process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'browser', testMatch: ['e2e/browser/*.spec.ts', 'monitoring/page/*.spec.ts'] },
    {
      name: 'visual',
      testMatch: 'e2e/visual/*.spec.ts',
      snapshotPathTemplate: join(__dirname, '../../docs/screens/{arg}{ext}'),
    },
    { name: 'electron', testMatch: 'e2e/electron/*.spec.ts' },
    // Started by the lab's tests, in the networks of the lab.
    { name: 'lab', testMatch: 'lab/window/*.spec.ts' },
  ],
});
