import { basename, dirname, resolve } from 'node:path';
import { type ClusterAsk, ClusterAskSchema, type ClusterReadEvent } from '../../api/cluster-reading.ts';
import { diagnostic } from '../../api/diagnostic.ts';
import { SITE_FOLDER_NAME } from '../../api/new-site.ts';
import { fill, type Language } from '../../api/text.ts';
import { askOnTerminal } from '../ask.ts';
import { readDescriptor } from '../read-value.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics, printFailure } from '../view/diagnostics.ts';

const TEXT = {
  password: { en: 'Password of root on the cluster: ', es: 'Contraseña de root en el clúster: ' },
  asking: { en: '{name} ({address}): asked', es: '{name} ({address}): se le pregunta' },
  read: { en: '{name} ({address}): read', es: '{name} ({address}): leído' },
  unread: { en: '{name} ({address}): not read', es: '{name} ({address}): no leído' },
  key: {
    en: '{address} shows the key {fingerprint}\nOn the screen of the node itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\nType the last {count} characters that stand there: ',
    es: '{address} muestra la clave {fingerprint}\nEn la pantalla del propio nodo: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\nEscriba los últimos {count} caracteres que allí aparecen: ',
  },
  made: { en: 'Made: {path}', es: 'Creado: {path}' },
} as const;

/** So many of a fingerprint's characters are typed to say that it is the same. */
const TYPED_CHARACTERS = 8;

export interface SiteFromClusterFlags {
  readonly out: string;
  readonly name?: string;
  readonly identity?: string;
  readonly passwordFd?: number;
  readonly hostKey?: readonly string[];
  readonly json?: boolean;
}

/** `sitewright site from-cluster ADDRESS --out DIR [--identity FILE | --password-fd N] [--host-key SHA256:...]` */
export async function siteFromClusterCommand(
  session: Session,
  address: string,
  flags: SiteFromClusterFlags,
): Promise<ExitCode> {
  const target = resolve(flags.out);
  const folder = basename(target);
  const refuse = (option: string, value: string, expected: string): ExitCode => {
    const params = { option, value: value.slice(0, 80), expected };
    printFailure(session, [diagnostic('cli.bad-value', { params })], flags.json);
    return EXIT.badInput;
  };
  if (!SITE_FOLDER_NAME.test(folder)) return refuse('--out', folder, 'a-z 0-9 - (2..31)');
  const login = await loginOf(session, flags);
  if (!login) return refuse('--password-fd', '', '--identity, --password-fd');
  const hostKeys = [...(flags.hostKey ?? [])];
  for (;;) {
    const asked = ClusterAskSchema.safeParse({ address, login, hostKeys });
    if (!asked.success) return refuse(wrongOption(asked.error.issues[0]?.path), hostKeys.join(' '), 'SHA256:...');
    const last = await read(session, asked.data, flags);
    if (last?.type === 'done') return make(session, last, { ...flags, folder, place: dirname(target) });
    if (last?.type === 'failed') printFailure(session, last.diagnostics, flags.json);
    if (last?.type !== 'host-key') return EXIT.failed;
    const known = await confirmed(last, session.language);
    if (known === undefined) {
      const { host, fingerprint } = last;
      printFailure(session, [diagnostic('sites.cluster-key-unknown', { params: { host, fingerprint } })], flags.json);
      return EXIT.badInput;
    }
    hostKeys.push(known);
  }
}

async function read(
  session: Session,
  asked: ClusterAsk,
  { json }: SiteFromClusterFlags,
): Promise<ClusterReadEvent | undefined> {
  let last: ClusterReadEvent | undefined;
  const stop = new AbortController();
  const unlink = session.onInterrupt(() => stop.abort());
  try {
    for await (const event of await session.client.cluster.read(asked, { signal: stop.signal })) {
      last = event;
      if (event.type !== 'node') continue;
      const { name, address: at, state } = event;
      if (json) print(session.out, JSON.stringify({ type: 'node', name, address: at, state }));
      else print(session.err, fill(TEXT[state], session.language, { name, address: at }));
    }
  } finally {
    unlink();
  }
  return last;
}

async function make(
  session: Session,
  { reading }: Extract<ClusterReadEvent, { type: 'done' }>,
  { folder, place, name = folder, json }: SiteFromClusterFlags & { readonly folder: string; readonly place: string },
): Promise<ExitCode> {
  const { language, out } = session;
  const { site, notes } = await session.client.cluster.make({ reading, folder, name, language, place });
  if (json) {
    const shown = (list: typeof notes) => list.map((entry) => diagnosticView(entry, language));
    print(out, JSON.stringify({ type: 'made', path: site.path, notes: shown(notes), check: shown(site.diagnostics) }));
    return EXIT.done;
  }
  print(out, fill(TEXT.made, language, { path: site.path }));
  printDiagnostics(session, [...notes, ...site.diagnostics]);
  return EXIT.done;
}

/** Never out of the arguments: a key file is named, a password is read or typed. undefined = there is nobody to type it. */
async function loginOf(
  { language }: Session,
  { identity, passwordFd }: SiteFromClusterFlags,
): Promise<ClusterAsk['login'] | undefined> {
  if (identity !== undefined) return { kind: 'key', file: resolve(identity) };
  const password =
    passwordFd === undefined
      ? process.stdin.isTTY
        ? await askOnTerminal(TEXT.password[language])
        : undefined
      : await readDescriptor(passwordFd);
  return password === undefined ? undefined : { kind: 'password', password };
}

/** What a person compared; undefined = it differs, or there is nobody who could. */
async function confirmed(
  { address, fingerprint }: Extract<ClusterReadEvent, { type: 'host-key' }>,
  language: Language,
): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const typed = await askOnTerminal(fill(TEXT.key, language, { address, fingerprint, count: TYPED_CHARACTERS }));
  const text = (typed ?? '').replace(/\s/g, '');
  return text.length >= TYPED_CHARACTERS && fingerprint.endsWith(text) ? fingerprint : undefined;
}

function wrongOption(path: readonly PropertyKey[] | undefined): string {
  return path?.[0] === 'hostKeys' ? '--host-key' : String(path?.[0] ?? '');
}
