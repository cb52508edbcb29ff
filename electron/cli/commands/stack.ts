import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KeptBackup } from '../../api/stacks.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { bytesText, progressLine } from '../view/progress-line.ts';
import { followRun } from './follow.ts';
import { type RehearsalFlags, where } from './site-runs.ts';

export interface StackFlags extends RehearsalFlags {
  readonly json?: boolean;
  readonly takeLock?: boolean;
}

const TEXT = {
  stopping: {
    en: 'Stopping. Nothing is left half done; doing it again begins anew.',
    es: 'Deteniendo. Nada queda a medias; al repetirlo empieza de nuevo.',
  },
  stoppingRemoval: {
    en: 'Stopping. What has gone by now does not come back; removing it again goes on where it stopped.',
    es: 'Deteniendo. Lo que ya se haya retirado no vuelve; al retirarla de nuevo continúa donde se detuvo.',
  },
  none: { en: '{host} keeps no backup of {instance}.', es: '{host} no guarda ninguna copia de {instance}.' },
  folder: { en: '{host}: {folder}', es: '{host}: {folder}' },
  unproven: { en: 'cut off at its end', es: 'interrumpida al final' },
  restores: {
    en: 'What {instance} holds now is replaced by what was saved, all or nothing; it stands still meanwhile. To do so: --confirm {instance}',
    es: 'Lo que {instance} contiene ahora se sustituye por lo guardado, todo o nada; mientras tanto está parada. Para hacerlo: --confirm {instance}',
  },
  removes: {
    en: '{where} is taken away: containers and files go. Its data stay on its host (--with-data: they go too, for good), and so do its backups. While site.toml names it, the next apply installs it again. To do so: --confirm {instance}',
    es: '{where} se retira: contenedores y archivos desaparecen. Sus datos se quedan en su equipo (--with-data: también se borran, para siempre) y sus copias también. Mientras site.toml la nombre, el próximo apply la instala de nuevo. Para hacerlo: --confirm {instance}',
  },
  removesData: {
    en: '{where} is taken away with all its data, for good; its backups on its host stay. While site.toml names it, the next apply installs it again, empty. To do so: --confirm {instance}',
    es: '{where} se retira con todos sus datos, para siempre; sus copias en su equipo se quedan. Mientras site.toml la nombre, el próximo apply la instala de nuevo, vacía. Para hacerlo: --confirm {instance}',
  },
} as const;

/** `sitewright stack backup SITE INSTANCE [--out FILE]`: saves its data on its host, and brings the backup here. */
export async function stackBackupCommand(
  session: Session,
  site: string,
  instance: string,
  flags: StackFlags & { readonly out?: string },
): Promise<ExitCode> {
  const out = flags.out === undefined ? {} : { out: resolve(flags.out) };
  const { runId } = await session.client.stacks.backup({ ...about(site, instance, flags), ...out });
  return follow(session, runId, flags);
}

/** `sitewright stack backups SITE INSTANCE`: the backups that its host keeps, newest first. */
export async function stackBackupsCommand(
  session: Session,
  site: string,
  instance: string,
  flags: StackFlags,
): Promise<ExitCode> {
  const { language, out } = session;
  const found = await session.client.stacks.backups({ site, instance, ...where(flags) });
  if (flags.json) {
    print(out, JSON.stringify(found));
    return EXIT.done;
  }
  const { host, folder, backups } = found;
  if (backups.length === 0) print(out, fill(TEXT.none, language, { host, instance }));
  else print(out, fill(TEXT.folder, language, { host, folder }));
  for (const backup of backups) print(out, `  ${lineOf(backup, session)}`);
  return EXIT.done;
}

/** `sitewright stack restore SITE INSTANCE --from FILE|NAME --confirm INSTANCE`. */
export async function stackRestoreCommand(
  session: Session,
  site: string,
  instance: string,
  flags: StackFlags & { readonly from: string; readonly confirm?: string },
): Promise<ExitCode> {
  const { from, confirm } = flags;
  if (confirm === undefined) warn(session, flags, fill(TEXT.restores, session.language, { instance }));
  const isFile = (await stat(from).catch(() => undefined))?.isFile() === true;
  const { runId } = await session.client.stacks.restore({
    ...about(site, instance, flags),
    from: isFile || from.includes('/') ? { file: resolve(from) } : { name: from },
    confirm: confirm ?? '',
  });
  return follow(session, runId, flags);
}

/** `sitewright stack remove SITE INSTANCE [--with-data] --confirm INSTANCE`. */
export async function stackRemoveCommand(
  session: Session,
  site: string,
  instance: string,
  flags: StackFlags & { readonly withData?: boolean; readonly confirm?: string },
): Promise<ExitCode> {
  const { confirm, withData = false } = flags;
  const text = withData ? TEXT.removesData : TEXT.removes;
  if (confirm === undefined) {
    // one that the site does not name is looked for on its hosts only when it is removed
    const host = (await session.client.stacks.list({ site })).find(({ id }) => id === instance)?.host;
    const where = host === undefined ? instance : `${instance} (${host})`;
    warn(session, flags, fill(text, session.language, { where, instance }));
  }
  const { runId } = await session.client.stacks.remove({
    ...about(site, instance, flags),
    withData,
    confirm: confirm ?? '',
  });
  return follow(session, runId, flags, 'stoppingRemoval');
}

function about(site: string, instance: string, flags: StackFlags) {
  return { site, instance, ...where(flags), ...(flags.takeLock ? { takeLock: true } : {}) };
}

function warn({ out }: Session, { json }: StackFlags, text: string): void {
  if (!json) print(out, text);
}

function follow(
  session: Session,
  runId: string,
  flags: StackFlags,
  stopping: 'stopping' | 'stoppingRemoval' = 'stopping',
): Promise<ExitCode> {
  const tell = flags.json || !session.colour ? undefined : progressLine(session);
  const stopsAtOnce = TEXT[stopping][session.language];
  return followRun(session, runId, { ...flags, stopsAtOnce, ...(tell ? { onEvent: tell } : {}) });
}

function lineOf({ name, sizeBytes, sha256 }: KeptBackup, { language }: Session): string {
  return `${name}  ${bytesText(sizeBytes, language)}  ${sha256 ?? TEXT.unproven[language]}`;
}
