import { networkFilesFact } from '../../../electron/engine/steps/base/network-facts.ts';
import { type Hosts, nothingKnown } from './two-node.ts';

/** A node as the installer leaves it. */
export const INSTALLED = `auto lo
iface lo inet loopback

iface eno1 inet manual

auto vmbr0
iface vmbr0 inet static
	address 192.168.1.11/24
	gateway 192.168.1.1
	bridge-ports eno1
	bridge-stp off
	bridge-fd 0

iface enp2s0f0 inet manual

iface enp2s0f1 inet manual

source /etc/network/interfaces.d/*
`;

export interface NetworkFileTexts {
  readonly live?: string;
  readonly staged?: string;
  readonly guard?: 'pending' | 'reverting';
  /** Names by MAC. */
  readonly pinned?: Readonly<Record<string, string>>;
}

/** Gives one host its network files, as its answer to the look would. */
export function withNetworkFiles(hosts: Hosts, name: string, texts: NetworkFileTexts = {}): Hosts {
  const files: readonly (readonly [string, string])[] = [
    ['/etc/network/interfaces', texts.live ?? INSTALLED],
    ...(texts.staged === undefined ? [] : [['/etc/network/interfaces.new', texts.staged] as const]),
    ...(texts.guard === undefined ? [] : [[`/var/lib/sitewright/network/${texts.guard}`, 'armed'] as const]),
    ...Object.entries(texts.pinned ?? {}).map(
      ([mac, port]) =>
        [
          `/usr/local/lib/systemd/network/50-pmx-${port}.link`,
          `[Match]\nMACAddress=${mac}\nType=ether\n\n[Link]\nName=${port}\n`,
        ] as const,
    ),
  ];
  const stdout = files.flatMap(([path, text]) => text.split('\n').map((line) => `${path}:${line}\n`)).join('');
  const fact = networkFilesFact.parse({ code: 0, stdout, stderr: '' });
  const before = hosts[name] ?? nothingKnown();
  return { ...hosts, [name]: { ...before, extra: new Map([...before.extra, [networkFilesFact.id, fact]]) } };
}
