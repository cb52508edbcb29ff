import type { SimHost, World } from '../../kernel/program.ts';
import { readHostText, writeHostText } from './host-text.ts';

/** The network as Proxmox's installer leaves it (pve-facts 1.1); a file that is there stays. */
export function writeInterfaces(world: World, host: SimHost): void {
  if (readHostText(host, '/etc/network/interfaces') === undefined) {
    writeHostText(host, '/etc/network/interfaces', interfacesText(world, host));
  }
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
