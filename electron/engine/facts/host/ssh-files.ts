import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { parseFileLines } from '../parse/file-lines.ts';
import { whyFailed } from '../parse/text.ts';

export interface SshFiles {
  /** Lines of authorized_keys of the user we come as (on a PVE node: the cluster's file). */
  readonly authorizedKeys: readonly string[];
  readonly knownHosts: readonly string[];
  /** id_rsa.pub, the key a PVE node uses towards others; absent = not made yet. */
  readonly publicKey?: string;
  /** Public host keys: `ssh-ed25519 AAAA...`, without the comment. */
  readonly hostKeys: readonly string[];
}

/** Everything public about ssh on a host, read over a connection whose host key is pinned. */
export const sshFiles: Fact<SshFiles> = {
  id: 'ssh-files',
  command: read`grep -aHs '' "$HOME/.ssh/authorized_keys" "$HOME/.ssh/known_hosts" "$HOME/.ssh/id_rsa.pub" /etc/ssh/ssh_known_hosts /etc/ssh/ssh_host_rsa_key.pub /etc/ssh/ssh_host_ecdsa_key.pub /etc/ssh/ssh_host_ed25519_key.pub`,
  parse: (answer) => {
    if (answer.code > 2) return unknown(whyFailed(answer));
    const files = parseFileLines(answer.stdout);
    const lines = (ending: string): readonly string[] =>
      [...files]
        .filter(([path]) => path.endsWith(ending))
        .flatMap(([, text]) => text.split('\n'))
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
    const publicKey = lines('/.ssh/id_rsa.pub')[0];
    return known({
      authorizedKeys: lines('/.ssh/authorized_keys'),
      knownHosts: lines('known_hosts'),
      ...(publicKey === undefined ? {} : { publicKey }),
      hostKeys: lines('_key.pub').map((line) => line.split(/\s+/).slice(0, 2).join(' ')),
    });
  },
};

/** Whether a list of key lines holds this key (compared by type and body: comments and options differ). */
export function hasKey(lines: readonly string[], key: string): boolean {
  const body = key.split(/\s+/)[1];
  return body !== undefined && lines.some((line) => line.split(/\s+/).includes(body));
}
