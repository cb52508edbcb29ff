import { diagnostic } from '../../api/diagnostic.ts';
import type { RenewedSecret } from '../../api/secrets.ts';
import { fill, type Text } from '../../api/text.ts';
import { readSecretValue } from '../read-value.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { printFailure } from '../view/diagnostics.ts';

const TEXT = {
  ask: {
    en: 'New passphrase of the vault (not shown): ',
    es: 'Nueva frase de paso de la caja fuerte (no se muestra): ',
  },
  again: { en: 'Again: ', es: 'Otra vez: ' },
  rekeyed: {
    en: '{count} secrets are encrypted anew, read back and compared. The old passphrase opens nothing any more, but copies of the old vault: what must not be read from those gets a new value (sitewright secrets rotate SITE NAME).',
    es: '{count} secretos están cifrados de nuevo, releídos y comparados. La frase anterior ya solo abre copias de la caja fuerte anterior: lo que no deba leerse de ellas necesita un valor nuevo (sitewright secrets rotate SITIO NOMBRE).',
  },
  renewed: {
    en: '"{name}" has a new value in the vault. Used by: {uses}',
    es: '«{name}» tiene un valor nuevo en la caja fuerte. Lo usa: {uses}',
  },
  todo: {
    en: 'Until this is done the machines have the old one:',
    es: 'Hasta hacer esto, los equipos tienen el anterior:',
  },
  nowhere: { en: 'Nothing has to be applied again.', es: 'No hay que volver a aplicar nada.' },
} as const;

const THEN: Readonly<Record<RenewedSecret['stillToDo'][number], Text>> = {
  media: {
    en: '  sitewright image make {site}: sticks and answers made before hold the old one',
    es: '  sitewright image make {site}: las memorias y respuestas hechas antes llevan el anterior',
  },
  passwd: {
    en: '  passwd on the machine, where it is installed already: applying does not change the password of root',
    es: '  passwd en el equipo, si ya está instalado: aplicar no cambia la contraseña de root',
  },
  apply: { en: '  sitewright apply {site}', es: '  sitewright apply {site}' },
};

/**
 * `sitewright secrets rotate SITE [NAME]`: the whole vault under a new passphrase and identity, or a new value for one secret. The new
 * passphrase comes from standard input or is typed twice, never from an argument.
 */
export async function secretsRotateCommand(
  session: Session,
  site: string,
  name: string | undefined,
  flags: { readonly json?: boolean },
): Promise<ExitCode> {
  const { language, out } = session;
  if (name !== undefined) {
    const renewed = await session.client.secrets.renew({ site, name });
    if (flags.json) print(out, JSON.stringify(renewed));
    else showRenewed(session, site, renewed);
    return EXIT.done;
  }
  // The old one first: who does not have it is not asked for a new one.
  await session.client.secrets.unlock({ site });
  const passphrase = await readSecretValue(fill(TEXT.ask, language));
  if (passphrase === undefined) {
    printFailure(session, [diagnostic('cli.no-value', { params: { name: 'passphrase' } })], flags.json);
    return EXIT.badInput;
  }
  if (process.stdin.isTTY && (await readSecretValue(fill(TEXT.again, language))) !== passphrase) {
    printFailure(session, [diagnostic('cli.values-differ')], flags.json);
    return EXIT.badInput;
  }
  const done = await session.client.secrets.rekey({ site, passphrase });
  print(out, flags.json ? JSON.stringify(done) : fill(TEXT.rekeyed, language, { count: done.count }));
  return EXIT.done;
}

function showRenewed({ language, out }: Session, site: string, { name, usedBy, stillToDo }: RenewedSecret): void {
  print(out, fill(TEXT.renewed, language, { name, uses: usedBy.join(', ') }));
  print(out, fill(stillToDo.length === 0 ? TEXT.nowhere : TEXT.todo, language));
  for (const step of stillToDo) print(out, fill(THEN[step], language, { site }));
}
