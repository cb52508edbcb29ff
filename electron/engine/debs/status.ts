import { fail } from '../../api/diagnostic.ts';
import { readStanzas } from './control.ts';
import { type PackageRecord, RECORD_FIELDS, recordOf } from './package-record.ts';

/**
 * Reads dpkg's `status`: what is installed and configured, or only waits for a trigger. Removed and half installed packages
 * are left out.
 * @param path how the file is called, for sentences
 * @throws packages.status-damaged
 */
export function readStatus(text: string, path: string): readonly PackageRecord[] {
  try {
    const records: PackageRecord[] = [];
    for (const stanza of readStanzas(text, RECORD_FIELDS)) {
      const state = stanza.get('status')?.split(/\s+/)[2] ?? '';
      if (/^(installed|triggers-pending|triggers-awaited)$/.test(state)) records.push(recordOf(stanza));
    }
    return records;
  } catch (error) {
    throw fail('packages.status-damaged', {
      params: { file: path, why: error instanceof Error ? error.message : String(error) },
      subject: { file: path },
    });
  }
}
