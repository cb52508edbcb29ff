import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { ClusterAsk, ClusterReadEvent } from '../../api/cluster-reading.ts';
import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../api/diagnostic.ts';
import { SITE_FOLDER_NAME } from '../../api/new-site.ts';
import { IpSchema } from '../../api/site.ts';
import type { Language } from '../../api/text.ts';
import { type AdoptedSite, adoptedSite } from '../adopt/adopted-site.ts';
import { type ClusterReading, clusterFacts } from '../adopt/cluster-reading.ts';
import { withConfirmed } from '../adopt/confirmed-keys.ts';
import { type ReadClusterOptions, readCluster } from '../adopt/read-cluster.ts';
import { markedSites } from '../adopt/site-mark.ts';
import { createFileDialer } from '../rehearsal/kernel/dialer.ts';
import { Secret } from '../shell/command.ts';
import { throwAwayPublicKey } from '../site/new-site-text.ts';
import { type HostKeys, openHostKeys } from '../transport/host-keys.ts';
import type { SshLogin } from '../transport/ssh.ts';
import { tcpDialer } from '../transport/tcp-dialer.ts';
import type { EnginePorts } from './ports.ts';
import type { SitesDesk } from './sites-desk.ts';

interface Kept {
  readonly reading: ClusterReading;
  /** Of the key that was used; undefined = a password was. */
  readonly publicKey: string | undefined;
  /** The nodes' pins as a file; undefined = they are a simulated site's. */
  readonly pins: Buffer | undefined;
}

export interface MakeOfCluster {
  readonly reading: string;
  readonly folder: string;
  readonly name: string;
  readonly language: Language;
}

/** Readings that are kept for a person who decides. */
const MOST_KEPT = 4;
const PINS = 'host-keys.json';

/** Sites from clusters that run: read over SSH, nothing changed, nothing kept of the login. */
export class AdoptDesk {
  readonly #ports: EnginePorts;
  readonly #sites: SitesDesk;
  readonly #kept = new Map<string, Kept>();

  constructor(ports: EnginePorts, sites: SitesDesk) {
    this.#ports = ports;
    this.#sites = sites;
  }

  /** @param keyFile path of the private key where the login is one */
  async *read(ask: ClusterAsk, keyFile: string | undefined, signal?: AbortSignal): AsyncGenerator<ClusterReadEvent> {
    try {
      yield* this.#read(ask, keyFile, signal);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      yield { type: 'failed', diagnostics: [...error.diagnostics] };
    }
  }

  async *#read(ask: ClusterAsk, keyFile: string | undefined, signal?: AbortSignal): AsyncGenerator<ClusterReadEvent> {
    const address = ask.address.trim();
    if (!IpSchema.safeParse(address).success)
      throw fail('sites.cluster-address', { params: { value: address }, subject: { field: 'address' } });
    const { login, publicKey } = await loginOf(ask, keyFile);
    const folder = await mkdtemp(join(this.#ports.temporaryRoot, 'sitewright-cluster-'));
    try {
      const hostKeys = await openHostKeys(join(folder, 'seen.json'));
      const network = this.#ports.env.SITEWRIGHT_REHEARSAL_NETWORK ?? '';
      const by = this.#ports.by;
      const options: ReadClusterOptions = {
        address,
        login,
        dialer: network === '' ? tcpDialer : createFileDialer(network),
        hostKeys: withConfirmed(hostKeys, ask.hostKeys, by),
        by,
        ...(signal ? { signal } : {}),
      };
      const outcome = yield* told(options);
      if ('refused' in outcome) {
        yield { type: 'host-key', host: address, address, fingerprint: outcome.refused };
        return;
      }
      const { reading } = outcome;
      const pins = network === '' ? await pinsOf(reading, hostKeys, folder) : undefined;
      const handle = this.#keep({ reading, publicKey, pins });
      const shown = proposal(reading);
      const { notes } = this.#site(handle, { ...shown, language: 'en' });
      const [siteId, ...others] = markedSites(reading);
      const { guestConfigs } = clusterFacts(reading);
      yield {
        type: 'done',
        reading: handle,
        nodes: reading.nodes.length,
        unread: reading.nodes.filter(({ seen }) => !seen.read).length,
        machines: guestConfigs.known ? [...guestConfigs.value.values()].filter(({ template }) => !template).length : 0,
        ...(siteId === undefined || others.length > 0 ? {} : { siteId }),
        ...shown,
        notes: [...notes],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The folder of a reading, and what a person should know of it. Throws sites.cluster-reading-gone, app.folder-exists. */
  async make(asked: MakeOfCluster, place: string | undefined): Promise<{ path: string; notes: readonly Diagnostic[] }> {
    const { text, notes } = this.#site(asked.reading, asked);
    const pins = this.#kept.get(asked.reading)?.pins;
    const files = [
      { path: 'site.toml', bytes: Buffer.from(text, 'utf8') },
      ...(pins ? [{ path: PINS, bytes: pins }] : []),
    ];
    return { path: await this.#sites.newFolder(asked.folder, place, files), notes };
  }

  #site(handle: string, { folder, name, language }: Omit<MakeOfCluster, 'reading'>): AdoptedSite {
    const kept = this.#kept.get(handle);
    if (!kept) throw fail('sites.cluster-reading-gone');
    const sshPublicKey = kept.publicKey ?? throwAwayPublicKey;
    const made = adoptedSite(kept.reading, { id: folder, name, language, sshPublicKey });
    const more = [
      diagnostic(kept.publicKey === undefined ? 'sites.cluster-key-to-bring' : 'sites.cluster-key-to-vault'),
      ...(kept.pins ? [] : [diagnostic('sites.cluster-rehearsed')]),
    ];
    return { ...made, notes: [...made.notes, ...more] };
  }

  #keep(kept: Kept): string {
    const handle = randomBytes(12).toString('hex');
    this.#kept.set(handle, kept);
    for (const old of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(old);
    return handle;
  }
}

/** Reads, and passes on what happens meanwhile. A key that nobody has confirmed yet is an outcome, as nothing failed. */
async function* told(
  options: ReadClusterOptions,
): AsyncGenerator<ClusterReadEvent, { readonly reading: ClusterReading } | { readonly refused: string }> {
  const events: ClusterReadEvent[] = [];
  let wake = (): void => {};
  let isOver = false;
  const work = readCluster({
    ...options,
    onNode: ({ name, address, seen }) => {
      const state = seen === undefined ? 'asking' : seen.read ? 'read' : 'unread';
      const why = seen && !seen.read ? { diagnostic: seen.diagnostic } : {};
      events.push({ type: 'node', name, address, state, ...why });
      wake();
    },
  }).finally(() => {
    isOver = true;
    wake();
  });
  work.catch(() => {}); // it is awaited below
  for (;;) {
    yield* events.splice(0);
    if (isOver) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (isOver || events.length > 0) resolve();
    });
  }
  try {
    return { reading: await work };
  } catch (error) {
    const [first] = error instanceof DiagnosticError ? error.diagnostics : [];
    const fingerprint = first?.params.fingerprint;
    if (first?.code !== 'transport.host-key-unknown' || typeof fingerprint !== 'string') throw error;
    return { refused: fingerprint };
  }
}

async function loginOf(
  { login }: ClusterAsk,
  keyFile: string | undefined,
): Promise<{ readonly login: SshLogin; readonly publicKey: string | undefined }> {
  if (login.kind === 'password') return { login: { password: new Secret(login.password) }, publicKey: undefined };
  const path = keyFile ?? login.file;
  const refuse = (why: string) =>
    fail('sites.cluster-key-file', { params: { path }, evidence: [why], subject: { file: path } });
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code ?? 'it cannot be read');
  });
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw refuse(key.message);
  if (!key.isPrivateKey()) throw refuse('it is a public key');
  const comment = key.comment.replace(/[^\x20-\x7e]/g, '').trim();
  const line = `${key.type} ${key.getPublicSSH().toString('base64')} ${comment}`.trim();
  return { login: { key: new Secret(text) }, publicKey: line };
}

/** The pins of the nodes by their names, as the new site's own file. */
async function pinsOf({ nodes }: ClusterReading, seen: HostKeys, folder: string): Promise<Buffer> {
  const path = join(folder, PINS);
  const own = await openHostKeys(path);
  for (const { name } of nodes)
    for (const { key, evidence } of seen.pins(name)) await own.pin(name, Buffer.from(key, 'base64'), evidence);
  return readFile(path);
}

/** Named as the cluster is, where it is in one. */
function proposal(reading: ClusterReading): { readonly folder: string; readonly name: string } {
  const { corosync } = clusterFacts(reading);
  const name = (corosync.known ? corosync.value?.clusterName : undefined) ?? reading.first;
  const folder = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 31);
  return { folder: SITE_FOLDER_NAME.test(folder) ? folder : 'cluster', name };
}
