import { createHmac } from 'node:crypto';
import type { SimHost, World } from '../../kernel/program.ts';
import { pmxcfsRuns } from './cluster.ts';
import { databaseOf, readText } from './database.ts';
import { readHostText } from './host-text.ts';
import { pveSlice } from './slice.ts';

export type SshAccess =
  | { readonly kind: 'ok'; readonly host: SimHost }
  | { readonly kind: 'unreachable' | 'host-key' | 'denied' };

/** What `ssh -o BatchMode=yes root@address` from a host would meet: route, pinned host key, root's key accepted. */
export function sshAccess(world: World, from: SimHost, address: string): SshAccess {
  const target = world.hostAt(address);
  if (!target?.powered || (target.name !== from.name && !world.reachable(from, target))) return { kind: 'unreachable' };
  if (!hostKeyKnown(world, from, target, address)) return { kind: 'host-key' };
  const key = (readHostText(from, '/root/.ssh/id_rsa.pub') ?? '').trim().split(/\s+/)[1];
  const accepted = authorizedKeys(world, target);
  return key && accepted.includes(key) ? { kind: 'ok', host: target } : { kind: 'denied' };
}

function hostKeyKnown(world: World, from: SimHost, target: SimHost, address: string): boolean {
  const node = pveSlice(world).nodes[from.name];
  const shared = node ? (readText(databaseOf(world, node), 'priv/known_hosts') ?? '') : '';
  const lines =
    `${readHostText(from, '/root/.ssh/known_hosts') ?? ''}\n${readHostText(from, '/etc/ssh/ssh_known_hosts') ?? ''}\n${shared}`.split(
      '\n',
    );
  const keys = ['rsa', 'ecdsa', 'ed25519']
    .map((kind) => readHostText(target, `/etc/ssh/ssh_host_${kind}_key.pub`)?.trim().split(/\s+/)[1])
    .filter((key) => key !== undefined);
  return lines.some((line) => {
    const [names = '', , key = ''] = line.trim().split(/\s+/);
    if (!names.split(',').some((name) => isNameOf(name, address))) return false;
    return keys.length === 0 || keys.includes(key);
  });
}

/** A plain name, or a hashed one (`|1|salt|hmac`). */
function isNameOf(name: string, address: string): boolean {
  const hashed = /^\|1\|([^|]+)\|(.+)$/.exec(name);
  if (!hashed?.[1]) return name === address || name === `[${address}]:22`;
  return createHmac('sha1', Buffer.from(hashed[1], 'base64')).update(address).digest('base64') === hashed[2];
}

/** root's authorized keys as sshd would read them: of a PVE node through the link into /etc/pve, if that is mounted. */
function authorizedKeys(world: World, target: SimHost): string {
  const node = pveSlice(world).nodes[target.name];
  const direct = readHostText(target, '/root/.ssh/authorized_keys') ?? '';
  if (!node || !pmxcfsRuns(target)) return direct;
  return `${direct}\n${readText(databaseOf(world, node), 'priv/authorized_keys') ?? ''}`;
}
