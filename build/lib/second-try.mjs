// Files of tests that failed run once more, alone: whole sites are rehearsed on two shared processors, and a test that took a
// loaded machine's delay for a fault is told apart from one that finds a fault. It is told, not hidden: "UNSTEADY", at the end.

/** More failing files than this are no accident: then nothing runs a second time. */
const MOST_FILES = 3;

/**
 * @param run (files | undefined) => {status, files}: runs everything, or these files alone one after another
 * @returns {status, files, unsteady}: of each file what the last run of it came to; `unsteady` = failures of the first run that
 * the second one did not have
 */
export async function withSecondTry(run) {
  const first = await run(undefined);
  const failing = first.files.filter(({ failed }) => failed > 0);
  // A runner that left no report stands under the report's name: that is no file of tests.
  const isRunner = failing.some(({ file }) => file.endsWith('.json'));
  if (failing.length === 0 || failing.length > MOST_FILES || isRunner) return { ...first, unsteady: [] };
  process.stdout.write(`Once more, alone: ${failing.map(({ file }) => file).join(', ')}\n`);
  const second = await run(failing.map(({ file }) => file));
  const unsteady = [];
  const files = first.files.map((before) => {
    if (before.failed === 0) return before;
    const after = second.files.find(({ file }) => file === before.file);
    // A second run that ran less proves nothing.
    if (!after || after.failed > 0 || after.passed < before.passed + before.failed) return before;
    unsteady.push(...before.failures);
    return after;
  });
  return { status: files.some(({ failed }) => failed > 0) ? first.status : second.status, files, unsteady };
}
