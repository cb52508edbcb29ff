import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, DiagnosticError, fail, hasErrors } from '../../api/diagnostic.ts';
import type { Surface } from '../../api/procedure.ts';
import type { RunSummary } from '../../api/run.ts';
import type { Site } from '../../api/site.ts';
import type { SiteDocument, SiteEdit, SiteListEntry } from '../../api/sites.ts';
import { openRunStore } from '../run/run-store.ts';
import { createRedactor } from '../shell/redactor.ts';
import { checkSite } from '../site/check-site.ts';
import { editSite } from '../site/edit-site.ts';
import { recentSites, rememberSite } from '../workspace/recent-sites.ts';
import { openSiteFolder, type SiteFolder, saveSiteText } from '../workspace/site-folder.ts';
import type { MachinesDesk, UnfinishedSite } from './machines-desk.ts';
import type { EnginePorts, UserFolders } from './ports.ts';

/** A site that may be worked on: its file has no error. */
export interface ReadySite {
  readonly site: Site;
  readonly folder: SiteFolder;
  readonly text: string;
}

/** The sites of this laptop. A page knows them by handles; only the command line names paths. */
export class SiteShelf {
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #machines: MachinesDesk;
  readonly #handles = new Map<string, string>();

  constructor(ports: EnginePorts, folders: UserFolders, machines: MachinesDesk) {
    this.#ports = ports;
    this.#folders = folders;
    this.#machines = machines;
  }

  /** A file that a native dialog picked; main keeps the path, the page gets the handle. */
  giveHandle(handle: string, path: string): void {
    this.#handles.set(handle, path);
  }

  /** The path behind a reference. On the command line a reference may be a path; elsewhere only handles count. */
  pathOf(reference: string, surface: Surface): string {
    const known = this.#handles.get(reference);
    if (known !== undefined) return known;
    if (surface === 'cli') return reference;
    throw fail('app.unknown-handle', { params: { handle: reference.slice(0, 60) } });
  }

  async list(): Promise<readonly SiteListEntry[]> {
    const examples = (await readdir(this.#ports.examplesRoot, { withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(this.#ports.examplesRoot, entry.name, 'site.toml'))
      .sort();
    const recent = await recentSites(this.#folders.state);
    const own = recent.map((entry) => entry.siteFile).filter((file) => !examples.includes(file));
    return Promise.all([
      ...own.map((file) => this.#entry(file, 'recent')),
      ...examples.map((file) => this.#entry(file, 'example')),
    ]);
  }

  async #entry(file: string, kind: 'recent' | 'example'): Promise<SiteListEntry> {
    const checked = await checkSite(file);
    const shown = checked.site ?? checked.draft;
    const runs = shown
      ? await runsOf([join(dirname(file), 'runs'), join(this.#folders.siteState(shown.id), 'rehearsal', 'runs')])
      : [];
    const last = runs[0];
    const state: SiteListEntry['state'] =
      shown === undefined || hasErrors(checked.diagnostics)
        ? 'broken'
        : last === undefined
          ? 'planned'
          : last.outcome !== 'done'
            ? 'installing'
            : last.rehearsed
              ? 'rehearsed'
              : 'verified';
    return {
      ref: this.#handleFor(file),
      name: shown?.name ?? basename(dirname(file)),
      folder: dirname(file),
      kind,
      state,
      nodes: shown?.hosts.length ?? 0,
      ...(last ? { lastRun: last } : {}),
      diagnostics: [...checked.diagnostics],
    };
  }

  async read(reference: string, surface: Surface): Promise<SiteDocument> {
    const path = this.pathOf(reference, surface);
    const checked = await checkSite(path, { laptopAddresses: laptopAddresses() });
    const shown = checked.site ?? checked.draft;
    const told = checked.site
      ? await this.#machines.erasure({ site: checked.site, folder: await openSiteFolder(checked.path) })
      : [];
    // What the answers would do to the machines counts as much as what the file says; what is only unknown is shown with the media.
    const unclear = told.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
    if (shown && !checked.path.startsWith(this.#ports.examplesRoot)) {
      await rememberSite(this.#folders.state, checked.path, new Date()).catch(() => undefined);
    }
    return {
      ref: surface === 'cli' ? reference : this.#handleFor(checked.path),
      path: checked.path,
      text: checked.text ?? '',
      ...(shown ? { site: shown } : {}),
      diagnostics: [...checked.diagnostics, ...unclear],
    };
  }

  /** Patches the text; nothing is written when any edit is refused. */
  async edit(reference: string, baseText: string, edits: readonly SiteEdit[], surface: Surface): Promise<SiteDocument> {
    const folder = await openSiteFolder(this.pathOf(reference, surface));
    const result = editSite(baseText, edits);
    const first = result.diagnostics.find((entry) => entry.severity === 'error');
    if (first)
      throw fail('site.edit-refused', { params: first.params, evidence: first.evidence, subject: first.subject });
    await saveSiteText(folder, baseText, result.text);
    return this.read(reference, surface);
  }

  /** A new site folder from an example: its file and, where it has one, its throw-away vault is left behind. */
  async copyExample(reference: string, name: string, surface: Surface): Promise<SiteDocument> {
    const source = await openSiteFolder(this.pathOf(reference, surface));
    const target = join(this.#folders.sites, name);
    if (await stat(target).catch(() => undefined)) throw fail('app.folder-exists', { params: { folder: target } });
    const text = await readFile(source.siteFile, 'utf8');
    const edited = editSite(text, [
      { op: 'set', path: 'id', value: name },
      { op: 'set', path: 'name', value: name },
    ]);
    await mkdir(target, { recursive: true });
    await cp(source.siteFile, join(target, 'site.toml'));
    const folder = await openSiteFolder(target);
    await saveSiteText(folder, text, edited.text);
    return this.read(this.#handleFor(folder.siteFile), surface);
  }

  /** The site, or all its errors thrown: nothing runs from a site file with an error. */
  async ready(reference: string, surface: Surface): Promise<ReadySite> {
    const checked = await checkSite(this.pathOf(reference, surface), { laptopAddresses: laptopAddresses() });
    if (!checked.site || checked.text === undefined) throw siteErrors(checked.diagnostics);
    return { site: checked.site, folder: await openSiteFolder(checked.path), text: checked.text };
  }

  /** The site as far as it can be read, for what helps to complete it. */
  async unfinished(reference: string, surface: Surface): Promise<UnfinishedSite> {
    const checked = await checkSite(this.pathOf(reference, surface));
    const site = checked.site ?? checked.draft;
    if (!site) throw siteErrors(checked.diagnostics);
    return { site, folder: await openSiteFolder(checked.path) };
  }

  #handleFor(file: string): string {
    const handle = `site-${createHash('sha256').update(file).digest('hex').slice(0, 16)}`;
    this.#handles.set(handle, file);
    return handle;
  }
}

/** Addresses of this laptop: a rule refuses it as witness. */
export function laptopAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((entry) => !entry.internal).map((entry) => entry.address),
  );
}

function siteErrors(diagnostics: readonly Diagnostic[]): Error {
  const [first, ...rest] = diagnostics.filter((entry) => entry.severity === 'error');
  return first ? new DiagnosticError(first, ...rest) : fail('contract.internal', { params: { path: 'site' } });
}

async function runsOf(folders: readonly string[]): Promise<readonly RunSummary[]> {
  const lists = await Promise.all(folders.map((folder) => openRunStore({ folder, redactor: createRedactor() }).list()));
  return lists.flat().sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}
