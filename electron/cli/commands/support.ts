import { open } from 'node:fs/promises';
import { fail } from '../../api/diagnostic.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';

const TEXT = {
  written: { en: 'Written: {file} ({count} files)', es: 'Escrito: {file} ({count} archivos)' },
  open: {
    en: 'The secrets of the vault were searched for by their values: none is in it.',
    es: 'Se buscaron los secretos de la caja fuerte por sus valores: no contiene ninguno.',
  },
  locked: {
    en: 'The vault was not opened: what looks like a secret was taken out. Look through the file before you send it.',
    es: 'La caja fuerte no se abrió: se quitó lo que parece un secreto. Revise el archivo antes de enviarlo.',
  },
  none: { en: 'The site has no vault.', es: 'El sitio no tiene caja fuerte.' },
} as const;

/** `sitewright support SITE [--out FILE]`: one packed file without secrets, for whoever helps. Writes over nothing. */
export async function supportCommand(
  session: Session,
  site: string,
  flags: { readonly out?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const { name, base64, files, known } = await session.client.support.make({ site });
  const file = flags.out ?? name;
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(Buffer.from(base64, 'base64'));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('workspace.not-writable', { params: { path: file, why }, subject: { file } });
  }
  if (flags.json) print(session.out, JSON.stringify({ file, files, known }));
  else {
    print(session.out, fill(TEXT.written, session.language, { file, count: files.length }));
    print(session.out, fill(TEXT[known], session.language));
  }
  return EXIT.done;
}
