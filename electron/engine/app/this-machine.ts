import { readdir, readFile } from 'node:fs/promises';
import { hostname, networkInterfaces, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ThisMachine } from '../bundle/stick/own-host.ts';

const SSH_FOLDER = '/etc/ssh';

/** The machine that we run on, for a run from the deployment stick. */
export async function thisMachine(sshFolder: string = SSH_FOLDER): Promise<ThisMachine> {
  return {
    name: hostname(),
    addresses: await ownAddresses(),
    hostKeys: await publicKeysIn(sshFolder),
    uid: process.getuid?.(),
    user: userName(),
  };
}

/** Node.js leaves out interfaces without a cable; the kernel's table of routes has their addresses too (IPv4). */
async function ownAddresses(): Promise<readonly string[]> {
  const routes = await readFile('/proc/net/fib_trie', 'utf8').catch(() => '');
  const seen = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((entry) => !entry.internal).map(({ address }) => address),
  );
  return [...new Set([...seen, ...localAddresses(routes)])];
}

/** Of /proc/net/fib_trie: the addresses that are this machine's own, without loopback. */
export function localAddresses(fibTrie: string): readonly string[] {
  const found = [...fibTrie.matchAll(/\|-- (\S+)\n\s+\/32 host LOCAL/g)].map(([, address]) => address ?? '');
  return [...new Set(found.filter((address) => !address.startsWith('127.')))];
}

async function publicKeysIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^ssh_host_.*_key\.pub$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts.flatMap((text) => text.split(' ')[1] ?? []);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '?');
  }
}
