import { fail } from '../../api/diagnostic.ts';
import { decompress } from '../compress/decompress.ts';
import { readStanzas } from './control.ts';
import { type PackageRecord, RECORD_FIELDS, recordOf } from './package-record.ts';

/** Debian 13's largest index has 56 MB when unpacked. */
const LARGEST_INDEX_BYTES = 512 * 1024 ** 2;

/**
 * Reads an index of a repository: `Packages`, `Packages.gz` or `Packages.xz`.
 * @param path how the file is called, for sentences
 * @throws packages.index-damaged
 */
export function readIndexFile(data: Uint8Array, path: string): readonly PackageRecord[] {
  try {
    const text = Buffer.from(decompress(data, LARGEST_INDEX_BYTES)).toString('utf8');
    const records: PackageRecord[] = [];
    for (const stanza of readStanzas(text, RECORD_FIELDS)) {
      const record = recordOf(stanza);
      if (!record.file) throw new Error(`${record.name}: no Filename`);
      records.push(record);
    }
    return records;
  } catch (error) {
    throw fail('packages.index-damaged', {
      params: { file: path, why: error instanceof Error ? error.message : String(error) },
      subject: { file: path },
    });
  }
}
