import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';

const TEXT = { written: { en: 'Field sheet: {file}', es: 'Hoja de campo: {file}' } };

/** `sitewright sheet SITE --out FILE.html`: what to pack, firmware settings, disks, cables and labels, to be printed. */
export async function sheetCommand(
  session: Session,
  site: string,
  options: { readonly out: string; readonly json?: boolean },
): Promise<ExitCode> {
  const written = await session.client.sheet.write({ site, out: options.out, language: session.language });
  print(session.out, options.json ? JSON.stringify(written) : fill(TEXT.written, session.language, written));
  return EXIT.done;
}
