import { fail } from '../../api/diagnostic.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { progressLine } from '../view/progress-line.ts';
import { followRun } from './follow.ts';
import { type RehearsalFlags, where } from './site-runs.ts';

const TEXT = {
  stopping: {
    en: 'Stopping. What is there stays; doing it again goes on where this stops.',
    es: 'Deteniendo. Lo que está, se queda; al repetirlo continúa donde se detiene.',
  },
  folder: {
    en: 'The copy lies in {folder}. Check it at any time, in that folder: sha256sum -c SHA256SUMS',
    es: 'La copia está en {folder}. Compruébela cuando quiera, en esa carpeta: sha256sum -c SHA256SUMS',
  },
  noVault: {
    en: 'The vault is not in it (--with-vault); the customer gets the secrets by: sitewright secrets handover {site}',
    es: 'No lleva la caja fuerte (--with-vault); el cliente recibe los secretos con: sitewright secrets handover {site}',
  },
} as const;

export interface HandoverFlags extends RehearsalFlags {
  readonly to?: string;
  readonly toCluster?: boolean;
  readonly withVault?: boolean;
  readonly json?: boolean;
}

/**
 * `sitewright handover SITE --to DIR --to-cluster [--with-vault]`: site, lock, journals and reports, where the customer has them. With
 * both the folder comes first.
 */
export async function handoverCommand(session: Session, site: string, flags: HandoverFlags): Promise<ExitCode> {
  const { handover } = session.client;
  const withVault = flags.withVault ?? false;
  const rehearsed = where(flags);
  const { to } = flags;
  const ways = [
    ...(to === undefined ? [] : [() => handover.copyToFolder({ site, target: to, withVault })]),
    ...(flags.toCluster ? [() => handover.copyToNodes({ site, withVault, ...rehearsed })] : []),
  ];
  if (ways.length === 0)
    throw fail('cli.missing-option', {
      params: { option: '--to DIR | --to-cluster', command: 'sitewright handover' },
    });
  for (const begin of ways) {
    const code = await copied(session, (await begin()).runId, flags);
    if (code !== EXIT.done) return code;
  }
  if (!flags.json && !withVault) print(session.out, fill(TEXT.noVault, session.language, { site }));
  return EXIT.done;
}

async function copied(session: Session, runId: string, flags: HandoverFlags): Promise<ExitCode> {
  const { language, out } = session;
  let target = '';
  const tell = flags.json || !session.colour ? undefined : progressLine(session);
  const code = await followRun(session, runId, {
    ...(flags.json ? { json: true } : {}),
    stopsAtOnce: TEXT.stopping[language],
    onEvent: (event) => {
      if (event.type === 'plan') target = event.items[0]?.target ?? '';
      tell?.(event);
    },
  });
  if (code === EXIT.done && !flags.json) print(out, fill(TEXT.folder, language, { folder: target }));
  return code;
}
