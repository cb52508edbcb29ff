import { join, resolve } from 'node:path';
import { type Diagnostic, fail } from '../../api/diagnostic.ts';
import type { RehearsalOptions } from '../../api/rehearsal.ts';
import type { Text } from '../../api/text.ts';
import type { CopyStage } from '../handover/copy-teller.ts';
import { copyToFolder } from '../handover/copy-to-folder.ts';
import { copyToHost, siteCopyFolder } from '../handover/copy-to-host.ts';
import { digestList } from '../handover/digest-list.ts';
import { type CopiedFile, siteCopyFiles, sumOf } from '../handover/site-copy-files.ts';
import { asDiagnostics } from '../run/start-run.ts';
import { lockHosts } from '../site/derive.ts';
import { folderOf } from '../stacks/brought-files.ts';
import { stacks } from '../stacks/index.ts';
import { noteHandover } from '../workspace/handover-book.ts';
import { isInside } from '../workspace/is-inside.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { EnginePorts } from './ports.ts';
import type { RunDesk } from './run-desk.ts';
import type { ReadySite } from './site-shelf.ts';
import { runStages, type StageTeller } from './stage-run.ts';

const TITLES: Readonly<Record<CopyStage, Text>> = {
  look: { en: 'What goes along, and what is there', es: 'Qué se lleva y qué hay ya' },
  carry: { en: 'Copy site, lock, journals and reports', es: 'Copiar sitio, bloqueo, diarios e informes' },
  prove: { en: 'Read it back', es: 'Releerlo' },
};

export interface NodesCopyOrder {
  readonly rehearsal?: RehearsalOptions | undefined;
  readonly withVault: boolean;
}

/** Site, lock, journals and reports on their way to the customer: to a folder, or onto the nodes themselves. */
export class SiteCopyDesk {
  readonly #ports: EnginePorts;
  readonly #runs: RunDesk;

  constructor(ports: EnginePorts, runs: RunDesk) {
    this.#ports = ports;
    this.#runs = runs;
  }

  /** Starts the run that copies the site to a folder named after it in `place`. Throws handover.copy-inside-site. */
  async toFolder(ready: ReadySite, place: string, withVault: boolean): Promise<string> {
    const { site, folder } = ready;
    const target = join(resolve(place), site.id);
    if (await isInside(target, folder.root))
      throw fail('handover.copy-inside-site', {
        params: { path: target, folder: folder.root },
        subject: { file: target },
      });
    return this.#runs.onLaptop('handover', ready, (run) =>
      runStages(run, { prefix: 'copy', titles: TITLES, target, what: 'site' }, async (tell, isStopping) => {
        // Nobody changes the site while it is copied.
        const lock = await folder.lock('copying the site');
        try {
          const files = await this.#files(ready, folder.runs, withVault, run.signal);
          const copied = await copyToFolder({ files, target, tell, isStopping, signal: run.signal });
          if (copied.isComplete)
            await this.#note(ready, { folder: target, hosts: [], files, withVault, sha256: copied.listSha256 });
          return copied;
        } finally {
          await lock.release();
        }
      }),
    );
  }

  /** Starts the run that copies the site onto every node. One that lacks it at the end is named; the others have it. */
  async toNodes(ready: ReadySite, { rehearsal, withVault }: NodesCopyOrder): Promise<string> {
    const { site } = ready;
    const target = siteCopyFolder(site.id);
    const hosts = lockHosts(site);
    return this.#runs.reaching(
      { ready, rehearsal },
      (session, run) =>
        runStages(run, { prefix: 'copy', titles: TITLES, target, what: 'site' }, async (tell, isStopping) => {
          await tell.begin('look');
          const files = await this.#files(ready, session.runsFolder, withVault, run.signal);
          await tell.end('look', []);
          await tell.begin('carry');
          const count = counter(tell, sumOf(files) * hosts.length);
          const done: string[] = [];
          const found = new Map<string, readonly Diagnostic[]>();
          for (const host of hosts) {
            if (isStopping()) return { isComplete: false };
            const transport = session.transports.change(host, (line) => run.emit({ type: 'log', ...line }));
            const order = { files, folder: target, isStopping, signal: run.signal, onBytes: count };
            try {
              if (!(await copyToHost(transport, order))) return { isComplete: false };
              done.push(host);
            } catch (error) {
              if (run.signal.aborted) throw error;
              // The other nodes get it all the same.
              found.set(host, asDiagnostics(error, 'copy.carry'));
            }
          }
          await tell.end(
            'carry',
            done.map((host) => `${host}:${target}`),
          );
          await tell.begin('prove');
          const sha256 = sha256Of(digestList(files));
          // What was rehearsed was handed to nobody.
          if (done.length > 0 && !rehearsal)
            await this.#note(ready, { folder: target, hosts: done, files, withVault, sha256 });
          for (const diagnostic of [...found.values()].flat()) tell.warn(diagnostic);
          if (found.size > 0)
            throw fail('handover.hosts-lack', {
              params: { lacking: [...found.keys()].join(', '), done: done.join(', ') || '-' },
            });
          await tell.end('prove', []);
          return { isComplete: true };
        }),
      'handover',
    );
  }

  #files(
    { site, folder }: ReadySite,
    runs: string,
    withVault: boolean,
    signal: AbortSignal,
  ): Promise<readonly CopiedFile[]> {
    const brought = site.stacks.flatMap((instance) => {
      const inside = folderOf(stacks, instance);
      return inside === undefined ? [] : (instance.files ?? []).map(({ name }) => `${inside}/${name}`);
    });
    const { root, siteFile } = folder;
    const isLive = (runId: string) => this.#runs.shelf.isLive(runId);
    return siteCopyFiles({ root, siteFile, runs, isLive, brought, withVault }, signal);
  }

  #note(
    { folder }: ReadySite,
    made: {
      readonly folder: string;
      readonly hosts: readonly string[];
      readonly files: readonly CopiedFile[];
      readonly sha256: string;
      readonly withVault: boolean;
    },
  ): Promise<void> {
    return noteHandover(folder.root, {
      kind: 'copy',
      at: new Date().toISOString(),
      by: this.#ports.by,
      folder: made.folder,
      hosts: [...made.hosts],
      files: made.files.length,
      bytes: sumOf(made.files),
      sha256: made.sha256,
      withVault: made.withVault,
    });
  }
}

function counter(tell: StageTeller<CopyStage>, totalBytes: number): (bytes: number) => void {
  let doneBytes = 0;
  return (bytes) => {
    doneBytes += bytes;
    tell.progress('carry', doneBytes, totalBytes);
  };
}
