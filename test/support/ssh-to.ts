import { join } from 'node:path';
import { Secret } from '../../electron/engine/shell/command.ts';
import { openHostKeys } from '../../electron/engine/transport/host-keys.ts';
import { type SshHost, type SshOptions, sshHost } from '../../electron/engine/transport/ssh.ts';
import { tcpDialer } from '../../electron/engine/transport/tcp-dialer.ts';
import type { RealSshd } from './real-sshd.ts';

/** The engine's connection to a real sshd, its key pinned at the first contact. */
export async function sshTo(sshd: RealSshd, host: string, more: Partial<SshOptions> = {}): Promise<SshHost> {
  return sshHost({
    host,
    address: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    login: { key: new Secret(sshd.clientKey) },
    hostKeys: await openHostKeys(join(sshd.folder, 'pins.json')),
    hostKeyPolicy: { mode: 'pin-first-with-evidence', by: 'test', note: 'test' },
    dialer: tcpDialer,
    ...more,
  });
}
