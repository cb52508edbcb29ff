import { readFile } from 'node:fs/promises';
import { fail } from '../../api/diagnostic.ts';
import { MAX_SIGNATURE_BYTES, type Signature, type Signer } from '../../api/sign-off.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';

const TEXT = {
  signed: {
    en: 'Signed report: {folder}\nNote on paper, it stands for the whole folder: SHA-256 of manifest.json {digest}',
    es: 'Informe firmado: {folder}\nAnótelo en papel, vale por toda la carpeta: SHA-256 de manifest.json {digest}',
  },
  aside: { en: 'The signed report lies in {folder}', es: 'El informe firmado está en {folder}' },
} as const;

export interface SignFlags {
  readonly name: string;
  readonly as: Signer;
  readonly date?: string;
  readonly signature?: string;
  readonly run?: string;
  readonly json?: boolean;
}

/** `sitewright report sign SITE --name NAME [--as customer] [--date DAY] [--signature FILE]`. */
export async function reportSignCommand(session: Session, site: string, flags: SignFlags): Promise<ExitCode> {
  const { name, as, run: runId } = flags;
  const signature = flags.signature === undefined ? { kind: 'typed' as const } : await pictureOf(flags.signature);
  const date = flags.date ?? new Date().toLocaleDateString('sv');
  const made = await session.client.report.sign({ site, runId, signOff: { as, name, date, signature } });
  if (flags.json) print(session.out, JSON.stringify(made));
  else print(session.out, fill(TEXT.signed, session.language, { folder: made.folder, digest: made.manifestSha256 }));
  return EXIT.done;
}

/** `sitewright report set-aside SITE --confirm NAME`. */
export async function reportSetAsideCommand(
  session: Session,
  site: string,
  flags: { readonly confirm: string; readonly run?: string },
): Promise<ExitCode> {
  const { folder } = await session.client.report.setAside({ site, runId: flags.run, confirm: flags.confirm });
  print(session.out, fill(TEXT.aside, session.language, { folder }));
  return EXIT.done;
}

async function pictureOf(path: string): Promise<Signature> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw fail('app.unreadable-file', { params: { path, why: error.code ?? 'unknown' }, subject: { file: path } });
  });
  // Too long for the contract: it would be refused there as a field of the wrong form.
  if (bytes.length > MAX_SIGNATURE_BYTES)
    throw fail('report.signature-image', { params: { kib: MAX_SIGNATURE_BYTES / 1024, edge: 2000 } });
  const mediaType = bytes[0] === 0xff ? 'image/jpeg' : 'image/png';
  return { kind: 'image', mediaType, base64: bytes.toString('base64') };
}
