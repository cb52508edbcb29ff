import { stat } from 'node:fs/promises';
import { type DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { RehearsalOptions } from '../../api/rehearsal.ts';
import type { InstanceBackups, StackInstanceView } from '../../api/stacks.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { stacks } from '../stacks/index.ts';
import { dependants, instanceOf, type KnownInstance } from '../stacks/operations/find-instance.ts';
import { backupsOf, type Hands } from '../stacks/operations/hands.ts';
import { backupFolder } from '../stacks/operations/kept-backups.ts';
import { isBareRehearsal } from './drill-site.ts';
import type { RunDesk } from './run-desk.ts';
import type { SiteSession } from './site-session.ts';
import type { ReadySite } from './site-shelf.ts';
import { backUpInstance, type RestoreFrom, removeFromHost, restoreInstance } from './stack-run.ts';

export interface StackOrder {
  readonly instance: string;
  readonly rehearsal?: RehearsalOptions | undefined;
  readonly takeLock?: boolean | undefined;
}

/** What is done with an instance of a stack once it is there. Names and words are judged before anything is opened. */
export class StackDesk {
  readonly #runs: RunDesk;
  readonly #assets: AssetStore;

  constructor(runs: RunDesk, assets: AssetStore) {
    this.#runs = runs;
    this.#assets = assets;
  }

  /** The instances of a site. Reaches no host. */
  list({ site }: ReadySite): readonly StackInstanceView[] {
    return stacks.instancesOf(site).map((instance) => {
      const stack = stacks.stackOf(instance);
      return {
        id: instance.id,
        stack: stack.id,
        title: stack.title,
        host: instance.on,
        canBackUp: stack.backup !== undefined,
        canRestore: stack.restore !== undefined,
        canRemove: stack.remove !== undefined,
        neededBy: dependants(site, instance),
      };
    });
  }

  /** The backups that an instance's host keeps. Throws `stack.unknown-instance`, `stack.cannot-back-up`, `stack.backups-unreadable`. */
  async backups(ready: ReadySite, instance: string, rehearsal: RehearsalOptions | undefined): Promise<InstanceBackups> {
    const { place } = this.#declared(ready, instance, 'backup');
    return this.#runs.with(ready, rehearsal, 'looking at backups', async (session) => {
      // a rehearsed site that nobody has made yet has no machine to ask
      const { backups } = (await isBareRehearsal(session)) ? { backups: [] } : await backupsOf(looking(session), place);
      return { instance, host: place.host, folder: backupFolder(instance), backups };
    });
  }

  /** @param out a file of this computer that it is brought into too */
  backup(ready: ReadySite, order: StackOrder, out: string | undefined): Promise<string> {
    const known = this.#declared(ready, order.instance, 'backup');
    return this.#start(ready, order, (session, run) => backUpInstance(session, run, known, out));
  }

  async restore(ready: ReadySite, order: StackOrder, from: RestoreFrom, typed: string): Promise<string> {
    const known = this.#declared(ready, order.instance, 'restore');
    checkTyped(order.instance, typed);
    if ('file' in from && !(await isFile(from.file)))
      throw fail('stack.no-such-backup', {
        params: { backup: from.file, instance: order.instance, host: known.place.host, known: '-' },
      });
    return this.#start(ready, order, (session, run) => restoreInstance(session, run, known, from));
  }

  /** One that the site does not name is looked for on its hosts once the run has begun. */
  async remove(ready: ReadySite, order: StackOrder, withData: boolean, typed: string): Promise<string> {
    const known = instanceOf(ready.site, this.#assets, order.instance);
    if (known) {
      if (!known.stack.remove) throw cannot(known, 'stack.cannot-remove');
      const users = known.instance ? dependants(ready.site, known.instance) : [];
      if (users.length > 0)
        throw fail('stack.needed-by', { params: { instance: order.instance, users: users.join(', ') } });
    }
    checkTyped(order.instance, typed);
    return this.#start(ready, order, (session, run) => removeFromHost(session, run, known, order.instance, withData));
  }

  #start(ready: ReadySite, order: StackOrder, work: Parameters<RunDesk['operate']>[1]): Promise<string> {
    return this.#runs.operate({ ready, rehearsal: order.rehearsal, takeLock: order.takeLock }, work);
  }

  /** Throws for an instance that the site does not name, or whose stack cannot do this. */
  #declared({ site }: ReadySite, id: string, what: 'backup' | 'restore'): KnownInstance {
    const known = instanceOf(site, this.#assets, id);
    if (!known)
      throw fail('stack.unknown-instance', {
        params: {
          instance: id,
          known:
            stacks
              .instancesOf(site)
              .map((each) => each.id)
              .join(', ') || '-',
        },
      });
    if (!known.stack[what]) throw cannot(known, what === 'backup' ? 'stack.cannot-back-up' : 'stack.cannot-restore');
    return known;
  }
}

function cannot(
  { stack, place }: KnownInstance,
  code: 'stack.cannot-back-up' | 'stack.cannot-restore' | 'stack.cannot-remove',
): DiagnosticError {
  return fail(code, { params: { stack: stack.id, instance: place.instanceId } });
}

function checkTyped(wanted: string, typed: string): void {
  if (typed !== wanted) throw fail('stack.not-confirmed', { params: { typed, wanted } });
}

/** For a look outside of a run. */
function looking(session: SiteSession): Hands {
  const signal = new AbortController().signal;
  return {
    signal,
    note: () => {},
    wait: (ms) => session.clock.wait(ms, signal),
    now: () => session.clock.now(),
    transport: (host) => session.transports.change(host, () => {}),
  };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
