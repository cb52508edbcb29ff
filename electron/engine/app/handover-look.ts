import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { HandoverLook } from '../../api/handover-look.ts';
import { isFinished } from '../bundle/lock/lock.ts';
import { requireLock } from '../bundle/lock/lock-file.ts';
import { readHandoverBook } from '../workspace/handover-book.ts';
import { THROW_AWAY_PASSPHRASE_FILE } from '../workspace/passphrase.ts';
import type { ReportDesk } from './report-desk.ts';
import type { ReadySite } from './site-shelf.ts';

/** Where the hand-over of a site stands, from what lies in its folder. Opens no vault and reaches no host. */
export async function lookAtHandover(ready: ReadySite, reports: ReportDesk): Promise<HandoverLook> {
  const { folder } = ready;
  const report = await reports.standing(ready);
  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  const hasVault = await isThere(folder.vaultFile);
  const isPublic = hasVault && (await isThere(join(folder.root, THROW_AWAY_PASSPHRASE_FILE)));
  return {
    vault: !hasVault ? 'none' : isPublic ? 'throw-away' : 'own',
    ...(report ? { report } : {}),
    bundle: await bundleOf(folder.bundle),
    notes: [...(await readHandoverBook(folder.root))],
  };
}

async function bundleOf(folder: string): Promise<HandoverLook['bundle']> {
  try {
    return isFinished((await requireLock(folder)).lock) ? 'finished' : 'unfinished';
  } catch (error) {
    const code: Diagnostic['code'] | undefined =
      error instanceof DiagnosticError ? error.diagnostics[0].code : undefined;
    return code === 'bundle.no-lock' ? 'none' : 'unreadable';
  }
}
