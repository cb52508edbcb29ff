// Sums what the runners themselves wrote down; nobody's words are counted.
import { existsSync, readFileSync } from 'node:fs';

/** As much of a failure's message as a list of failures shows. */
const MESSAGE_CHARS = 600;

/**
 * vitest's JSON report -> {passed, failed, skipped, failures}; a report that is missing counts as one failure. `failures` names each:
 * its file, its title, the start of its message.
 */
export function readVitest(file) {
  if (!existsSync(file)) return missing(file);
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failures = report.testResults.flatMap((entry) => {
    // A file that cannot be loaded has no failed test of its own, but fails its suite.
    if (entry.status === 'failed' && entry.assertionResults.every(({ status }) => status !== 'failed'))
      return [failure(entry.name, 'the file itself', entry.message)];
    return entry.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => failure(entry.name, fullName, failureMessages.join('\n')));
  });
  const brokenFiles = failures.length - report.numFailedTests;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + Math.max(0, brokenFiles),
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

/** Playwright's JSON report. */
export function readPlaywright(file) {
  if (!existsSync(file)) return missing(file);
  const { stats, suites = [], errors = [] } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap(failedSpecs), ...errors.map(({ message }) => failure(file, 'the runner', message))],
  };
}

export const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** A runner that fails though none of its tests did: an error that nobody caught, a process that could not be ended. */
export function ended(status, result) {
  if (status === 0 || result.failed > 0) return result;
  return add(result, { ...NOTHING, failed: 1, failures: [failure('the runner', `ended with ${status}`)] });
}

function missing(file) {
  return { ...NOTHING, failed: 1, failures: [failure(file, 'the runner', 'ended without its report')] };
}

function failedSpecs(suite) {
  const own = (suite.specs ?? [])
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors ?? []));
      return failure(file, title, errors.map(({ message }) => message).join('\n'));
    });
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)];
}

function failure(file, title, message = '') {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
  const plain = message.replace(/\u001B\[[0-9;]*m/g, '');
  return `${file}: ${title}\n${plain.slice(0, MESSAGE_CHARS)}`;
}
