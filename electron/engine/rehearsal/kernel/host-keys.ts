import type { SimHost } from './program.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { makeEcdsa, makeEd25519, makeRsa, makeRsaAside, publicLineOf, type SshKeyPair } from './ssh-keys.ts';

const FOLDER = '/etc/ssh';

const KINDS = { ed25519: 'ssh-ed25519', ecdsa: 'ecdsa-sha2-nistp256', rsa: 'ssh-rsa' } as const;

/** A key of each kind, as openssh-server makes them when it is installed. */
export async function makeHostKeys(hostName: string): Promise<readonly SshKeyPair[]> {
  const comment = `root@${hostName}`;
  return [makeEd25519(comment), makeEcdsa(comment), await makeRsaAside(comment)];
}

/**
 * Lays out a host's SSH keys: those that its installer made (private texts), else new ones. Keys that are there stay, except
 * `again` (a reinstalled host).
 */
export function layOutHostKeys(host: SimHost, again = false, made?: readonly string[]): void {
  host.files.makeDirectories(FOLDER);
  if (!again && host.files.stat(`${FOLDER}/ssh_host_ed25519_key`)) return;
  const comment = `root@${host.name}`;
  const pairs = made
    ? made.map((privateText) => ({ privateText, publicLine: `${publicLineOf(privateText)} ${comment}` }))
    : [makeEd25519(comment), makeEcdsa(comment), makeRsa(comment)];
  for (const { privateText, publicLine } of pairs) {
    const kind = Object.entries(KINDS).find(([, type]) => publicLine.startsWith(type))?.[0];
    const path = `${FOLDER}/ssh_host_${kind}_key`;
    host.files.write(path, Buffer.from(privateText), 0o600);
    host.files.write(`${path}.pub`, Buffer.from(`${publicLine}\n`));
  }
}

/** The private keys sshd serves, strongest first. */
function readHostKeys(host: SimHost): readonly string[] {
  return Object.keys(KINDS).flatMap((kind) => {
    const data = host.files.read(`${FOLDER}/ssh_host_${kind}_key`);
    return data ? [Buffer.from(data).toString('utf8')] : [];
  });
}

/** What answers at the host's addresses: its own keys, or the one of somebody else who sits there. */
export function servedHostKeys(host: SimulatedHost): readonly string[] {
  return host.impostorKey === undefined ? readHostKeys(host) : [host.impostorKey];
}
