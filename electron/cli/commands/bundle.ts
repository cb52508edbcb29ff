import type { BundleMove, BundleVerdict } from '../../api/bundle.ts';
import { fail } from '../../api/diagnostic.ts';
import type { RunEvent } from '../../api/run.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';
import { bytesText, progressLine } from '../view/progress-line.ts';
import { bundleWork } from './bundle-work.ts';
import { followRun } from './follow.ts';
import { rehearseCommand } from './site-runs.ts';

const TEXT = {
  good: {
    en: 'The bundle is what its lock says: {items} items, {files} files, {size}, read in {seconds} s ({rate}/s).',
    es: 'El paquete es lo que dice su archivo de bloqueo: {items} elementos, {files} archivos, {size}, leídos en {seconds} s ({rate}/s).',
  },
  bad: { en: 'The bundle is not to be used.', es: 'El paquete no se debe usar.' },
  signedBy: { en: 'Signed with the key {key}.', es: 'Firmado con la clave {key}.' },
  same: { en: 'Nothing has moved.', es: 'Nada se ha movido.' },
  written: {
    en: 'The lock is written. sitewright bundle make brings what it names.',
    es: 'El archivo de bloqueo está escrito. sitewright bundle make trae lo que nombra.',
  },
  notWritten: {
    en: 'Nothing is written. Add --write to take this over.',
    es: 'No se ha escrito nada. Añada --write para adoptarlo.',
  },
  fresh: { en: '{files} files to carry, {size}.', es: 'Archivos que llevar: {files}, {size}.' },
  carried: { en: '{folder}: {files} files, {size}.', es: '{folder}: {files} archivos, {size}.' },
  stopping: {
    en: 'Stopping. What is there stays; making again goes on where this stops.',
    es: 'Deteniendo. Lo que está, se queda; al repetirlo continúa donde se detiene.',
  },
} as const;

interface BundleFlags {
  readonly json?: boolean;
}

export interface BundleMakeFlags extends BundleFlags {
  readonly out?: string;
  readonly sources?: string;
}

/** `sitewright bundle make SITE [--out DIR] [--sources FILE]`: lock what lacks, bring it, sign it. Online. */
export async function bundleMakeCommand(session: Session, site: string, flags: BundleMakeFlags): Promise<ExitCode> {
  const { runId } = await session.client.bundle.make({ site, ...order(flags) });
  const tell = tellOn(session, flags);
  const stopsAtOnce = TEXT.stopping[session.language];
  return followRun(session, runId, { ...flags, stopsAtOnce, ...(tell ? { onEvent: tell } : {}) });
}

/** `sitewright bundle update SITE [--write]`: what the sources have now; exit 4 where something moved and is not written. */
export async function bundleUpdateCommand(
  session: Session,
  site: string,
  flags: BundleMakeFlags & { readonly write?: boolean },
): Promise<ExitCode> {
  const { runId } = await session.client.bundle.update({ site, ...order(flags), write: flags.write ?? false });
  const found = (await bundleWork(session, runId, tellOn(session, flags)))?.update;
  if (!found) return EXIT.cancelled;
  if (flags.json) {
    const diagnostics = found.diagnostics.map((entry) => diagnosticView(entry, session.language));
    print(session.out, JSON.stringify({ ...found, diagnostics }));
  } else {
    printDiagnostics(session, found.diagnostics);
    showMoves(session, found.moves);
    if (found.moves.length > 0) print(session.out, TEXT[found.written ? 'written' : 'notWritten'][session.language]);
  }
  return found.moves.length > 0 && !found.written ? EXIT.changes : EXIT.done;
}

/**
 * `sitewright bundle verify DIR|SITE [--site SITE] [--rehearse]`: 0 = as its lock says, nothing missing, altered or extra; 1 =
 * not. With a site also its key, and whether everything that it needs is in the bundle. With `--rehearse`, once all that is
 * so, the whole journey on a simulated site that has this bundle and no network. Offline.
 */
export async function bundleVerifyCommand(
  session: Session,
  path: string,
  flags: BundleFlags & { readonly site?: string; readonly rehearse?: boolean },
): Promise<ExitCode> {
  if (flags.rehearse && !path.endsWith('.toml')) throw fail('cli.rehearse-needs-site', { params: { path } });
  const of = path.endsWith('.toml') ? { site: path } : { folder: path, ...(flags.site ? { site: flags.site } : {}) };
  const { runId } = await session.client.bundle.verify(of);
  const verdict = (await bundleWork(session, runId, tellOn(session, flags)))?.verdict;
  if (!verdict) return EXIT.cancelled;
  if (flags.json) {
    const diagnostics = verdict.diagnostics.map((entry) => diagnosticView(entry, session.language));
    print(session.out, JSON.stringify({ ...verdict, diagnostics }));
  } else showVerdict(session, verdict);
  if (!verdict.ok || !flags.rehearse) return verdict.ok ? EXIT.done : EXIT.failed;
  return rehearseCommand(session, path, { bundleAlone: true, ...(flags.json ? { json: true } : {}) });
}

/** `sitewright bundle diff A B`: what B has that A has not. */
export async function bundleDiffCommand(
  session: Session,
  before: string,
  after: string,
  flags: BundleFlags,
): Promise<ExitCode> {
  const diff = await session.client.bundle.diff({ before, after });
  if (flags.json) print(session.out, JSON.stringify(diff));
  else {
    showMoves(session, diff.moves);
    const { language } = session;
    print(session.out, fill(TEXT.fresh, language, { files: diff.newFiles, size: bytesText(diff.newBytes, language) }));
  }
  return EXIT.done;
}

interface OutFlags extends BundleFlags {
  readonly out: string;
}

/** `sitewright bundle delta A B --out DIR`: only what is new, to make A what B is. */
export function bundleDeltaCommand(
  session: Session,
  before: string,
  after: string,
  flags: OutFlags,
): Promise<ExitCode> {
  return carried(session, flags, session.client.bundle.delta({ before, after, outDir: flags.out }));
}

/** `sitewright bundle patch DIR DELTA`: makes DIR what the delta leads to. */
export function bundlePatchCommand(
  session: Session,
  folder: string,
  delta: string,
  flags: BundleFlags,
): Promise<ExitCode> {
  return carried(session, flags, session.client.bundle.patch({ folder, delta }));
}

/** `sitewright bundle split DIR --size 3900MB --out DIR`. */
export function bundleSplitCommand(
  session: Session,
  folder: string,
  flags: OutFlags & { readonly size: number },
): Promise<ExitCode> {
  return carried(session, flags, session.client.bundle.split({ folder, outDir: flags.out, volumeBytes: flags.size }));
}

/** `sitewright bundle join DIR... --out DIR`. */
export function bundleJoinCommand(session: Session, folders: readonly string[], flags: OutFlags): Promise<ExitCode> {
  return carried(session, flags, session.client.bundle.join({ folders: [...folders], outDir: flags.out }));
}

async function carried(
  session: Session,
  flags: BundleFlags,
  begun: PromiseLike<{ readonly runId: string }>,
): Promise<ExitCode> {
  const { runId } = await begun;
  const made = (await bundleWork(session, runId, tellOn(session, flags)))?.carried;
  if (!made) return EXIT.cancelled;
  const { language } = session;
  const { folder, files, bytes } = made;
  print(
    session.out,
    flags.json
      ? JSON.stringify(made)
      : fill(TEXT.carried, language, { folder, files, size: bytesText(bytes, language) }),
  );
  return EXIT.done;
}

/** The line of progress, where there is a terminal to draw it on. */
function tellOn(session: Session, flags: BundleFlags): ((event: RunEvent) => void) | undefined {
  return flags.json || !session.colour ? undefined : progressLine(session);
}

function order({ out, sources }: BundleMakeFlags) {
  return { ...(out === undefined ? {} : { outDir: out }), ...(sources === undefined ? {} : { sources }) };
}

function showMoves(session: Session, moves: readonly BundleMove[]): void {
  if (moves.length === 0) print(session.out, TEXT.same[session.language]);
  for (const { kind, name, before = '–', after = '–' } of moves)
    print(session.out, `${kind.padEnd(6)} ${name}\n       ${before} → ${after}`);
}

function showVerdict(session: Session, verdict: BundleVerdict): void {
  const { language } = session;
  const { items, files, bytes, durationMs, signedBy } = verdict;
  printDiagnostics(session, verdict.diagnostics);
  if (signedBy !== undefined) print(session.out, fill(TEXT.signedBy, language, { key: signedBy }));
  const seconds = Math.round(durationMs / 10) / 100;
  const rate = bytesText(durationMs === 0 ? bytes : (bytes * 1000) / durationMs, language);
  const about = { items, files, size: bytesText(bytes, language), seconds, rate };
  print(session.out, verdict.ok ? fill(TEXT.good, language, about) : TEXT.bad[language]);
}
