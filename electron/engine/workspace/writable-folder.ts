import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { errorCode } from './atomic-file.ts';

/**
 * Looks, without making anything, whether files could be written below `path`: its nearest existing ancestor must be a
 * folder that may be written. Asked before long work, so that it does not fail at its end. Throws `workspace.not-writable`.
 */
export async function assertWritableFolder(path: string): Promise<void> {
  const problem = (why: string) => fail('workspace.not-writable', { params: { path, why }, subject: { file: path } });
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      if (!(await stat(at)).isDirectory()) throw problem('ENOTDIR');
      await access(at, constants.W_OK);
      return;
    } catch (error) {
      const code = errorCode(error);
      if (code === 'unknown') throw error;
      // A file in the middle of the path also says ENOTDIR; the next ancestor is that file and is refused above.
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(at) === at) throw problem(code);
    }
  }
}
