import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { CONTRACT_CASES } from '../../contract/cases.ts';
import { type LaunchedApp, launchApp } from '../support/launched-app.ts';

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
  const bundle = await build({
    entryPoints: [join(__dirname, 'contract-in-window.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome114',
    logLevel: 'warning',
  });
  // Through the debugger, so that the page's own policy (scripts only from the package) stays as it is.
  await launched.page.evaluate(bundle.outputFiles[0]?.text ?? '');
});
test.afterAll(() => launched.close());

CONTRACT_CASES.forEach(({ title }, index) => {
  test(`the contract through a real Electron window: ${title}`, async () => {
    const kept = await launched.page.evaluate((which) => window.runContractCase?.(which), index);
    expect(kept).toBe('kept');
  });
});
