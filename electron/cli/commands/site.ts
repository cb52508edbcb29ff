import { resolve } from 'node:path';
import { diagnostic } from '../../api/diagnostic.ts';
import { NewSiteSchema, type SiteTemplate } from '../../api/new-site.ts';
import { PVE_VERSIONS, type PveVersion } from '../../api/site.ts';
import type { SiteDocument } from '../../api/sites.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { printDiagnostics, printFailure } from '../view/diagnostics.ts';
import { bytesText } from '../view/progress-line.ts';
import { styleFor } from '../view/style.ts';

const TEXT = {
  made: { en: 'Made: {path}', es: 'Creado: {path}' },
  written: { en: 'Written: {path} ({count} files, {size})', es: 'Escrito: {path} ({count} archivos, {size})' },
  secrets: {
    en: 'The vault is in it, encrypted. Who imports it needs the passphrase of this vault: tell it by another way.',
    es: 'Lleva la caja fuerte, cifrada. Quien la importe necesita la frase de paso de esta caja fuerte: dígala por otra vía.',
  },
  equal: { en: 'The two sites say the same.', es: 'Los dos sitios dicen lo mismo.' },
  absent: { en: '(not there)', es: '(no está)' },
} as const;

interface Flags {
  readonly json?: boolean;
}

export interface SiteNewFlags extends Flags {
  readonly id: string;
  readonly firstAddress: string;
  readonly name?: string;
  readonly pve?: PveVersion;
  readonly in?: string;
}

/** `sitewright site new TEMPLATE --id ID --first-address CIDR`: the folder, and what is still to be filled in. */
export async function siteNewCommand(session: Session, template: SiteTemplate, flags: SiteNewFlags): Promise<ExitCode> {
  const { language } = session;
  const pve = flags.pve ?? PVE_VERSIONS[PVE_VERSIONS.length - 1];
  const { id, firstAddress, name = id } = flags;
  const asked = NewSiteSchema.safeParse({ template, id, name, firstAddress, pve, language });
  if (!asked.success) {
    const [field] = asked.error.issues[0]?.path ?? [];
    printFailure(
      session,
      [badValue(field === 'firstAddress' ? 'first-address' : String(field), { id, firstAddress, name })],
      flags.json,
    );
    return EXIT.badInput;
  }
  return told(session, await session.client.sites.create({ asked: asked.data, ...placeOf(flags) }), flags);
}

export interface SiteExportFlags extends Flags {
  readonly out: string;
  readonly withSecrets?: boolean;
  readonly withReports?: boolean;
}

/** `sitewright site export SITE --out PATH [--with-secrets] [--with-reports]` */
export async function siteExportCommand(session: Session, site: string, flags: SiteExportFlags): Promise<ExitCode> {
  const { language, out } = session;
  const { withSecrets = false, withReports = false } = flags;
  const done = await session.client.sites.exportFile({ site, target: resolve(flags.out), withSecrets, withReports });
  if (flags.json) {
    print(out, JSON.stringify(done));
    return EXIT.done;
  }
  const size = bytesText(done.sizeBytes, language);
  print(out, fill(TEXT.written, language, { path: done.path, count: done.files.length, size }));
  if (done.withSecrets) print(out, TEXT.secrets[language]);
  return EXIT.done;
}

export interface SiteImportFlags extends Flags {
  readonly id: string;
  readonly in?: string;
}

/** `sitewright site import FILE --id NAME [--in DIR]` */
export async function siteImportCommand(session: Session, file: string, flags: SiteImportFlags): Promise<ExitCode> {
  if (!NewSiteSchema.shape.id.safeParse(flags.id).success) {
    printFailure(session, [badValue('id', flags)], flags.json);
    return EXIT.badInput;
  }
  const made = await session.client.sites.importFile({ file: resolve(file), name: flags.id, ...placeOf(flags) });
  return told(session, made, flags);
}

/** `sitewright site diff A B`: exit 0 where they say the same, 4 where not. */
export async function siteDiffCommand(session: Session, left: string, right: string, flags: Flags): Promise<ExitCode> {
  const { differences } = await session.client.sites.compare({ left, right });
  const { language, out } = session;
  const style = styleFor(session.colour);
  const shown = (value: string | undefined) => value ?? TEXT.absent[language];
  for (const row of differences) {
    if (flags.json) print(out, JSON.stringify(row));
    else print(out, `${row.path}\n  ${style.red(`- ${shown(row.left)}`)}\n  ${style.green(`+ ${shown(row.right)}`)}`);
  }
  if (differences.length === 0 && !flags.json) print(out, TEXT.equal[language]);
  return differences.length === 0 ? EXIT.done : EXIT.changes;
}

/** What is still to be filled in is no failure of making it. */
function told(session: Session, made: SiteDocument, flags: Flags): ExitCode {
  if (flags.json) print(session.out, JSON.stringify({ path: made.path, diagnostics: made.diagnostics }));
  else {
    print(session.out, fill(TEXT.made, session.language, { path: made.path }));
    printDiagnostics(session, made.diagnostics);
  }
  return EXIT.done;
}

function placeOf({ in: place }: { readonly in?: string }): { readonly place?: string } {
  return place === undefined ? {} : { place: resolve(place) };
}

const EXPECTED = {
  id: 'a-z 0-9 - (2..31)',
  name: '1..80',
  'first-address': '192.168.1.11/24',
} as const;

function badValue(
  option: string,
  values: { readonly id: string; readonly firstAddress?: string; readonly name?: string },
) {
  const value = (option === 'first-address' ? values.firstAddress : option === 'name' ? values.name : values.id) ?? '';
  const expected = EXPECTED[option as keyof typeof EXPECTED] ?? '';
  return diagnostic('cli.bad-value', { params: { option: `--${option}`, value: value.slice(0, 80), expected } });
}
