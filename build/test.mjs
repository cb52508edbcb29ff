// npm test: installs what is missing, runs what takes about twenty minutes on two cores, and says what it did not run and why.
// `npm test -- unit|journey|boot|lab|package|browser|visual|electron` runs these parts; journey, boot, lab and package only so.
// SITEWRIGHT_STRICT=1 (CI): a part that cannot run is a failure;
// of the lab only where the machine allows it (root, namespaces) and something of it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { at, root } from './lib/tree.mjs';

ensureInstalled();
const { add, NOTHING, readPlaywright, readVitest, sumOf } = await import('./lib/results.mjs');
const { withSecondTry } = await import('./lib/second-try.mjs');
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
const ASKED_FOR = ['journey', 'boot', 'lab', 'package'];
const due = (part) => wanted.includes(part) || (wanted.length === 0 && !ASKED_FOR.includes(part));

const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
await bundleNode();
await bundlePage();
await bundleMonitoring();

/** Runs a part, and what failed of it once more; `runOnce` gives the runner's exit code. */
async function runPart(part, read, runOnce) {
  const { status, files, unsteady } = await withSecondTry(async (again) => {
    const report = `${results}/${part}${again ? '-again' : ''}.json`;
    return { status: await runOnce(report, again), files: read(report) };
  });
  total = add(total, { ...sumOf(files, status), unsteady });
}

const vitest = (part, config, env = {}) =>
  runPart(part, readVitest, (report, again) =>
    npx(
      [
        at('node_modules/vitest/vitest.mjs'),
        'run',
        '--config',
        at(config),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...(again ? ['--maxWorkers=1', ...again] : []),
      ],
      env,
    ),
  );

if (due('unit')) await vitest('unit', 'vitest.config.ts');
if (due('journey')) await vitest('journey', 'test/journey/vitest.config.ts');

if (due('boot')) {
  const { missingForBoot } = await import('./lib/boot-machine.mjs');
  const missing = missingForBoot();
  if (missing === undefined) await vitest('boot', 'test/boot/vitest.config.ts');
  else notRun.push(['boot', missing]);
}

if (due('lab')) {
  const { missingForLab } = await import('./lib/lab-machine.mjs');
  const missing = missingForLab();
  if (missing === undefined)
    await runPart('lab', readVitest, (report, again = []) =>
      npx([at('build/lab.mjs'), ...again.map((file) => basename(file).split('.')[0])], {
        SITEWRIGHT_LAB_REPORT: report,
      }),
    );
  else notRun.push(['lab', missing.why, missing.can]);
}

if (due('package')) {
  const { missingForPackage } = await import('./lib/package/machine.mjs');
  const { fetchTestElectron } = await import('./lib/test-electron.mjs');
  const missing = missingForPackage();
  const found = missing === undefined ? fetchTestElectron() : {};
  if (missing !== undefined) notRun.push(['package', missing.why, missing.can]);
  else if (!found.path) notRun.push(['package', found.why]);
  else await vitest('package', 'test/package/vitest.config.ts', { SITEWRIGHT_TEST_ELECTRON: found.path });
}

const playwright = (part, env) =>
  runPart(part, readPlaywright, (report, again) =>
    npx(
      [
        at('node_modules/@playwright/test/cli.js'),
        'test',
        '--config',
        at('test/e2e/playwright.config.ts'),
        '--project',
        part,
        ...(again ? ['--workers=1', ...again] : []),
      ],
      { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    ),
  );

const screens = existsSync(at('docs', 'screens')) ? readdirSync(at('docs', 'screens')) : [];
for (const part of ['browser', 'visual'].filter(due)) {
  const chromium = process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium';
  if (part === 'visual' && !screens.some((name) => name.endsWith('.png')))
    notRun.push([part, 'there are no pictures to compare with; take them with node build/screens.mjs']);
  else if (existsSync(chromium)) await playwright(part, { SITEWRIGHT_CHROMIUM: chromium });
  else notRun.push([part, `there is no Chromium at ${chromium}; install it, or name one in SITEWRIGHT_CHROMIUM`]);
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
    await playwright('electron', { ...display.env, SITEWRIGHT_TEST_ELECTRON: found.path });
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
for (const failure of total.unsteady) process.stdout.write(`UNSTEADY (failed, then passed alone): ${failure}\n`);
for (const failure of total.failures) process.stdout.write(`FAILED: ${failure}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
