import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { type Diagnostic, DiagnosticError, diagnostic, fail, hasErrors } from '../../api/diagnostic.ts';
import type { Surface } from '../../api/procedure.ts';
import type { RunSummary } from '../../api/run.ts';
import type { Site } from '../../api/site.ts';
import type { SiteDocument, SiteEdit, SiteListEntry } from '../../api/sites.ts';
import { openRunStore } from '../run/run-store.ts';
import { createRedactor } from '../shell/redactor.ts';
import { editSite } from '../site/edit-site.ts';
import { writtenValues } from '../site/written-values.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { folderOf } from '../stacks/brought-files.ts';
import { stacks } from '../stacks/index.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { recentSites, rememberSite } from '../workspace/recent-sites.ts';
import { openSiteFolder, type SiteFolder, saveSiteText } from '../workspace/site-folder.ts';
import type { EditMemory } from './edit-memory.ts';
import type { MachinesDesk, UnfinishedSite } from './machines-desk.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import { checkWholeSite } from './whole-site.ts';

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
  readonly #assets: AssetStore;
  readonly #edits: EditMemory;
  readonly #handles = new Map<string, string>();

  constructor(ports: EnginePorts, folders: UserFolders, machines: MachinesDesk, assets: AssetStore, edits: EditMemory) {
    this.#ports = ports;
    this.#folders = folders;
    this.#machines = machines;
    this.#assets = assets;
    this.#edits = edits;
  }

  /** A file that a native dialog picked; main keeps the path, the page gets the handle. */
  giveHandle(handle: string, path: string): void {
    this.#handles.set(handle, path);
  }

  /**
   * A handle for a full path that was typed where there is no native dialog: a file that is there, a folder that is there or whose
   * own folder is. What is done with it has its own conditions: a bundle is read, an empty folder is written. Throws bundle.no-place.
   */
  async place(path: string, kind: 'file' | 'folder'): Promise<{ readonly handle: string; readonly name: string }> {
    const refuse = () => fail('bundle.no-place', { params: { path }, subject: { file: path } });
    // A name of another computer would be dialled by looking at it.
    if (!isAbsolute(path) || /^([\\/]{2})/.test(path)) throw refuse();
    const found = await stat(path).catch(() => undefined);
    const above = found ? undefined : await stat(dirname(path)).catch(() => undefined);
    const isFit = kind === 'file' ? found?.isFile() : found?.isDirectory() || above?.isDirectory();
    if (!isFit) throw refuse();
    const handle = `placed:${randomBytes(12).toString('hex')}`;
    this.giveHandle(handle, path);
    return { handle, name: basename(path) };
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
    const own = recent.filter(({ siteFile }) => !examples.includes(siteFile));
    return Promise.all([
      ...own.map(({ siteFile, name }) => this.#entryOrNone(siteFile, 'recent', name)),
      ...examples.map((file) => this.#entryOrNone(file, 'example')),
    ]);
  }

  /** One site that cannot even be looked at hides no other one. */
  async #entryOrNone(file: string, kind: 'recent' | 'example', known?: string): Promise<SiteListEntry> {
    try {
      return await this.#entry(file, kind, known);
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return {
        ref: this.#handleFor(file),
        name: known ?? basename(dirname(file)),
        folder: dirname(file),
        kind,
        state: 'broken',
        nodes: 0,
        diagnostics: [diagnostic('contract.internal', { params: { path: file }, evidence: [why.slice(0, 500)] })],
      };
    }
  }

  async #entry(file: string, kind: 'recent' | 'example', known?: string): Promise<SiteListEntry> {
    const checked = await checkWholeSite(file, this.#assets);
    const shown = checked.site ?? checked.draft;
    const runs = shown
      ? (
          await runsOf([join(dirname(file), 'runs'), join(this.#folders.siteState(shown.id), 'rehearsal', 'runs')])
        ).filter(({ kind }) => kind !== 'bundle' && kind !== 'handover')
      : [];
    const last = runs[0];
    const nodes = shown?.hosts.filter(({ roles }) => roles.includes('pve-node')).length;
    const changedAt = await stat(file).then(
      ({ mtime }) => mtime.toISOString(),
      () => undefined,
    );
    const state: SiteListEntry['state'] =
      shown === undefined
        ? 'broken'
        : hasErrors(checked.diagnostics)
          ? 'unfinished'
          : last === undefined
            ? 'planned'
            : last.outcome !== 'done'
              ? 'installing'
              : last.rehearsed
                ? 'rehearsed'
                : 'verified';
    return {
      ref: this.#handleFor(file),
      name: shown?.name ?? known ?? basename(dirname(file)),
      folder: dirname(file),
      kind,
      state,
      nodes: shown?.hosts.length ?? 0,
      ...(shown ? { pve: shown.pve.version, pveNodes: nodes, hasWitness: shown.cluster?.witness !== undefined } : {}),
      ...(shown?.organisation ? { organisation: shown.organisation } : {}),
      ...(changedAt === undefined ? {} : { changedAt }),
      ...(last ? { lastRun: last } : {}),
      diagnostics: [...checked.diagnostics],
    };
  }

  /** A site file of which only the engine knows the path: one that was just made. */
  open(siteFile: string, surface: Surface): Promise<SiteDocument> {
    return this.read(surface === 'cli' ? siteFile : this.#handleFor(siteFile), surface);
  }

  async read(reference: string, surface: Surface): Promise<SiteDocument> {
    const path = this.pathOf(reference, surface);
    const checked = await checkWholeSite(path, this.#assets, this.#asked());
    const shown = checked.site ?? checked.draft;
    const told = checked.site
      ? await this.#machines.erasure({ site: checked.site, folder: await openSiteFolder(checked.path) })
      : [];
    // What the answers would do to the machines counts as much as what the file says; what is only unknown is shown with the media.
    const unclear = told.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
    if (shown && !checked.path.startsWith(this.#ports.examplesRoot)) {
      await rememberSite(this.#folders.state, checked.path, new Date(), shown).catch(() => undefined);
    }
    const text = checked.text ?? '';
    const written = writtenValues(text);
    return {
      ref: surface === 'cli' ? reference : this.#handleFor(checked.path),
      path: checked.path,
      text,
      ...(shown ? { site: shown } : {}),
      ...(written ? { written } : {}),
      diagnostics: [...checked.diagnostics, ...unclear],
      ...(await this.#edits.view(checked.path, text)),
    };
  }

  /** Patches the text; nothing is written when any edit is refused. */
  async edit(reference: string, baseText: string, edits: readonly SiteEdit[], surface: Surface): Promise<SiteDocument> {
    const folder = await openSiteFolder(this.pathOf(reference, surface));
    const result = editSite(baseText, edits);
    const first = result.diagnostics.find((entry) => entry.severity === 'error');
    if (first)
      throw fail('site.edit-refused', { params: first.params, evidence: first.evidence, subject: first.subject });
    await saveSiteText(folder, baseText, result.text, () =>
      this.#edits.note(folder.siteFile, baseText, result.text, edits),
    );
    return this.read(reference, surface);
  }

  /** Puts back what the last edit wrote, or does it again. Throws when the file is not what that edit left. */
  async step(reference: string, baseText: string, direction: 'undo' | 'redo', surface: Surface): Promise<SiteDocument> {
    const folder = await openSiteFolder(this.pathOf(reference, surface));
    const { text, keep } = await this.#edits.step(folder.siteFile, baseText, direction);
    await saveSiteText(folder, baseText, text, keep);
    return this.read(reference, surface);
  }

  /** Keeps what is typed in a field of a site and not written yet; answers whether it does. */
  async keepDraft(reference: string, path: string, text: string | undefined, surface: Surface): Promise<boolean> {
    const folder = await openSiteFolder(this.pathOf(reference, surface));
    return this.#edits.keepDraft(folder.siteFile, path, text);
  }

  /** A new site folder from an example: its file and what its stacks bring. Where it has a throw-away vault, that is left behind. */
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
    const { draft } = await checkWholeSite(source.siteFile, this.#assets);
    for (const instance of draft?.stacks ?? []) {
      const inside = (folderOf(stacks, instance) ?? '').split('/');
      for (const { name, base64 } of instance.files ?? []) {
        const file = join(target, ...inside, ...name.split('/'));
        await mkdir(dirname(file), { recursive: true });
        await writeFileAtomic(file, Buffer.from(base64, 'base64'));
      }
    }
    const folder = await openSiteFolder(target);
    await saveSiteText(folder, text, edited.text);
    return this.read(this.#handleFor(folder.siteFile), surface);
  }

  /** The site, or all its errors thrown: nothing runs from a site file with an error. */
  async ready(reference: string, surface: Surface): Promise<ReadySite> {
    const checked = await checkWholeSite(this.pathOf(reference, surface), this.#assets, this.#asked());
    if (!checked.site || checked.text === undefined) throw siteErrors(checked.diagnostics);
    return { site: checked.site, folder: await openSiteFolder(checked.path), text: checked.text };
  }

  /** The site as far as it can be read, for what helps to complete it. */
  async unfinished(reference: string, surface: Surface): Promise<UnfinishedSite> {
    const checked = await checkWholeSite(this.pathOf(reference, surface), this.#assets);
    const site = checked.site ?? checked.draft;
    if (!site) throw siteErrors(checked.diagnostics);
    return { site, folder: await openSiteFolder(checked.path) };
  }

  /** Started from a deployment stick there is no laptop: this machine is a node of the site. */
  #asked(): { readonly laptopAddresses: readonly string[] } {
    return { laptopAddresses: this.#ports.stickRoot === undefined ? laptopAddresses() : [] };
  }

  #handleFor(file: string): string {
    const handle = `site-${createHash('sha256').update(file).digest('hex').slice(0, 16)}`;
    this.#handles.set(handle, file);
    return handle;
  }
}

/** Addresses of this laptop: a rule refuses it as witness. */
function laptopAddresses(): readonly string[] {
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
