// The lab's files of tests: each is a lab of its own, in namespaces of its own, so that they go on beside each other.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSIDE } from './lab-machine.mjs';
import { at, root } from './tree.mjs';

/** As many at a time: a host waits for another one, for systemd, or for a round of its own more than for a processor. */
const LANES = 2;
/** The longest comes first; of the two that make a bundle the second finds what the first has brought. Others come last. */
const ORDER = ['monitoring', 'two-nodes-and-witness', 'faults', 'stick', 'laptop'];

/**
 * Runs the files whose names contain one of the filters. Where SITEWRIGHT_LAB_REPORT names a file, vitest's report of all of them
 * is put there.
 */
export async function runLabFiles(filters, folder, env) {
  const waiting = labFiles(filters);
  if (waiting.length === 0) {
    process.stdout.write(`The lab has no file named ${filters.join(' or ')}.\n`);
    return false;
  }
  const running = new Set();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      waiting.length = 0;
      for (const child of running) child.kill('SIGKILL');
    });
  const reports = waiting.map((name) => join(folder, `${name}.json`));
  let isWell = true;
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const child = start(name, join(folder, `${name}.json`), env);
      running.add(child);
      const code = await new Promise((resolve) => child.once('close', resolve));
      running.delete(child);
      isWell &&= code === 0;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (process.env.SITEWRIGHT_LAB_REPORT) gather(reports, process.env.SITEWRIGHT_LAB_REPORT);
  return isWell;
}

function labFiles(filters) {
  const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return readdirSync(at('test/lab'))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replace('.test.ts', ''))
    .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)))
    .sort((one, other) => place(one) - place(other));
}

function start(name, report, env) {
  const [program, ...words] = [
    ...INSIDE,
    ...[process.execPath, at('node_modules/vitest/vitest.mjs'), 'run', `test/lab/${name}.test.ts`],
    ...['--config', at('test/lab/vitest.config.ts'), '--reporter=verbose'],
    ...['--reporter=json', `--outputFile.json=${report}`],
  ];
  return spawn(program, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
}

/** One report of many, as far as build/lib/results.mjs reads it; a file that left none has failed. */
function gather(reports, target) {
  const read = reports.map((file) =>
    existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { testResults: [{ name: file, status: 'failed', message: 'ended without its report', assertionResults: [] }] },
  );
  writeFileSync(target, JSON.stringify({ testResults: read.flatMap(({ testResults }) => testResults) }));
}
