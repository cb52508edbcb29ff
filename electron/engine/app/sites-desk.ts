import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { NewSite } from '../../api/new-site.ts';
import type { Site } from '../../api/site.ts';
import type { SiteDifference, SiteExported } from '../../api/site-carrying.ts';
import { compareSites } from '../site/compare-sites.ts';
import { newSiteText } from '../site/new-site-text.ts';
import { parseSite } from '../site/parse-site.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { folderOf } from '../stacks/brought-files.ts';
import { stacks } from '../stacks/index.ts';
import { errorCode, makeFolder, writeFileAtomic } from '../workspace/atomic-file.ts';
import {
  ARCHIVE_VERSION,
  type ArchivedFile,
  ArchiveError,
  isArchivePath,
  MOST_ARCHIVE_FILE_BYTES,
  packSiteArchive,
  readSiteArchive,
  type SiteArchive,
} from '../workspace/site-archive.ts';
import { assertFits, readSiteFiles } from '../workspace/site-files.ts';
import { openSiteFolder } from '../workspace/site-folder.ts';
import { assertWritableFolder } from '../workspace/writable-folder.ts';
import type { UserFolders } from './ports.ts';
import { checkWholeSite } from './whole-site.ts';

/** What always goes along; what is not there is left out. */
const PLAN_FILES = ['site.toml', 'sources.toml', 'bundle/bundle.lock.toml', 'bundle/bundle.lock.toml.sig', 'inventory'];

/** Whole sites: a new one from a template, one carried in a file, two beside each other. Paths are resolved by who calls. */
export class SitesDesk {
  readonly #appVersion: string;
  readonly #folders: UserFolders;
  readonly #assets: AssetStore;

  constructor(appVersion: string, folders: UserFolders, assets: AssetStore) {
    this.#appVersion = appVersion;
    this.#folders = folders;
    this.#assets = assets;
  }

  /** A new site folder from a template: its site.toml alone. Returns that file's path. Throws app.folder-exists, sites.new-address. */
  async create(asked: NewSite, place: string | undefined): Promise<string> {
    const text = newSiteText(this.#assets.text(`templates/site/${asked.template}.toml`), asked, timezone());
    return this.newFolder(asked.id, place, [{ path: 'site.toml', bytes: Buffer.from(text, 'utf8') }]);
  }

  /**
   * A site as one file: plan, lock, listings, what its stacks bring; with its vault and its reports where asked. An unfinished site
   * can be carried too. Never writes over a file. Throws sites.file-exists, sites.archive-*, vault.missing.
   * @param target a folder that is there (the file is named after the site), or the file
   */
  async exportTo(
    siteFile: string,
    target: string,
    wanted: { readonly withSecrets: boolean; readonly withReports: boolean },
  ): Promise<SiteExported> {
    const folder = await openSiteFolder(siteFile);
    const site = await this.#draft(siteFile);
    const files = [...(await readSiteFiles(folder.root, PLAN_FILES)), ...broughtFiles(site)];
    if (wanted.withSecrets) {
      const [vault] = await readSiteFiles(folder.root, ['secrets.age']);
      if (!vault)
        throw fail('vault.missing', { params: { path: folder.vaultFile }, subject: { file: folder.vaultFile } });
      files.push(vault);
    }
    if (wanted.withReports) files.push(...(await readSiteFiles(folder.root, ['reports'])));
    assertFits(
      files.length,
      files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
    const isFolder = await stat(target).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const path = resolve(isFolder ? join(target, `${site.id}.sitewright`) : target);
    if (await stat(path).catch(() => undefined))
      throw fail('sites.file-exists', { params: { path }, subject: { file: path } });
    const { withSecrets } = wanted;
    const head = { app: this.#appVersion, siteId: site.id, exportedAt: new Date().toISOString(), withSecrets };
    const bytes = await packSiteArchive({ head, files });
    await writeFileAtomic(path, bytes, { mode: withSecrets ? 0o600 : 0o644 });
    return { path, sizeBytes: bytes.length, files: files.map((file) => file.path), withSecrets };
  }

  /** A new site folder from a file that {@link exportTo} made. Throws sites.no-archive, sites.archive-newer, app.folder-exists. */
  async importFrom(path: string, name: string, place: string | undefined): Promise<string> {
    const { files } = await readArchive(path);
    const strays = strayFiles(files);
    const refuse = (why: string) => fail('sites.no-archive', { params: { path, why }, subject: { file: path } });
    if (strays.length > 0) throw refuse(`nothing in its site.toml names ${JSON.stringify(strays[0])}`);
    return this.newFolder(name, place, files);
  }

  /** Differences of what two sites say. An unfinished site can be compared; one that is no site throws its errors. */
  async compare(left: string, right: string): Promise<readonly SiteDifference[]> {
    const [a, b] = await Promise.all([this.#draft(left), this.#draft(right)]);
    return compareSites(a, b);
  }

  async #draft(siteFile: string): Promise<Site> {
    const { site, draft, diagnostics } = await checkWholeSite(siteFile, this.#assets);
    const shown = site ?? draft;
    if (shown) return shown;
    const [first, ...rest] = diagnostics.filter(({ severity }) => severity === 'error');
    throw first ? new DiagnosticError(first, ...rest) : fail('contract.internal', { params: { path: siteFile } });
  }

  /** A site folder with these files, all of it or nothing: filled beside its place under another name, then named. Throws app.folder-exists. */
  async newFolder(name: string, place: string | undefined, files: readonly ArchivedFile[]): Promise<string> {
    const parent = place ?? this.#folders.sites;
    const target = join(parent, name);
    const refuse = () => fail('app.folder-exists', { params: { folder: target }, subject: { file: target } });
    await assertWritableFolder(parent);
    if (await stat(target).catch(() => undefined)) throw refuse();
    await makeFolder(parent);
    const filling = join(parent, `.${name}.${randomBytes(4).toString('hex')}.tmp`);
    try {
      await mkdir(filling, { mode: 0o755 });
      for (const file of files) {
        const full = join(filling, ...file.path.split('/'));
        await makeFolder(dirname(full));
        await writeFileAtomic(full, file.bytes, { mode: file.path === 'secrets.age' ? 0o600 : 0o644 });
      }
      // An empty folder that came meanwhile would be replaced by the name; one with something in it is refused by the system.
      await rename(filling, target);
    } catch (error) {
      await rm(filling, { recursive: true, force: true }).catch(() => undefined);
      if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw refuse();
      if (error instanceof DiagnosticError) throw error;
      throw fail('workspace.not-writable', {
        params: { path: target, why: errorCode(error) },
        subject: { file: target },
      });
    }
    return join(target, 'site.toml');
  }
}

async function readArchive(path: string): Promise<SiteArchive> {
  const about = (params: Readonly<Record<string, string | number>>) => ({
    params: { path, ...params },
    subject: { file: path },
  });
  try {
    if ((await stat(path)).size > MOST_ARCHIVE_FILE_BYTES) throw new ArchiveError('it is too large');
    return readSiteArchive(await readFile(path));
  } catch (error) {
    if (error instanceof ArchiveError && error.version !== undefined)
      throw fail('sites.archive-newer', about({ found: error.version, current: ARCHIVE_VERSION }));
    const why = error instanceof ArchiveError ? error.message : errorCode(error);
    throw fail('sites.no-archive', about({ why }));
  }
}

/** Files beside the places that every site has, which no stack of the site brings. */
function strayFiles(files: readonly ArchivedFile[]): readonly string[] {
  const text = new TextDecoder().decode(files.find(({ path }) => path === 'site.toml')?.bytes);
  const { draft } = parseSite(text);
  const brought = (draft?.stacks ?? []).flatMap((instance) => folderOf(stacks, instance) ?? []);
  const tops = ['inventory', 'reports', 'bundle', ...brought];
  return files
    .map(({ path }) => path)
    .filter((path) => path.includes('/') && !tops.some((top) => path.startsWith(`${top}/`)));
}

function broughtFiles(site: Site): readonly ArchivedFile[] {
  return site.stacks.flatMap((instance) => {
    const folder = folderOf(stacks, instance);
    return (instance.files ?? []).map(({ name, base64 }) => {
      const path = `${folder}/${name}`;
      if (!isArchivePath(path)) throw fail('sites.archive-name', { params: { path } });
      return { path, bytes: Buffer.from(base64, 'base64') };
    });
  });
}

/** As the system has it; undefined where it says none. */
function timezone(): string | undefined {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || undefined;
}
