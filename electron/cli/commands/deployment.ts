import type { BundleOnHost } from '../../api/deployment.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { bytesText, progressLine } from '../view/progress-line.ts';
import { followRun } from './follow.ts';

const TEXT = {
  filled: {
    en: 'Eject the stick before you pull it. On the first node: mount it at /mnt/usb_datos and start /mnt/usb_datos/sitewright apply.',
    es: 'Expulse la memoria antes de retirarla. En el primer nodo: móntela en /mnt/usb_datos e inicie /mnt/usb_datos/sitewright apply.',
  },
  stopping: {
    en: 'Stopping. What is there stays; doing it again goes on where this stops.',
    es: 'Deteniendo. Lo que está, se queda; al repetirlo continúa donde se detiene.',
  },
  holds: {
    en: '{host}: {files} files in {folder}, {size}. Of its disk {free} are free of {total}.',
    es: '{host}: {files} archivos en {folder}, {size}. De su disco están libres {free} de {total}.',
  },
  removable: {
    en: 'Files there that no lock names: {count} ({size}). --prune removes them.',
    es: 'Archivos de ahí que ningún archivo de bloqueo nombra: {count} ({size}). --prune los borra.',
  },
} as const;

interface Flags {
  readonly json?: boolean;
}

/** `sitewright bundle stick DIR --site SITE`: everything that installs the site from one of its nodes, without a laptop. */
export async function bundleStickCommand(
  session: Session,
  target: string,
  flags: Flags & { readonly site: string; readonly plainFolder?: boolean },
): Promise<ExitCode> {
  const plainFolder = flags.plainFolder ?? false;
  const { runId } = await session.client.deployment.stick({ site: flags.site, target, plainFolder });
  const code = await follow(session, runId, flags);
  if (code === EXIT.done && !flags.json) print(session.out, TEXT.filled[session.language]);
  return code;
}

/** `sitewright bundle push SITE --to HOST [--prune]`: what the host lacks, then how full its disk is and what may go. */
export async function bundlePushCommand(
  session: Session,
  site: string,
  flags: Flags & { readonly to: string; readonly prune?: boolean },
): Promise<ExitCode> {
  const { runId } = await session.client.deployment.push({ site, to: flags.to, prune: flags.prune ?? false });
  const code = await follow(session, runId, flags);
  if (code !== EXIT.done) return code;
  const held = await session.client.deployment.onHost({ site, host: flags.to, runId });
  if (flags.json) print(session.out, JSON.stringify(held));
  else showHeld(session, held);
  return code;
}

function follow(session: Session, runId: string, flags: Flags): Promise<ExitCode> {
  const tell = flags.json || !session.colour ? undefined : progressLine(session);
  const stopsAtOnce = TEXT.stopping[session.language];
  return followRun(session, runId, { ...flags, stopsAtOnce, ...(tell ? { onEvent: tell } : {}) });
}

function showHeld({ language, out }: Session, held: BundleOnHost): void {
  const size = (bytes: number) => bytesText(bytes, language);
  const { host, files, folder, bytes, disk, removable } = held;
  const figures = { size: size(bytes), free: size(disk.freeBytes), total: size(disk.totalBytes) };
  print(out, fill(TEXT.holds, language, { host, files, folder, ...figures }));
  if (removable.length === 0) return;
  const removableBytes = removable.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  print(out, fill(TEXT.removable, language, { count: removable.length, size: size(removableBytes) }));
}
