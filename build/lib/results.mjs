// Reads what the runners themselves wrote down, file by file; nobody's words are counted.
import { existsSync, readFileSync } from 'node:fs';

/** As much of a failure's message as a list of failures shows. */
const MESSAGE_CHARS = 600;

export const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] };

/**
 * vitest's JSON report -> one {file, passed, failed, skipped, failures} a file of tests; a report that is missing counts as one
 * failure. `failures` names each: its file, its title, the start of its message.
 */
export function readVitest(report) {
  if (!existsSync(report)) return missing(report);
  return JSON.parse(readFileSync(report, 'utf8')).testResults.map(({ name, status, message, assertionResults }) => {
    const count = (...wanted) => assertionResults.filter((test) => wanted.includes(test.status)).length;
    const failures = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages }) => failure(name, fullName, failureMessages.join('\n')));
    // A file that cannot be loaded has no failed test of its own, but fails its suite.
    if (status === 'failed' && failures.length === 0) failures.push(failure(name, 'the file itself', message));
    const passed = count('passed');
    return {
      file: name,
      passed,
      failed: failures.length,
      skipped: assertionResults.length - passed - count('failed'),
      failures,
    };
  });
}

/** Playwright's JSON report, in the same form; what the runner itself complains of stands under the report's name. */
export function readPlaywright(report) {
  if (!existsSync(report)) return missing(report);
  const { suites = [], errors = [] } = JSON.parse(readFileSync(report, 'utf8'));
  const files = suites.map((suite) => {
    const specs = specsOf(suite);
    const tests = specs.flatMap((spec) => spec.tests);
    const failures = specs.filter(({ ok }) => !ok).map(failedSpec);
    return {
      file: suite.file,
      passed: tests.filter(({ status }) => status === 'expected').length,
      failed: failures.length,
      skipped: tests.filter(({ status }) => status === 'skipped').length,
      failures,
    };
  });
  if (errors.length === 0) return files;
  const failures = errors.map(({ message }) => failure(report, 'the runner', message));
  return [...files, { file: report, passed: 0, failed: failures.length, skipped: 0, failures }];
}

export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    unsteady: [...a.unsteady, ...(b.unsteady ?? [])],
  };
}

/** The total of a part. A runner may fail though none of its tests did: an error that nobody caught, a process that could not be ended. */
export function sumOf(files, status) {
  const total = files.reduce(add, NOTHING);
  if (status === 0 || total.failed > 0) return total;
  return add(total, { ...NOTHING, failed: 1, failures: [failure('the runner', `ended with ${status}`)] });
}

function missing(report) {
  const failures = [failure(report, 'the runner', 'ended without its report')];
  return [{ file: report, passed: 0, failed: 1, skipped: 0, failures }];
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

function failedSpec({ file, title, tests }) {
  const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors ?? []));
  return failure(file, title, errors.map(({ message }) => message).join('\n'));
}

function failure(file, title, message = '') {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
  const plain = message.replace(/\u001B\[[0-9;]*m/g, '');
  return `${file}: ${title}\n${plain.slice(0, MESSAGE_CHARS)}`;
}
