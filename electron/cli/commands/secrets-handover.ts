import { diagnostic } from '../../api/diagnostic.ts';
import type { HandoverForm } from '../../api/handover.ts';
import { fill } from '../../api/text.ts';
import { readSecretValue } from '../read-value.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { printFailure } from '../view/diagnostics.ts';

const TEXT = {
  written: { en: '{count} secrets written to {folder}:', es: '{count} secretos escritos en {folder}:' },
  leftOut: { en: 'Left out, of no use to the customer: {names}', es: 'Sin incluir, no le sirven al cliente: {names}' },
  sheet: {
    en: 'WARNING: who holds this sheet holds the site. Print it, hand it over in a closed envelope, and delete the files.',
    es: 'AVISO: quien tiene esta hoja tiene el sitio. Imprímala, entréguela en sobre cerrado y borre los archivos.',
  },
  age: {
    en: 'The customer opens it with: age -d {file}',
    es: 'El cliente lo abre con: age -d {file}',
  },
  ask: { en: 'Passphrase for the customer (not shown): ', es: 'Frase de paso para el cliente (no se muestra): ' },
  again: { en: 'Again: ', es: 'Otra vez: ' },
} as const;

export interface SecretsHandoverFlags {
  readonly out: string;
  readonly to?: readonly string[];
  readonly sheet?: boolean;
  readonly json?: boolean;
}

/**
 * `sitewright secrets handover SITE --out DIR [--to age1...]... | --sheet`: encrypted to the customer's keys; without a key, with a
 * passphrase from standard input or typed twice; or as a sheet to print.
 */
export async function secretsHandoverCommand(
  session: Session,
  site: string,
  flags: SecretsHandoverFlags,
): Promise<ExitCode> {
  const { language, out } = session;
  const form = await formOf(session, flags);
  if (!form) return EXIT.badInput;
  const made = await session.client.handover.secrets({ site, form, outDir: flags.out });
  if (flags.json) {
    print(out, JSON.stringify(made));
    return EXIT.done;
  }
  print(out, fill(TEXT.written, language, { count: made.handed.length, folder: made.folder }));
  for (const { name, sha256 } of made.files) print(out, `  ${name}  SHA-256 ${sha256}`);
  if (made.leftOut.length > 0) print(out, fill(TEXT.leftOut, language, { names: made.leftOut.join(', ') }));
  print(out, fill(flags.sheet ? TEXT.sheet : TEXT.age, language, { file: made.files[0]?.name ?? '' }));
  return EXIT.done;
}

async function formOf(session: Session, flags: SecretsHandoverFlags): Promise<HandoverForm | undefined> {
  const { language } = session;
  if (flags.sheet) return { kind: 'sheet', language };
  if (flags.to) return { kind: 'recipients', recipients: [...flags.to] };
  const passphrase = await readSecretValue(fill(TEXT.ask, language));
  const isSame = !process.stdin.isTTY || (await readSecretValue(fill(TEXT.again, language))) === passphrase;
  if (passphrase !== undefined && isSame) return { kind: 'passphrase', passphrase };
  const problem = isSame
    ? diagnostic('cli.no-value', { params: { name: 'passphrase' } })
    : diagnostic('cli.values-differ');
  printFailure(session, [problem], flags.json);
  return undefined;
}
