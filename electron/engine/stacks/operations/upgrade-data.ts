import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import type { KeptBackup } from '../../../api/stacks.ts';
import type { InstancePlace, StackBackup, StackRestore } from '../stack.ts';
import type { Hands } from './hands.ts';
import { backupFolder } from './kept-backups.ts';
import { restoreData } from './restore-data.ts';
import { type DataSight, lookAtData, lookForRoom, saveData } from './save-data.ts';

/** What was saved right before an upgrade. */
export interface SavedBefore {
  readonly backup: KeptBackup;
  /** Version of the form of the data then. */
  readonly schema: number;
}

/** Throws `stack.upgrade-unsaved`: what runs goes on to run. */
export async function saveBeforeUpgrade(hands: Hands, place: InstancePlace, way: StackBackup): Promise<SavedBefore> {
  try {
    const { schema } = await lookForRoom(hands, place, way);
    return { backup: await saveData(hands, place, way), schema };
  } catch (error) {
    if (!(error instanceof DiagnosticError) || hands.signal.aborted) throw error;
    throw fail('stack.upgrade-unsaved', {
      params: { instance: place.instanceId, host: place.host },
      evidence: [error.message, ...error.diagnostics[0].evidence],
      subject: { host: place.host },
    });
  }
}

/**
 * Brings the data back where the new version has changed their form: an older one refuses them, and would lose nothing otherwise.
 * What works on them stays down. Gives what was found: `unknown` where the data cannot be looked at.
 */
export async function undoMigration(
  hands: Hands,
  place: InstancePlace,
  ways: { readonly backup: StackBackup; readonly restore: StackRestore },
  { backup, schema }: SavedBefore,
): Promise<'as-before' | 'brought-back' | 'unknown'> {
  const now = await lookAtData(hands, place, ways.backup).catch((error: unknown): DataSight | undefined => {
    if (!(error instanceof DiagnosticError) || hands.signal.aborted) throw error;
    return undefined;
  });
  if (!now) return 'unknown';
  if (now.schema === schema) return 'as-before';
  const source = { name: backup.name, path: `${backupFolder(place.instanceId)}/${backup.name}` };
  hands.note(
    `the form of the data of ${place.instanceId} went from ${schema} to ${now.schema}: ${source.path} comes back`,
  );
  await restoreData(hands, place, ways.restore, source, { leaveStopped: true });
  return 'brought-back';
}
