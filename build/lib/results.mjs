// Sums what the runners themselves wrote down; nobody's words are counted.
import { existsSync, readFileSync } from 'node:fs';

/** vitest's JSON report -> {passed, failed, skipped}; a report that is missing counts as one failure. */
export function readVitest(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that cannot be loaded has no failed test of its own, but fails its suite.
  const brokenFiles = report.testResults.filter(
    (entry) => entry.status === 'failed' && entry.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Playwright's JSON report. */
export function readPlaywright(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors = [] } = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
