import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail } from '../../api/diagnostic.ts';
import { fileSource, type RangeSource } from '../compress/range-source.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { Stanza } from './control.ts';
import { readDebControl } from './deb-file.ts';
import { recordOf } from './package-record.ts';

/** A package file that goes into a repository. */
export interface RepositoryDeb {
  /** Name of the file, without a folder. */
  readonly file: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What apt reads of a repository, by path below its root, in the order in which it is written: `Release` last. */
export type RepositoryIndexes = ReadonlyMap<'Packages' | 'Packages.gz' | 'Release', Uint8Array>;

/** Folder of the package files below the root. */
export const POOL = 'pool';
/** Field of `Release` that names the set of package files it was made of. apt keeps it and passes over it. */
export const CONTENT_FIELD = 'X-Sitewright-Content';

/** One name for a set of package files: equal for equal files, whatever their order. */
export function contentOf(debs: readonly RepositoryDeb[]): string {
  const lines = debs.map(({ file, sha256, sizeBytes }) => `${sha256} ${sizeBytes} ${file}\n`).sort();
  return sha256Of(lines.join(''));
}

/**
 * The indexes of a flat repository (`deb [trusted=yes] file:/... ./`) over package files that lie in its {@link POOL}.
 * The same files give the same `Packages` on every laptop; the date is that of the youngest package, so that a host whose
 * clock is behind does not take the repository for one of the future.
 * @param open gives the bytes of a file; only its control archive is read
 * @param folder in which the package files lie, seen from the indexes; `.` = beside them
 * @throws packages.deb-damaged
 */
export function repositoryIndexes<Deb extends RepositoryDeb>(
  debs: readonly Deb[],
  open: (deb: Deb) => RangeSource,
  folder: string = POOL,
): RepositoryIndexes {
  const entries = debs.map((deb) => ({ deb, ...controlOf(deb, open) }));
  entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  const packages = utf8(entries.map(({ deb, control }) => paragraph(control, deb, folder)).join('\n'));
  const zipped = plainGzip(packages);
  const youngest = entries.reduce((latest, { builtAt }) => Math.max(latest, builtAt.getTime()), 0);
  const listed: readonly (readonly [string, Uint8Array])[] = [
    ['Packages', packages],
    ['Packages.gz', zipped],
  ];
  const release = [
    'Origin: Sitewright',
    'Label: Sitewright offline packages',
    'Suite: sitewright',
    `Date: ${new Date(youngest).toUTCString().replace('GMT', 'UTC')}`,
    `Architectures: ${[...new Set(['all', ...entries.map(({ architecture }) => architecture)])].sort().join(' ')}`,
    'Description: Packages carried to this site; made by Sitewright, nothing here is fetched from a network',
    `${CONTENT_FIELD}: ${contentOf(debs)}`,
    'SHA256:',
    ...listed.map(([name, data]) => ` ${sha256Of(data)} ${data.length} ${name}`),
    '',
  ].join('\n');
  return new Map([
    ['Packages', packages],
    ['Packages.gz', zipped],
    ['Release', utf8(release)],
  ]);
}

/**
 * Makes a folder of packages (`FOLDER/pool/*.deb`) a repository: writes the indexes beside the pool, `Release` last, each
 * whole or not at all. Throws packages.deb-damaged, workspace.not-writable.
 */
export async function writeRepository(folder: string): Promise<void> {
  const pool = join(folder, POOL);
  const debs: RepositoryDeb[] = [];
  for (const file of (await readdir(pool)).filter((name) => name.endsWith('.deb')).sort()) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(pool, file))) hash.update(chunk);
    debs.push({ file, sha256: hash.digest('hex'), sizeBytes: (await stat(join(pool, file))).size });
  }
  const indexes = repositoryIndexes(debs, ({ file }) => fileSource(join(pool, file)));
  for (const [name, data] of indexes) await writeFileAtomic(join(folder, name), data);
}

function controlOf<Deb extends RepositoryDeb>(deb: Deb, open: (deb: Deb) => RangeSource) {
  try {
    const { control, builtAt } = readDebControl(open(deb));
    const { name, version, architecture } = recordOf(control);
    return { control, builtAt, architecture, key: `${name} ${version} ${architecture} ${deb.file}` };
  } catch (error) {
    throw fail('packages.deb-damaged', {
      params: { file: deb.file, why: error instanceof Error ? error.message : String(error) },
      subject: { file: deb.file },
    });
  }
}

/** The package's own fields, and where it lies. Fields that an index gives itself are not taken from the package. */
function paragraph(control: Stanza, { file, sizeBytes, sha256: digest }: RepositoryDeb, folder: string): string {
  const own = [...control].filter(([name]) => !/^(filename|size|md5sum|sha1|sha256|sha512|status)$/.test(name));
  const fields: readonly (readonly [string, string])[] = [
    ...own,
    ['filename', `${folder}/${file}`],
    ['size', `${sizeBytes}`],
    ['sha256', digest],
  ];
  return fields.map(([name, value]) => `${fieldName(name)}:${value.startsWith('\n') ? '' : ' '}${value}\n`).join('');
}

/** `multi-arch` as the field is written, `Multi-Arch`. */
function fieldName(name: string): string {
  if (name === 'sha256') return 'SHA256';
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** Without a time and with a fixed system. */
function plainGzip(data: Uint8Array): Uint8Array {
  const zipped = new Uint8Array(gzipSync(data, { level: 9 }));
  zipped[9] = 255;
  return zipped;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
