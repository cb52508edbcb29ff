import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder for the test that runs now, removed when it ends. `name` shows in its path. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `sitewright-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
