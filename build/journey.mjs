// The main job as a person would run it, from the command line: rehearse the example, then again with --keep, and verify
// both reports. Used by .ci/run; ends with 0 only if every line is as it should be.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib/tree.mjs';

const work = mkdtempSync(join(tmpdir(), 'sitewright-journey-'));
const env = { ...process.env, XDG_STATE_HOME: join(work, 'state'), LC_ALL: 'C.UTF-8' };
const problems = [];

function sitewright(args, expected) {
  const started = Date.now();
  const done = spawnSync('npm', ['start', '--silent', '--', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  process.stdout.write(
    `$ npm start -- ${args.join(' ')}   exit ${done.status}, ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
  );
  if (done.status !== expected)
    problems.push(`exit ${done.status} in place of ${expected}: ${args.join(' ')}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

const site = 'examples/two-node/site.toml';
const first = sitewright(['rehearse', site, '--keep', '--out', join(work, 'first')], 0);
if ((first.match(/✔ rehearsed/g) ?? []).length !== 7)
  problems.push(`seven rehearsed smoke tests were expected:\n${first}`);
for (const name of ['report.html', 'report.pdf', 'report.json', 'report.md', 'journal.jsonl', 'manifest.json']) {
  if (!existsSync(join(work, 'first', name))) problems.push(`the report lacks ${name}`);
}
const second = sitewright(['rehearse', site, '--keep', '--out', join(work, 'second')], 0);
if (!second.includes('Nothing changed')) problems.push(`the second run changed something:\n${second}`);
sitewright(['report', 'verify', join(work, 'first')], 0);
sitewright(['report', 'verify', join(work, 'second')], 0);
const alone = sitewright(['rehearse', 'examples/two-node-no-witness/site.toml', '--out', join(work, 'third')], 0);
if (!alone.includes('not applicable: no automatic failover'))
  problems.push(`without a witness HA must end as not applicable:\n${alone}`);

rmSync(work, { recursive: true, force: true });
for (const problem of problems) process.stdout.write(`NOT AS IT SHOULD BE: ${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
