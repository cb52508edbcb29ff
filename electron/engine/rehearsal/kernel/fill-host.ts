import type { SimHost, SimHostSpec } from './program.ts';

/** Puts what a host's spec names on its file system: home folders, authorized keys, files. */
export function fillHost(host: SimHost, spec: SimHostSpec): void {
  for (const user of spec.users ?? []) {
    host.files.makeDirectories(`/home/${user}`);
    host.files.chown(`/home/${user}`, user, user);
  }
  for (const [user, keys] of Object.entries(spec.authorizedKeys)) {
    const home = user === 'root' ? '/root' : `/home/${user}`;
    host.files.makeDirectories(`${home}/.ssh`);
    host.files.chmod(`${home}/.ssh`, 0o700);
    // Joined by newlines without a last one, as the installer leaves it (pve-facts 1.9).
    host.files.write(`${home}/.ssh/authorized_keys`, Buffer.from(keys.join('\n')), 0o600);
  }
  for (const [path, content] of Object.entries(spec.files ?? {})) {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent !== '') host.files.makeDirectories(parent);
    host.files.write(path, Buffer.from(content));
  }
}
