import type { SimHost } from './program.ts';

const TYPE = /^(ssh-ed25519|ssh-rsa|ssh-dss|ecdsa-sha2-nistp(?:256|384|521)|sk-\S+)$/;

/** Where sshd looks for a user's keys. */
export function homeOf(user: string): string {
  return user === 'root' ? '/root' : `/home/${user}`;
}

/** Base64 blobs of the keys a user may log in with now, read from the host's files (links followed). */
export function authorizedBlobs(host: SimHost, user: string): ReadonlySet<string> {
  const blobs = new Set<string>();
  for (const name of ['authorized_keys', 'authorized_keys2']) {
    const data = host.files.read(`${homeOf(user)}/.ssh/${name}`);
    if (!data) continue;
    for (const line of Buffer.from(data).toString('utf8').split('\n')) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const words = line.trim().split(/\s+/);
      // Options may stand before the type; a glued line (no newline between two keys) has only its first key.
      const at = words.findIndex((word) => TYPE.test(word));
      const blob = at < 0 ? undefined : words[at + 1];
      if (blob !== undefined) blobs.add(blob);
    }
  }
  return blobs;
}

/** Whether the host has such a user at all. */
export function userExists(host: SimHost, user: string): boolean {
  if (user === 'root') return true;
  const passwd = host.files.read('/etc/passwd');
  return (
    passwd !== undefined &&
    Buffer.from(passwd)
      .toString('utf8')
      .split('\n')
      .some((line) => line.startsWith(`${user}:`))
  );
}
