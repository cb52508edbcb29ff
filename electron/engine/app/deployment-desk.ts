import { resolve } from 'node:path';
import type { BundleOnHost } from '../../api/deployment.ts';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { lackingNeeds } from '../bundle/completeness.ts';
import { bundleKinds } from '../bundle/kinds/index.ts';
import { requireLock } from '../bundle/lock/lock-file.ts';
import { bundleOnHost, type PushStage, pushBundle } from '../bundle/push/push-bundle.ts';
import { type FillStage, fillStick } from '../bundle/stick/fill-stick.ts';
import type { BroughtFolder } from '../bundle/stick/stick-files.ts';
import { allHosts, hostByName } from '../site/derive.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { folderOf } from '../stacks/brought-files.ts';
import { stacks } from '../stacks/index.ts';
import { type FolderLock, lockFolder } from '../workspace/folder-lock.ts';
import { siteNeeds } from './bundle-needs.ts';
import type { EnginePorts } from './ports.ts';
import type { RunDesk } from './run-desk.ts';
import type { ReadySite } from './site-shelf.ts';
import { runStages } from './stage-run.ts';

const STICK_TITLES: Readonly<Record<FillStage, Text>> = {
  look: { en: 'The stick, and what goes onto it', es: 'La memoria y lo que va en ella' },
  copy: { en: 'Copy', es: 'Copiar' },
  seal: { en: 'Write down what is on it', es: 'Anotar lo que contiene' },
};
const PUSH_TITLES: Readonly<Record<PushStage, Text>> = {
  look: { en: 'What the host has', es: 'Qué tiene el host' },
  bring: { en: 'Bring what it lacks', es: 'Llevar lo que le falta' },
  clear: { en: 'Remove what no lock names', es: 'Borrar lo que sobra' },
};

export interface StickOrder {
  readonly target: string;
  readonly plainFolder: boolean;
}

/** A finished bundle on its way: onto a stick that installs by itself, or over the network to a host. */
export class DeploymentDesk {
  readonly #ports: EnginePorts;
  readonly #assets: AssetStore;
  readonly #runs: RunDesk;
  /** What the last push saw at its end. */
  #seen: { readonly runId: string; readonly host: string; readonly held: BundleOnHost } | undefined;

  constructor(ports: EnginePorts, assets: AssetStore, runs: RunDesk) {
    this.#ports = ports;
    this.#assets = assets;
    this.#runs = runs;
  }

  /** Starts the run that fills a stick. What can be refused before is: no program, a bundle that lacks what the site needs. */
  async stick(ready: ReadySite, order: StickOrder): Promise<string> {
    const { site, folder } = ready;
    const target = resolve(order.target);
    const programFolder = this.#ports.stickProgram;
    if (programFolder === undefined) throw fail('deploy.no-program', { params: { folder: '-' } });
    const { lock } = await requireLock(folder.bundle);
    const [first, ...rest] = lackingNeeds(lock, siteNeeds(site, this.#assets), bundleKinds);
    if (first) throw new DiagnosticError(first, ...rest);
    return this.#runs.onLaptop('bundle', ready, (run) =>
      runStages(run, { prefix: 'stick', titles: STICK_TITLES, target, what: 'stick' }, async (tell, isStopping) => {
        const held: FolderLock[] = [];
        try {
          // Nobody makes the bundle anew while it is copied.
          for (const place of [folder.root, folder.bundle]) held.push(await lockFolder(place, 'bundle stick'));
          return await fillStick({
            target,
            content: {
              siteId: site.id,
              siteRoot: folder.root,
              siteFile: folder.siteFile,
              brought: broughtFolders(site),
              bundleFolder: folder.bundle,
              programFolder,
            },
            siteName: site.name,
            appVersion: this.#ports.appVersion,
            plainFolder: order.plainFolder,
            now: new Date(),
            tell,
            isStopping,
            signal: run.signal,
          });
        } finally {
          for (const lock of held) await lock.release();
        }
      }),
    );
  }

  /** Starts the run that brings the site's bundle to one of its hosts. Throws deploy.unknown-host. */
  async push(ready: ReadySite, host: string, prune: boolean): Promise<string> {
    known(ready, host);
    return this.#runs.reaching({ ready, rehearsal: undefined }, (session, run) =>
      runStages(
        run,
        { prefix: 'push', titles: PUSH_TITLES, target: host, what: 'bundle' },
        async (tell, isStopping) => {
          const order = { siteId: ready.site.id, bundleFolder: ready.folder.bundle, signal: run.signal };
          const pushed = await pushBundle(
            session.transports.change(host, (line) => run.emit({ type: 'log', ...line })),
            { ...order, prune, tell, isStopping },
          );
          if (!pushed.isComplete) return pushed;
          // What was brought is there, whether or not the host can be looked at once more.
          const held = await bundleOnHost(session.transports.read(host), order).catch(() => undefined);
          if (held) this.#seen = { runId: run.runId, host, held };
          return pushed;
        },
      ),
    );
  }

  /**
   * What a host holds of the bundle; with the last push, what that one saw at its end. Throws deploy.unknown-host, bundle.no-lock,
   * deploy.host-unreadable.
   */
  async onHost(
    ready: ReadySite,
    { host, runId }: { readonly host: string; readonly runId?: string | undefined },
    signal: AbortSignal | undefined,
  ): Promise<BundleOnHost> {
    known(ready, host);
    const seen = this.#seen;
    if (seen && seen.runId === runId && seen.host === host) return seen.held;
    return this.#runs.with(ready, undefined, 'looking at a host', (session) =>
      bundleOnHost(session.transports.read(host), {
        siteId: ready.site.id,
        bundleFolder: ready.folder.bundle,
        signal,
      }),
    );
  }
}

function broughtFolders({ stacks: instances }: Site): readonly BroughtFolder[] {
  return instances.flatMap((instance) => {
    const folder = folderOf(stacks, instance);
    return folder === undefined ? [] : [{ folder, names: (instance.files ?? []).map(({ name }) => name) }];
  });
}

function known({ site }: ReadySite, host: string): void {
  if (hostByName(site, host)) return;
  const names = allHosts(site).map(({ name }) => name);
  throw fail('deploy.unknown-host', { params: { host, known: names.join(', ') } });
}
