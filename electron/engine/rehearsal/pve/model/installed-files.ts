import type { SimHost, World } from '../../kernel/program.ts';
import { readHostText, writeHostText } from './host-text.ts';
import { majorVersion } from './slice.ts';

/** Files outside /etc/pve that Proxmox's installer leaves: interfaces and the enterprise repositories (pve-facts 1.1, 1.6). */
export function writeSystemFiles(world: World, host: SimHost): void {
  if (readHostText(host, '/etc/network/interfaces') === undefined) {
    writeHostText(host, '/etc/network/interfaces', interfacesText(world, host));
  }
  const eight = majorVersion(host) === 8;
  if (eight) {
    writeNew(
      host,
      '/etc/apt/sources.list',
      'deb http://deb.debian.org/debian bookworm main contrib\n\ndeb http://deb.debian.org/debian bookworm-updates main contrib\n\n# security updates\ndeb http://security.debian.org bookworm-security main contrib\n',
    );
    writeNew(
      host,
      '/etc/apt/sources.list.d/pve-enterprise.list',
      'deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise\n',
    );
    writeNew(
      host,
      '/etc/apt/sources.list.d/ceph.list',
      'deb https://enterprise.proxmox.com/debian/ceph-quincy bookworm enterprise\n',
    );
    return;
  }
  const stanza = (uri: string, suites: string, components: string, key: string) =>
    `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: ${components}\nSigned-By: ${key}\n`;
  const proxmox = '/usr/share/keyrings/proxmox-archive-keyring.gpg';
  writeNew(
    host,
    '/etc/apt/sources.list.d/debian.sources',
    `${stanza('http://deb.debian.org/debian/', 'trixie trixie-updates', 'main contrib non-free-firmware', '/usr/share/keyrings/debian-archive-keyring.gpg')}\n${stanza('http://security.debian.org/debian-security/', 'trixie-security', 'main contrib non-free-firmware', '/usr/share/keyrings/debian-archive-keyring.gpg')}`,
  );
  writeNew(
    host,
    '/etc/apt/sources.list.d/pve-enterprise.sources',
    stanza('https://enterprise.proxmox.com/debian/pve', 'trixie', 'pve-enterprise', proxmox),
  );
  writeNew(
    host,
    '/etc/apt/sources.list.d/ceph.sources',
    stanza('https://enterprise.proxmox.com/debian/ceph-squid', 'trixie', 'enterprise', proxmox),
  );
}

function writeNew(host: SimHost, path: string, text: string): void {
  if (host.files.stat(path) === undefined) writeHostText(host, path, text);
}

/** As the installer writes it: no `auto` for the NICs, the bridge static, other NICs manual. */
function interfacesText(world: World, host: SimHost): string {
  const [bridge] = [...host.addresses].find(([name]) => name.startsWith('vmbr')) ?? ['vmbr0'];
  const cidr = host.addresses.get(bridge)?.[0];
  const nics = host.hardware.nics.map((nic) => nic.name);
  const gateway = gatewayOf(world, host);
  return [
    'auto lo\niface lo inet loopback\n\n',
    nics[0] === undefined ? '' : `iface ${nics[0]} inet manual\n\n`,
    `auto ${bridge}\niface ${bridge} inet static\n${cidr ? `\taddress ${cidr}\n` : ''}${gateway ? `\tgateway ${gateway}\n` : ''}\tbridge-ports ${nics[0] ?? 'none'}\n\tbridge-stp off\n\tbridge-fd 0\n\n`,
    ...nics.slice(1).map((name) => `iface ${name} inet manual\n\n`),
    'source /etc/network/interfaces.d/*\n',
  ].join('');
}

/** Debian's part of the simulation keeps the gateway; without it none is written. */
function gatewayOf(world: World, host: SimHost): string | undefined {
  try {
    const settings = world.slice<{ hosts?: Record<string, { gateway?: string }> }>('debian').hosts?.[host.name];
    return settings?.gateway || undefined;
  } catch {
    return undefined;
  }
}
