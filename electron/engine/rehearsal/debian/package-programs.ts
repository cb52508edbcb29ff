import type { Program } from '../kernel/program.ts';
import { aptGet } from './packages/apt-get.ts';
import { dpkg, dpkgQuery } from './packages/dpkg.ts';

export const packagePrograms: Readonly<Record<string, Program>> = {
  dpkg,
  'dpkg-query': dpkgQuery,
  'apt-get': aptGet,
  apt: aptGet,
};
