import { type ErrnoCode, FileError } from '../kernel/files/file-error.ts';

const KNOWN: readonly ErrnoCode[] = [
  'ENOENT',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENOTEMPTY',
  'ELOOP',
  'EACCES',
  'EPERM',
  'EROFS',
  'EINVAL',
  'EBUSY',
  'EXDEV',
];

/** An error of the real file system as the simulated programs know it; anything rare is an input/output error. */
export function toFileError(error: unknown, path: string): FileError {
  if (error instanceof FileError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return new FileError(KNOWN.find((known) => known === code) ?? 'EIO', path);
}
