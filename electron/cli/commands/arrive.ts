import type { RehearsedMedia } from '../../api/arrival.ts';
import { fail } from '../../api/diagnostic.ts';
import type { RunEvent } from '../../api/run.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { ArrivalsView } from '../view/arrival-view.ts';
import { printDiagnostics } from '../view/diagnostics.ts';
import { diagnosticsOf } from '../view/failure.ts';
import { type RehearsalFlags, refuseWithoutRehearsal, rehearsalOptions } from './site-runs.ts';

export interface ArriveFlags extends RehearsalFlags {
  readonly json?: boolean;
  readonly media?: RehearsedMedia;
  /** `HOST=SHA256:...`, as compared with the machine's own screen. */
  readonly key?: readonly string[];
}

/** `sitewright arrive SITE`: listens, probes and answers until all machines are ready. Exit 0 ready as planned, 3 ended by a person, 1 failed. */
export async function arriveCommand(session: Session, site: string, flags: ArriveFlags): Promise<ExitCode> {
  const { client } = session;
  refuseWithoutRehearsal(flags);
  const compared = comparedKeys(flags.key ?? []);
  await refuseUnwatched(session, site, [...compared.keys()]);
  const { runId } = await client.arrival.watch({
    site,
    ...(flags.rehearsal ? { rehearsal: rehearsalOptions(flags) } : {}),
    ...(flags.media ? { rehearsedMedia: flags.media } : {}),
  });
  const view = flags.json ? undefined : new ArrivalsView(session, site, session.colour);
  const release = session.onInterrupt((times) => {
    // A run that ended in this moment needs no stopping.
    client.runs.stop({ runId, mode: times === 1 ? 'after-step' : 'now' }).catch(() => undefined);
  });
  try {
    for await (const event of await client.runs.events({ runId, after: 0 })) {
      if (flags.json) print(session.out, JSON.stringify(event));
      view?.show(event);
      const key = comparedIn(event, compared);
      if (key) {
        await client.arrival
          .compareKey({ runId, ...key })
          .catch((error: unknown) => printDiagnostics(session, diagnosticsOf(error)));
      }
      if (event.type === 'run-finished')
        return event.outcome === 'done' ? EXIT.done : event.outcome === 'cancelled' ? EXIT.cancelled : EXIT.failed;
    }
  } finally {
    release();
  }
  return EXIT.failed;
}

/** A key of a machine that nobody watches would wait in silence for ever: a slip of the pen is said before anything begins. */
async function refuseUnwatched(session: Session, ref: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { site } = await session.client.sites.read({ site: ref });
  // A site that cannot be read is told of by the watch, with all that is wrong in it.
  if (!site) return;
  const watched = site.hosts.filter(({ via }) => via === undefined).map(({ name }) => name);
  const unwatched = names.find((name) => !watched.includes(name));
  if (unwatched !== undefined)
    throw fail('cli.unwatched-machine', { params: { option: '--key', name: unwatched, machines: watched.join(', ') } });
}

function comparedKeys(flags: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    flags.map((flag): [string, string] => {
      const at = flag.indexOf('=');
      return [flag.slice(0, at), flag.slice(at + 1)];
    }),
  );
}

/** The key that a machine shows now, where a person has compared just that one. */
function comparedIn(
  event: RunEvent,
  compared: ReadonlyMap<string, string>,
): { readonly host: string; readonly fingerprint: string } | undefined {
  if (event.type !== 'arrival') return undefined;
  const { host, hostKey } = event.node;
  const isOpen = hostKey?.state === 'seen' || hostKey?.state === 'different';
  return isOpen && compared.get(host) === hostKey.fingerprint ? { host, fingerprint: hostKey.fingerprint } : undefined;
}
