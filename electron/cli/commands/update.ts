import { diagnostic } from '../../api/diagnostic.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { printDiagnostics } from '../view/diagnostics.ts';
import { bytesText } from '../view/progress-line.ts';

const TEXT = {
  now: { en: 'Here: Sitewright {version}', es: 'Aquí: Sitewright {version}' },
  found: {
    en: '{name}: Sitewright {version}, {size}. Its signature is that of the releases.',
    es: '{name}: Sitewright {version}, {size}. Su firma es la de las versiones publicadas.',
  },
  nothing: { en: 'Nothing is changed.', es: 'No se cambia nada.' },
  installs: {
    en: 'Sitewright {version} is installed. A window that is open shows it when it is started again.',
    es: 'Sitewright {version} está instalado. Una ventana abierta lo muestra al iniciarse de nuevo.',
  },
  replaces: {
    en: 'The file is Sitewright {version} now. A window that is open shows it when it is started again.',
    es: 'El archivo es ahora Sitewright {version}. Una ventana abierta lo muestra al iniciarse de nuevo.',
  },
  opens: {
    en: 'The installer is open: go on there, and close Sitewright when it asks. It lies in {file}',
    es: 'El instalador está abierto: siga allí y cierre Sitewright cuando lo pida. Está en {file}',
  },
} as const;

export interface UpdateFlags {
  readonly acceptOlder?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `sitewright update FILE [--dry-run] [--accept-older]`: proves a new version that was brought as a file, and installs it. */
export async function updateCommand(session: Session, file: string, flags: UpdateFlags): Promise<ExitCode> {
  const { language, out, client } = session;
  const [{ version: now }, found] = await Promise.all([client.update.installation(), client.update.look({ file })]);
  const { name, version, relation } = found;
  const isRefused = relation === 'older' && flags.acceptOlder !== true;
  if (!flags.json) {
    print(out, fill(TEXT.now, language, { version: now }));
    print(out, fill(TEXT.found, language, { name, version, size: bytesText(found.sizeBytes, language) }));
  }
  if (flags.dryRun) {
    if (flags.json) print(out, JSON.stringify({ now, ...found }));
    else if (isRefused) printDiagnostics(session, [diagnostic('update.older', { params: { name, version, now } })]);
    else print(out, fill(TEXT.nothing, language));
    return isRefused ? EXIT.badInput : EXIT.done;
  }
  const done = await client.update.install({ file, acceptOlder: flags.acceptOlder === true });
  if (flags.json) print(out, JSON.stringify({ now, ...found, ...done }));
  else print(out, fill(TEXT[done.way], language, { version, file: done.opened ?? file }));
  return EXIT.done;
}
