import type { SimHost } from './program.ts';
import { makeEd25519, makeRsa } from './ssh-keys.ts';

const FOLDER = '/etc/ssh';

/** Lays out a host's SSH keys as a first boot does; with `again` new ones (a reinstalled host). */
export function layOutHostKeys(host: SimHost, again = false): void {
  host.files.makeDirectories(FOLDER);
  if (!again && host.files.stat(`${FOLDER}/ssh_host_ed25519_key`)) return;
  const comment = `root@${host.name}`;
  const pairs = { ed25519: makeEd25519(comment), rsa: makeRsa(comment) };
  for (const [type, pair] of Object.entries(pairs)) {
    const path = `${FOLDER}/ssh_host_${type}_key`;
    host.files.write(path, Buffer.from(pair.privateText), 0o600);
    host.files.write(`${path}.pub`, Buffer.from(`${pair.publicLine}\n`));
  }
}

/** The private keys sshd serves, strongest first. */
export function readHostKeys(host: SimHost): readonly string[] {
  return ['ed25519', 'rsa'].flatMap((type) => {
    const data = host.files.read(`${FOLDER}/ssh_host_${type}_key`);
    return data ? [Buffer.from(data).toString('utf8')] : [];
  });
}
