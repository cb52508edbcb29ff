import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import { LOCK_FILE, SIGNATURE_FILE } from '../layout.ts';
import { filesOf, isFinished } from '../lock/lock.ts';
import { requireLock } from '../lock/lock-file.ts';
import { PINNED_KEY_FILE } from '../pinned-key.ts';
import { filesBelow } from '../verify/verify-bundle.ts';
import { STICK_APP, STICK_BUNDLE, STICK_PROGRAM, STICK_SITE } from './stick-manifest.ts';

/** One file that a stick is to hold. */
export interface StickFile {
  readonly from: string;
  /** Inside the stick, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Known from the bundle's lock; others are hashed when they are copied. */
  readonly sha256?: string;
  /** Work from the stick changes it. */
  readonly isLiving: boolean;
}

/** What the vault holds stays encrypted; a sources.toml, runs, media and reports are the laptop's. */
const OF_THE_SITE = ['secrets.age', 'host-keys.json', PINNED_KEY_FILE];

/** A folder beside site.toml that an instance of a stack brings. */
export interface BroughtFolder {
  readonly folder: string;
  readonly names: readonly string[];
}

export interface StickContent {
  readonly siteId: string;
  readonly siteRoot: string;
  readonly siteFile: string;
  readonly brought: readonly BroughtFolder[];
  readonly bundleFolder: string;
  /** Holds the program and its folder. */
  readonly programFolder: string;
}

/**
 * Everything that a stick for this site holds. The bundle comes by its lock, so nothing that merely lies beside it. Throws
 * bundle.no-lock, bundle.not-finished, bundle.other-site, deploy.no-program.
 */
export async function stickFiles(content: StickContent): Promise<readonly StickFile[]> {
  return [
    ...(await programFiles(content.programFolder)),
    ...(await bundleFiles(content)),
    ...(await siteFiles(content)),
  ];
}

async function programFiles(folder: string): Promise<readonly StickFile[]> {
  const missing = fail('deploy.no-program', { params: { folder }, subject: { file: folder } });
  const program = join(folder, STICK_PROGRAM);
  const app = join(folder, STICK_APP);
  const found = await stat(program).catch(() => undefined);
  if (!found?.isFile() || !(await stat(app).catch(() => undefined))) throw missing;
  const inside = [...(await filesBelow(app))].sort();
  return [
    { from: program, path: STICK_PROGRAM, sizeBytes: found.size, isLiving: false },
    ...(await Promise.all(inside.map((path) => sized(join(app, ...path.split('/')), `${STICK_APP}/${path}`)))),
  ];
}

async function bundleFiles({ siteId, bundleFolder }: StickContent): Promise<readonly StickFile[]> {
  const { lock } = await requireLock(bundleFolder);
  const about = { subject: { file: bundleFolder } };
  if (lock.site !== siteId)
    throw fail('bundle.other-site', { params: { folder: bundleFolder, found: lock.site, site: siteId }, ...about });
  if (!isFinished(lock)) throw fail('bundle.not-finished', { params: { folder: bundleFolder }, ...about });
  const own = await Promise.all(
    [SIGNATURE_FILE, LOCK_FILE].map((name) => optional(join(bundleFolder, name), `${STICK_BUNDLE}/${name}`, false)),
  );
  return [
    ...[...filesOf(lock).values()].map((file) => ({
      from: join(bundleFolder, ...file.path.split('/')),
      path: `${STICK_BUNDLE}/${file.path}`,
      sizeBytes: file.sizeBytes,
      ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
      isLiving: false,
    })),
    ...own.flat(),
  ];
}

async function siteFiles({ siteRoot, siteFile, brought }: StickContent): Promise<readonly StickFile[]> {
  const inventory = await readdir(join(siteRoot, 'inventory')).catch(() => []);
  const names = [
    ...OF_THE_SITE,
    ...inventory.filter((name) => name.endsWith('.json')).map((name) => `inventory/${name}`),
  ];
  const rest = await Promise.all(
    names.map((name) => optional(join(siteRoot, ...name.split('/')), `${STICK_SITE}/${name}`, true)),
  );
  // several instances may bring one folder
  const paths = new Set(brought.flatMap(({ folder, names: inside }) => inside.map((name) => `${folder}/${name}`)));
  const own = await Promise.all(
    [...paths].map(async (path) => ({
      ...(await sized(join(siteRoot, ...path.split('/')), `${STICK_SITE}/${path}`)),
      isLiving: true,
    })),
  );
  return [...rest.flat(), ...own, { ...(await sized(siteFile, `${STICK_SITE}/site.toml`)), isLiving: true }];
}

async function optional(from: string, path: string, isLiving: boolean): Promise<readonly StickFile[]> {
  const found = await stat(from).catch(() => undefined);
  return found?.isFile() ? [{ from, path, sizeBytes: found.size, isLiving }] : [];
}

async function sized(from: string, path: string): Promise<StickFile> {
  return { from, path, sizeBytes: (await stat(from)).size, isLiving: false };
}
