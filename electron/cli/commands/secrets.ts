import { diagnostic, hasErrors } from '../../api/diagnostic.ts';
import type { SecretView } from '../../api/secrets.ts';
import { fill } from '../../api/text.ts';
import { readSecretValue } from '../read-value.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { printDiagnostics, printFailure } from '../view/diagnostics.ts';
import { styleFor } from '../view/style.ts';

const TEXT = {
  created: {
    en: 'The vault was made. Its passphrase is kept nowhere: keep it yourself.',
    es: 'La caja fuerte está hecha. Su frase de paso no se guarda en ningún sitio: guárdela usted.',
  },
  there: { en: 'The vault was there already.', es: 'La caja fuerte ya existía.' },
  made: { en: 'Made: {names}', es: 'Generados: {names}' },
  key: { en: 'New public key, now in site.toml:\n  {line}', es: 'Clave pública nueva, ya en site.toml:\n  {line}' },
  state: {
    kept: { en: 'in the vault', es: 'en la caja fuerte' },
    lacking: { en: 'lacking', es: 'falta' },
    unused: { en: 'in the vault, not named by site.toml', es: 'en la caja fuerte, site.toml no lo nombra' },
  },
  add: { en: 'Still lacking; add them:', es: 'Aún faltan; añádalos:' },
  set: { en: '"{name}" is in the vault.', es: '«{name}» está en la caja fuerte.' },
  ask: { en: 'Value of {name} (not shown): ', es: 'Valor de {name} (no se muestra): ' },
  again: { en: 'Again: ', es: 'Otra vez: ' },
} as const;

interface Flags {
  readonly json?: boolean;
}

/** `sitewright secrets list SITE`: names, what uses them and what lacks; never values. */
export async function secretsListCommand(session: Session, site: string, flags: Flags): Promise<ExitCode> {
  const { secrets, diagnostics } = await session.client.secrets.list({ site });
  if (flags.json) for (const entry of secrets) print(session.out, JSON.stringify(entry));
  else showTable(session, secrets);
  printDiagnostics(session, diagnostics);
  return hasErrors(diagnostics) ? EXIT.badInput : EXIT.done;
}

/** `sitewright secrets init SITE [--new-ssh-key]`: makes the vault and what chance can make; twice changes nothing. */
export async function secretsInitCommand(
  session: Session,
  site: string,
  flags: Flags & { readonly newSshKey?: boolean },
): Promise<ExitCode> {
  const done = await session.client.secrets.init({ site, newSshKey: flags.newSshKey ?? false });
  if (flags.json) {
    print(session.out, JSON.stringify(done));
    return EXIT.done;
  }
  const { language, out } = session;
  print(out, fill(done.created ? TEXT.created : TEXT.there, language));
  if (done.made.length > 0) print(out, fill(TEXT.made, language, { names: done.made.join(', ') }));
  if (done.sshPublicKey) print(out, fill(TEXT.key, language, { line: done.sshPublicKey }));
  showTable(session, done.secrets);
  const lacking = done.secrets.filter((entry) => entry.state === 'lacking');
  if (lacking.length > 0) print(out, fill(TEXT.add, language));
  for (const entry of lacking) print(out, `  sitewright secrets set ${site} ${entry.name}${HOW[entry.kind]}`);
  return EXIT.done;
}

const HOW: Readonly<Record<SecretView['kind'], string>> = {
  'ssh-key': ' < KEYFILE',
  'password-hash': ' --password',
  'root-password': '',
  random: '',
  certificate: '',
  'subscription-key': '',
  token: '',
  'signing-key': '',
  other: '',
};

/** `sitewright secrets set SITE NAME [--password]`: the value from standard input or typed, never an argument. */
export async function secretsSetCommand(
  session: Session,
  site: string,
  name: string,
  flags: Flags & { readonly password?: boolean },
): Promise<ExitCode> {
  const { language } = session;
  const value = await readSecretValue(fill(TEXT.ask, language, { name }));
  if (value === undefined) {
    printFailure(session, [diagnostic('cli.no-value', { params: { name } })], flags.json);
    return EXIT.badInput;
  }
  // What is typed unseen is typed twice: a slip in a root password shows only at the rack.
  if (process.stdin.isTTY && (await readSecretValue(fill(TEXT.again, language))) !== value) {
    printFailure(session, [diagnostic('cli.values-differ')], flags.json);
    return EXIT.badInput;
  }
  const kept = await session.client.secrets.set({ site, name, value, isPassword: flags.password ?? false });
  print(session.out, flags.json ? JSON.stringify(kept) : fill(TEXT.set, language, { name: kept.name }));
  return EXIT.done;
}

/** `sitewright secrets show SITE NAME`: one value, for the person who has to type it somewhere. */
export async function secretsShowCommand(session: Session, site: string, name: string): Promise<ExitCode> {
  const { value } = await session.client.secrets.reveal({ site, name });
  print(session.out, value);
  return EXIT.done;
}

function showTable(session: Session, secrets: readonly SecretView[]): void {
  const style = styleFor(session.colour);
  const width = Math.max(0, ...secrets.map((entry) => entry.name.length));
  for (const entry of secrets) {
    const state = fill(TEXT.state[entry.state], session.language);
    const painted = entry.state === 'lacking' ? style.yellow(`✖ ${state}`) : style.green(`✔ ${state}`);
    print(session.out, `${entry.name.padEnd(width)}  ${painted}  ${style.dim(entry.usedBy.join(', '))}`);
  }
}
