import { chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFileIdentity, stampOf } from '../../support/flash-one.ts';
import type { CleanRoot } from './clean-root.ts';

/** Where an ISO says that it is one. */
const ISO_MARK_AT = 16 * 2048 + 1;

/** An image and an empty file of the folder's owner in it, and what the flasher is asked so that the one is written into the other. */
export function flashRequest(root: CleanRoot, folder: string): { readonly request: string; readonly image: Buffer } {
  const seen = (name: string) => root.path(join(folder, name));
  const image = Buffer.alloc(3 * 1024 * 1024, 'sitewright');
  image.write('CD001', ISO_MARK_AT, 'latin1');
  writeFileSync(seen('base.iso'), image);
  const device = join(folder, 'stick.img');
  const identity = { ...emptyFileIdentity(seen('stick.img')), backingFile: device };
  const { uid, gid } = statSync(seen('.'));
  for (const name of ['base.iso', 'stick.img']) chownSync(seen(name), uid, gid);
  const [basePath, baseStamp] = [join(folder, 'base.iso'), stampOf(seen('base.iso'))];
  const task = { kind: 'flash', basePath, baseStamp, overlayPath: null };
  return { request: JSON.stringify({ version: 2, drives: [{ device, identity, task }] }), image };
}
