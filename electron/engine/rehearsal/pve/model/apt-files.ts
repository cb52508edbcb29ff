import type { SimHost } from '../../kernel/program.ts';
import { writeHostText } from './host-text.ts';
import { majorVersion } from './slice.ts';

/**
 * The package sources that the installer leaves behind: Debian's (its mirror goes by a made-up name here), and Proxmox's
 * enterprise repository, enabled (pve-facts 1.6).
 */
export function writeAptFiles(host: SimHost): void {
  if (majorVersion(host) === 8) {
    writeHostText(
      host,
      '/etc/apt/sources.list',
      `${['bookworm', 'bookworm-updates']
        .map((suite) => `deb http://mirror.example/debian ${suite} main contrib\n\n`)
        .join('')}# security updates\ndeb http://mirror.example/security bookworm-security main contrib\n\n`,
    );
    writeHostText(
      host,
      '/etc/apt/sources.list.d/pve-enterprise.list',
      'deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise\n',
    );
    writeHostText(
      host,
      '/etc/apt/sources.list.d/ceph.list',
      'deb https://enterprise.proxmox.com/debian/ceph-quincy bookworm enterprise\n',
    );
    return;
  }
  const keyring = '/usr/share/keyrings/proxmox-archive-keyring.gpg';
  const enterprise = (path: string, component: string) =>
    `Types: deb\nURIs: https://enterprise.proxmox.com/debian/${path}\nSuites: trixie\nComponents: ${component}\nSigned-By: ${keyring}\n`;
  writeHostText(
    host,
    '/etc/apt/sources.list.d/debian.sources',
    'Types: deb\nURIs: http://mirror.example/debian/\nSuites: trixie trixie-updates\nComponents: main contrib non-free-firmware\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
  );
  writeHostText(host, '/etc/apt/sources.list.d/pve-enterprise.sources', enterprise('pve', 'pve-enterprise'));
  writeHostText(host, '/etc/apt/sources.list.d/ceph.sources', enterprise('ceph-squid', 'enterprise'));
}
