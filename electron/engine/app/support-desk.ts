import { readdir, readFile, stat } from 'node:fs/promises';
import { arch, cpus, freemem, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { type Diagnostic, describeDiagnostic } from '../../api/diagnostic.ts';
import type { SiteDocument } from '../../api/sites.ts';
import type { SupportBundle } from '../../api/support.ts';
import { Secret } from '../shell/command.ts';
import { fileTail } from '../support/file-tail.ts';
import { packSupport, type SupportFile } from '../support/pack-support.ts';
import { supportRedactor } from '../support/support-redactor.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { siteFolderAt } from '../workspace/site-folder.ts';
import { type EnginePorts, type UserFolders, userFolders } from './ports.ts';
import type { RunShelf } from './run-shelf.ts';
import { unlockVault } from './site-secrets.ts';

/** The newest runs tell what went wrong; of long logs their end. At most 6 x 2 x 256 KiB of text go into the file. */
const MAX_RUNS = 6;
const TAIL_BYTES = 256 * 1024;
const MAX_SITE_BYTES = 1024 * 1024;
const MAX_LISTED = 500;

/** Collects what helps whoever is asked for help, and nothing that must not leave the laptop. */
export class SupportDesk {
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #runs: RunShelf;

  constructor(ports: EnginePorts, runs: RunShelf) {
    this.#ports = ports;
    this.#folders = userFolders(ports);
    this.#runs = runs;
  }

  async make(document: SiteDocument, now = new Date()): Promise<SupportBundle> {
    const folder = siteFolderAt(dirname(document.path), document.path);
    const { secrets, known } = await this.#secrets(document);
    const redactor = supportRedactor(secrets);
    const runs = document.site ? await this.#runs.list({ site: document.site, folder }) : [];
    const found: SupportFile[] = [
      { name: 'site.toml', text: redactor.siteFile(document.text.slice(0, MAX_SITE_BYTES)) },
      { name: 'diagnostics.txt', text: document.diagnostics.map(diagnosticText).join('\n\n') },
      { name: 'runs.json', text: JSON.stringify(runs, null, 2) },
      { name: 'folder.txt', text: (await listing(folder.root)).join('\n') },
    ];
    for (const { runId } of runs.slice(0, MAX_RUNS)) {
      const place = this.#runs.folderOf(runId);
      if (place === undefined) continue;
      for (const name of ['journal.jsonl', 'log.jsonl']) {
        const text = await fileTail(join(place, runId, name), TAIL_BYTES);
        if (text !== undefined) found.push({ name: `runs/${runId}/${name}`, text: redactor.jsonLines(text) });
      }
    }
    const files = found.map(({ name, text }) => ({ name, text: redactor.text(text) }));
    const about = JSON.stringify(this.#about(document, known, files, now), null, 2);
    const all = [{ name: 'about.json', text: redactor.text(about) }, ...files];
    const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
    const name = `sitewright-support-${document.site?.id ?? 'site'}-${stamp}`;
    return {
      name: `${name}.tar.gz`,
      base64: (await packSupport(name, all, now)).toString('base64'),
      files: all.map((file) => ({ name: file.name, sizeBytes: Buffer.byteLength(file.text) })),
      known,
    };
  }

  #about(
    { site }: SiteDocument,
    vault: SupportBundle['known'],
    files: readonly SupportFile[],
    now: Date,
  ): Readonly<Record<string, unknown>> {
    return {
      format: 'sitewright-support',
      version: 1,
      madeAt: now.toISOString(),
      sitewright: this.#ports.appVersion,
      isFromStick: this.#ports.stickRoot !== undefined,
      laptop: {
        platform: platform(),
        release: release(),
        arch: arch(),
        node: process.versions.node,
        electron: process.versions.electron,
        processors: cpus().length,
        memoryMib: Math.round(totalmem() / 1024 ** 2),
        freeMib: Math.round(freemem() / 1024 ** 2),
        language: Intl.DateTimeFormat().resolvedOptions().locale,
      },
      site: site
        ? {
            id: site.id,
            pve: site.pve.version,
            hosts: site.hosts.length,
            machines: site.machines.length,
            stacks: site.stacks.map((stack) => stack.stack),
          }
        : 'site.toml has errors; see diagnostics.txt',
      vault,
      files: files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text), sha256: sha256Of(text) })),
    };
  }

  /** The values that are searched for: of the vault, where it opens without asking anybody, and of the site's rehearsal. */
  async #secrets({ site, path }: SiteDocument): Promise<{ secrets: readonly Secret[]; known: SupportBundle['known'] }> {
    const folder = siteFolderAt(dirname(path), path);
    const hasVault = await stat(folder.vaultFile).then(
      () => true,
      () => false,
    );
    const rehearsed = site ? await throwAway(join(this.#folders.siteState(site.id), 'rehearsal')) : [];
    if (!hasVault || !site) return { secrets: rehearsed, known: hasVault ? 'locked' : 'none' };
    const { env, passphraseFd: fd, secretStore: store } = this.#ports;
    const vault = await unlockVault(folder.root, site, { fd, file: env.SITEWRIGHT_PASSPHRASE_FILE, store }).catch(
      () => undefined,
    );
    if (!vault) return { secrets: rehearsed, known: 'locked' };
    const own = vault.names().map((name) => vault.get(name));
    vault.lock();
    return { secrets: [...own, ...rehearsed], known: 'open' };
  }
}

/** What a rehearsal made up, as it lies beside its simulated site. */
async function throwAway(folder: string): Promise<readonly Secret[]> {
  try {
    const kept: unknown = JSON.parse(await readFile(join(folder, 'throw-away-secrets.json'), 'utf8'));
    const { key, secrets } = kept as { key?: { privateText?: string }; secrets?: Record<string, string> };
    return [key?.privateText ?? '', ...Object.values(secrets ?? {})].filter(Boolean).map((value) => new Secret(value));
  } catch {
    return [];
  }
}

function diagnosticText(entry: Diagnostic): string {
  const { summary, hint } = describeDiagnostic(entry, 'en');
  const { file, line, field, host } = entry.subject;
  const where = [field, host, file && `${file}${line === undefined ? '' : `:${line}`}`].filter(Boolean).join(' ');
  return [`${entry.severity} ${entry.code} ${where}`, summary, ...entry.evidence, hint].join('\n');
}

/** Names and sizes in the site's folder, two levels deep. */
async function listing(root: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const walk = async (folder: string, inside: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (lines.length >= MAX_LISTED) return;
      const path = join(folder, entry.name);
      const found = await stat(path).catch(() => undefined);
      lines.push(`${inside}${entry.name}${entry.isDirectory() ? '/' : `  ${found?.size ?? '?'}`}`);
      if (entry.isDirectory() && depth > 1) await walk(path, `${inside}${entry.name}/`, depth - 1);
    }
  };
  await walk(root, '', 2);
  return lines;
}
