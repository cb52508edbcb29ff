const TEXTS = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  EINVAL: 'Invalid argument',
  EBUSY: 'Device or resource busy',
  EXDEV: 'Invalid cross-device link',
  EIO: 'Input/output error',
} as const;
export type ErrnoCode = keyof typeof TEXTS;

/** A failed call on the simulated file tree: the message is the text that Linux prints for the errno. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: ErrnoCode;
  readonly path: string;
  constructor(code: ErrnoCode, path: string) {
    super(TEXTS[code]);
    this.code = code;
    this.path = path;
  }
}

/** The errno text of anything thrown by a file call (a mount throws plain Errors). */
export function errnoText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
