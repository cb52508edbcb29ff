import type { Program } from '../kernel/program.ts';
import { checksum } from './files/checksum.ts';
import { cp, install, ln, mv } from './files/copy-and-move.ts';
import { ls, stat } from './files/listing.ts';
import { mkdir, mktemp, rm, rmdir, touch } from './files/make-and-remove.ts';
import { basename, dirname, readlink, realpath } from './files/path-names.ts';
import { chmod, chown } from './files/permissions.ts';

/** The coreutils that work on the file tree. */
export const filePrograms: Readonly<Record<string, Program>> = {
  mkdir,
  rmdir,
  rm,
  cp,
  mv,
  ln,
  chmod,
  chown,
  chgrp: chown,
  touch,
  install,
  mktemp,
  readlink,
  realpath,
  ls,
  stat,
  sha256sum: checksum('sha256'),
  sha512sum: checksum('sha512'),
  sha1sum: checksum('sha1'),
  md5sum: checksum('md5'),
  basename,
  dirname,
};
