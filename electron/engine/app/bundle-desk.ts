import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BundleCarried, BundleDiff, BundleLook, BundleNeed } from '../../api/bundle.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import { bundleFetch } from '../bundle/bundle-fetch.ts';
import { refuseFilled } from '../bundle/carry/copy-verified.ts';
import { makeDelta, readDelta } from '../bundle/carry/delta.ts';
import { diffLocks, movesBetween } from '../bundle/carry/diff.ts';
import { patchBundle } from '../bundle/carry/patch.ts';
import { joinVolumes, splitBundle } from '../bundle/carry/volumes.ts';
import type { Watch } from '../bundle/carry/watch.ts';
import { bundleFits } from '../bundle/completeness.ts';
import { createHttpClient, type HttpClient } from '../bundle/http/http-client.ts';
import { bundleKinds } from '../bundle/kinds/index.ts';
import type { LockContext } from '../bundle/kinds/kind.ts';
import { LOCK_FILE } from '../bundle/layout.ts';
import { requireLock, writeLock } from '../bundle/lock/lock-file.ts';
import { lockBundle } from '../bundle/make/lock-bundle.ts';
import { makeBundle } from '../bundle/make/make-bundle.ts';
import { readPinnedKey, writePinnedKey } from '../bundle/pinned-key.ts';
import { makeSigningKey, SIGNING_KEY, type SigningKey, signingKeyOf } from '../bundle/signature.ts';
import { DEFAULT_SOURCES, readSources, type Sources } from '../bundle/sources/read-sources.ts';
import { hashFile } from '../bundle/verify/hash-files.ts';
import { verifyBundle } from '../bundle/verify/verify-bundle.ts';
import type { RunContext } from '../run/start-run.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { stacks } from '../stacks/index.ts';
import { makeFolder } from '../workspace/atomic-file.ts';
import { openBundle } from '../workspace/bundle-folder.ts';
import { type DigestCache, openDigestCache } from '../workspace/digest-cache.ts';
import { lockFolder } from '../workspace/folder-lock.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { UnlockedVault } from '../workspace/vault.ts';
import { BundleCheckNote } from './bundle-check.ts';
import { undeclaredImages } from './bundle-completeness.ts';
import { lookAtBundle } from './bundle-look.ts';
import { bundleNeeds, siteNeeds } from './bundle-needs.ts';
import { type BundleTeller, runBundle, type StageOf } from './bundle-run.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import type { RunDesk } from './run-desk.ts';
import { unlockVault } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

export interface BundleOrder {
  /** Default: the site's own `bundle/`. */
  readonly outDir?: string | undefined;
  /** Default: `sources.toml` beside the site where it is there, else the public places. */
  readonly sources?: string | undefined;
}

/** The offline bundle of a site: made, looked at, compared and cut up for carrying. */
export class BundleDesk {
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #assets: AssetStore;
  readonly #runs: RunDesk;

  constructor(ports: EnginePorts, folders: UserFolders, assets: AssetStore, runs: RunDesk) {
    this.#ports = ports;
    this.#folders = folders;
    this.#assets = assets;
    this.#runs = runs;
  }

  async needs({ site, folder }: ReadySite): Promise<readonly BundleNeed[]> {
    return bundleNeeds(site, await openBundle(folder.bundle, { cacheFile: this.#digestFile() }), this.#assets);
  }

  /** What there is, seen without reading it. `sources` = settings named for this look. */
  async look(ready: ReadySite, sources: string | undefined): Promise<BundleLook> {
    const file = await this.#sourcesFile(ready, sources);
    return lookAtBundle(ready, this.#assets, { file, isChosen: sources !== undefined }, this.#note(ready));
  }

  /** Starts the run. What can be refused before it begins is: settings, the vault's passphrase. Gives its id. */
  async make(ready: ReadySite, order: BundleOrder): Promise<string> {
    const folder = resolve(order.outDir ?? ready.folder.bundle);
    const vault = await this.#vault(ready);
    const sources = await this.#sources(ready, order.sources, vault);
    const work = (run: RunContext) =>
      runBundle(run, { work: 'make', folder }, async (tell, isStopping) => {
        await makeFolder(folder);
        const lock = await lockFolder(folder, 'bundle make');
        const client = createHttpClient(sources.http);
        try {
          const digests = await openDigestCache(this.#digestFile());
          const key = vault && (await signingKey(ready, vault));
          if (!key) run.emit({ type: 'diagnostic', diagnostic: unsigned(folder) });
          const made = await makeBundle({
            siteId: ready.site.id,
            needs: siteNeeds(ready.site, this.#assets, sources.files),
            kinds: bundleKinds,
            context: this.#context(folder, sources, client, digests, run.signal),
            digests,
            appVersion: this.#ports.appVersion,
            tell,
            isStopping,
            ...(key ? { key } : {}),
          });
          if (key && made.isComplete) await writePinnedKey(ready.folder.root, key.publicKey);
          if (made.broughtFiles > 0 && folder === ready.folder.bundle) await this.#note(ready).forget();
          return made.isComplete;
        } finally {
          client.close();
          await lock.release();
        }
      });
    return this.#runs.onLaptop('bundle', ready, work, { changesSite: true });
  }

  /** Starts the run. What the sources have now and the lock has not; with `write` it becomes the lock, for `make` to bring. */
  async update(ready: ReadySite, order: BundleOrder & { readonly write: boolean }): Promise<string> {
    const folder = resolve(order.outDir ?? ready.folder.bundle);
    const { lock: before } = await requireLock(folder);
    const usesVault = await this.#sourcesFile(ready, order.sources);
    const sources = await this.#sources(ready, order.sources, usesVault ? await this.#vault(ready) : undefined);
    return this.#runs.onLaptop('bundle', ready, (run) =>
      runBundle(run, { work: 'update', folder }, async (tell) => {
        const held = await lockFolder(folder, 'bundle update');
        const client = createHttpClient(sources.http);
        try {
          await tell.begin('ask');
          const digests = await openDigestCache(this.#digestFile());
          const diagnostics: Diagnostic[] = [];
          const after = await lockBundle({
            siteId: ready.site.id,
            needs: siteNeeds(ready.site, this.#assets, sources.files),
            kinds: bundleKinds,
            before,
            anew: true,
            onWarning: (warning) => diagnostics.push(warning),
            onProgress: (standing) => tell.standing('ask', standing),
            context: this.#context(folder, sources, client, digests, run.signal),
          });
          const moves = movesBetween(before, after);
          const written = order.write && moves.length > 0;
          if (written) await writeLock(folder, after);
          tell.came({ update: { moves, written, diagnostics } });
          await tell.end('ask', written ? [LOCK_FILE] : []);
          return true;
        } finally {
          client.close();
          await held.release();
        }
      }),
    );
  }

  /** Starts the run: a bundle by itself or, of a site, with the site's key and with what the site needs today. */
  async verify(ready: ReadySite | undefined, named: string | undefined): Promise<string> {
    const folder = bundleFolder(ready, named);
    const pinned = ready && (await readPinnedKey(ready.folder.root));
    await requireLock(folder);
    return this.#runs.onLaptop('bundle', ready, (run) =>
      runBundle(run, { work: 'verify', folder }, async (tell) => {
        await tell.begin('read');
        const startedAt = performance.now();
        const read = await verifyBundle(folder, {
          ...(pinned === undefined ? {} : { publicKey: pinned }),
          signal: run.signal,
          onProgress: (done, total) => tell.progress('read', done, total),
        });
        const durationMs = Math.round(performance.now() - startedAt);
        const fits = ready ? await this.#fits(ready, folder) : [];
        const lacking = errorsOf(fits);
        const ok = read.ok && lacking.length === 0;
        const diagnostics = [...read.diagnostics, ...fits];
        tell.came({ verdict: { ...read, ok, folder, durationMs, diagnostics } });
        if (ready && folder === ready.folder.bundle) await this.#noteCheck(ready, ok);
        // What the verdict says in full is told once more as the reason why the stage ended badly.
        const [broken] = errorsOf(read.diagnostics);
        if (broken) throw new DiagnosticError(broken);
        await tell.end('read', []);
        await tell.begin('fit');
        const [absent] = lacking;
        if (absent) throw new DiagnosticError(absent);
        await tell.end('fit', []);
        return true;
      }),
    );
  }

  async diff(ready: ReadySite | undefined, before: string, after: string | undefined): Promise<BundleDiff> {
    return diffLocks((await requireLock(resolve(before))).lock, (await requireLock(bundleFolder(ready, after))).lock);
  }

  async delta(ready: ReadySite | undefined, before: string, after: string | undefined, outDir: string) {
    const [old, young] = [resolve(before), bundleFolder(ready, after)];
    await requireLock(old);
    await requireLock(young);
    return this.#carry(ready, 'delta', 'copy', outDir, (watch) => makeDelta(old, young, outDir, watch));
  }

  async patch(ready: ReadySite | undefined, named: string | undefined, delta: string): Promise<string> {
    const folder = bundleFolder(ready, named);
    await readDelta(delta);
    await requireLock(folder);
    return this.#runs.onLaptop('bundle', ready, (run) =>
      runBundle(run, { work: 'patch', folder }, (tell) =>
        carried(run, tell, 'take', (watch) => patchBundle(folder, delta, watch)),
      ),
    );
  }

  async split(ready: ReadySite | undefined, named: string | undefined, outDir: string, volumeBytes: number) {
    const folder = bundleFolder(ready, named);
    await requireLock(folder);
    return this.#carry(ready, 'split', 'cut', outDir, (watch) => splitBundle(folder, outDir, volumeBytes, watch));
  }

  join(ready: ReadySite | undefined, folders: readonly string[], outDir: string): Promise<string> {
    return this.#carry(ready, 'join', 'join', outDir, (watch) => joinVolumes(folders, outDir, watch));
  }

  /** Starts the run that fills a folder which was empty; what is cut short or fails leaves it empty again. */
  async #carry<Work extends 'delta' | 'split' | 'join'>(
    ready: ReadySite | undefined,
    work: Work,
    stage: StageOf<Work>,
    outDir: string,
    fillFolder: (watch: Watch) => Promise<BundleCarried>,
  ): Promise<string> {
    await refuseFilled(outDir);
    return this.#runs.onLaptop('bundle', ready, (run) =>
      runBundle(run, { work, folder: resolve(outDir) }, (tell) =>
        carried(run, tell, stage, async (watch) => {
          await refuseFilled(outDir);
          try {
            return await fillFolder(watch);
          } catch (error) {
            await emptyFolder(outDir);
            throw error;
          }
        }),
      ),
    );
  }

  /** Errors of what lacks, warnings of what nothing names. */
  async #fits({ site }: ReadySite, folder: string): Promise<readonly Diagnostic[]> {
    const { lock } = await requireLock(folder);
    return [
      ...(await bundleFits(lock, siteNeeds(site, this.#assets), bundleKinds, folder)),
      ...undeclaredImages(site, stacks, this.#assets),
    ];
  }

  #note({ site }: ReadySite): BundleCheckNote {
    return new BundleCheckNote(this.#folders.siteState(site.id));
  }

  async #noteCheck(ready: ReadySite, ok: boolean): Promise<void> {
    const { bytes } = await requireLock(ready.folder.bundle);
    await this.#note(ready).write({ at: new Date().toISOString(), ok, lock: sha256Of(bytes) });
  }

  #context(
    folder: string,
    sources: Sources,
    client: HttpClient,
    digests: DigestCache,
    signal: AbortSignal | undefined,
  ): LockContext {
    return {
      folder,
      sources,
      fetch: bundleFetch(client),
      http: client,
      assets: this.#assets,
      cacheFolder: join(this.#folders.cache, 'archives'),
      now: new Date(),
      ...(signal ? { signal } : {}),
      sha256Of: async (path) => {
        const known = await digests.known(path);
        if (known !== undefined) return known;
        const { size: sizeBytes } = await stat(path);
        const sha256 = await hashFile({ path, sizeBytes }, signal ? { signal } : {});
        await digests.remember(path, sha256);
        return sha256;
      },
    };
  }

  async #sourcesFile({ folder }: ReadySite, named: string | undefined): Promise<string | undefined> {
    if (named !== undefined) return named;
    const own = join(folder.root, 'sources.toml');
    return (await stat(own).catch(() => undefined)) ? own : undefined;
  }

  async #sources(ready: ReadySite, named: string | undefined, vault: UnlockedVault | undefined): Promise<Sources> {
    const file = await this.#sourcesFile(ready, named);
    if (file === undefined) return DEFAULT_SOURCES;
    return readSources(file, {
      env: this.#ports.env,
      ...(vault ? { vault: async (name: string) => vault.get(name) } : {}),
    });
  }

  /** Undefined = the site has no vault. */
  async #vault({ site, folder }: ReadySite): Promise<UnlockedVault | undefined> {
    if (!(await stat(folder.vaultFile).catch(() => undefined))) return undefined;
    return unlockVault(folder.root, site, {
      fd: this.#ports.passphraseFd,
      file: this.#ports.env.SITEWRIGHT_PASSPHRASE_FILE,
      store: this.#ports.secretStore,
      ask: this.#ports.askPassphrase,
    });
  }

  #digestFile(): string {
    return join(this.#folders.cache, 'bundle-digests.json');
  }
}

/** Made when it is first needed. */
async function signingKey({ folder }: ReadySite, vault: UnlockedVault): Promise<SigningKey> {
  if (vault.names().includes(SIGNING_KEY)) return signingKeyOf(vault.get(SIGNING_KEY));
  const lock = await folder.lock('keeping a secret');
  try {
    const made = makeSigningKey();
    await vault.set(SIGNING_KEY, made.secret);
    return made;
  } finally {
    await lock.release();
  }
}

/** Carrying is one stage. */
async function carried<Stage extends string>(
  run: RunContext,
  tell: BundleTeller<Stage>,
  stage: Stage,
  work: (watch: Watch) => Promise<BundleCarried>,
): Promise<boolean> {
  await tell.begin(stage);
  const onProgress = (done: number, total: number) => tell.progress(stage, done, total);
  const made = await work({ signal: run.signal, onProgress });
  tell.came({ carried: made });
  await tell.end(stage, made.files > 0 ? [made.folder] : []);
  return true;
}

/** The folder that is named, or the site's own bundle. */
function bundleFolder(ready: ReadySite | undefined, named: string | undefined): string {
  const folder = named ?? ready?.folder.bundle;
  if (folder === undefined) throw new Error('neither a site nor a folder');
  return resolve(folder);
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function unsigned(folder: string): Diagnostic {
  return diagnostic('bundle.unsigned', { params: { folder }, subject: { file: folder } });
}
