// npm test: installs what is missing, runs what takes a quarter of an hour, and says what it did not run and why.
// `npm test -- unit|journey|boot|lab|browser|electron` runs these parts; journey, boot and lab only so. SITEWRIGHT_STRICT=1 (CI): a part that cannot run is a failure;
// of the lab only where the machine allows it (root, namespaces) and something of it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { at, root } from './lib/tree.mjs';

ensureInstalled();
const { add, ended, NOTHING, readPlaywright, readVitest } = await import('./lib/results.mjs');
const wanted = process.argv.slice(2);
const strict = process.env.SITEWRIGHT_STRICT === '1';
const results = at('test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let total = NOTHING;
const notRun = [];
const npx = (args, env = {}) =>
  spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status;
/** Parts that take minutes of their own. */
const ASKED_FOR = ['journey', 'boot', 'lab'];
const due = (part) => wanted.includes(part) || (wanted.length === 0 && !ASKED_FOR.includes(part));

const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
await bundleNode();
await bundlePage();
await bundleMonitoring();

const vitest = (part, config) => {
  const report = `${results}/${part}.json`;
  const status = npx([
    at('node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    at(config),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  total = add(total, ended(status, readVitest(report)));
};

if (due('unit')) vitest('unit', 'vitest.config.ts');
if (due('journey')) vitest('journey', 'test/journey/vitest.config.ts');

if (due('boot')) {
  const { missingForBoot } = await import('./lib/boot-machine.mjs');
  const missing = missingForBoot();
  if (missing === undefined) vitest('boot', 'test/boot/vitest.config.ts');
  else notRun.push(['boot', missing]);
}

if (due('lab')) {
  const { missingForLab } = await import('./lib/lab-machine.mjs');
  const missing = missingForLab();
  if (missing === undefined) {
    const report = `${results}/lab.json`;
    const status = npx([at('build/lab.mjs')], { SITEWRIGHT_LAB_REPORT: report });
    total = add(total, ended(status, readVitest(report)));
  } else notRun.push(['lab', missing.why, missing.can]);
}

const playwright = (part, env) => {
  const report = `${results}/${part}.json`;
  const status = npx(
    [
      at('node_modules/@playwright/test/cli.js'),
      'test',
      '--config',
      at('test/e2e/playwright.config.ts'),
      '--project',
      part,
    ],
    {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  );
  total = add(total, ended(status, readPlaywright(report)));
};

if (due('browser')) {
  const chromium = process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(chromium)) playwright('browser', { SITEWRIGHT_CHROMIUM: chromium });
  else notRun.push(['browser', `there is no Chromium at ${chromium}; install it, or name one in SITEWRIGHT_CHROMIUM`]);
}

if (due('electron')) {
  const { fetchTestElectron } = await import('./lib/test-electron.mjs');
  const { findElectron } = await import('./lib/electron.mjs');
  const found =
    process.env.SITEWRIGHT_ELECTRON || process.platform !== 'linux' ? await findElectron() : fetchTestElectron();
  const { displayAvailable, openDisplay } = await import('./lib/virtual-display.mjs');
  if (!found.path) notRun.push(['electron', found.why]);
  else if (!displayAvailable()) notRun.push(['electron', 'there is no display and no Xvfb']);
  else {
    const display = await openDisplay();
    playwright('electron', { ...display.env, SITEWRIGHT_TEST_ELECTRON: found.path });
    display.stop();
  }
}

for (const part of wanted.length === 0 ? ASKED_FOR : [])
  notRun.push([part, `it takes minutes of its own: npm test -- ${part}`, false]);
const missing = notRun.filter(([, , counts = true]) => counts);
if (strict) total = add(total, { ...NOTHING, failed: missing.length });
for (const [part, why] of notRun) process.stdout.write(`Not run: ${part}, because ${why}.\n`);
if (total.skipped > 0)
  process.stdout.write(`Skipped by the runners: ${total.skipped}${strict ? ', which counts as failed' : ''}.\n`);
if (strict) total = { ...total, failed: total.failed + total.skipped, skipped: 0 };
writeFileSync(`${results}/total.json`, JSON.stringify(total));
for (const failure of total.failures) process.stdout.write(`FAILED: ${failure}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
