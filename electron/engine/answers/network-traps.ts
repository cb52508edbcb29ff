import type { PveVersion } from '../../api/site.ts';
import { ipFamily, isEdgeOfSubnet, subnetContains } from './addresses.ts';
import type { NetworkAnswer, PinningAnswer } from './answer.ts';
import type { AnswerSurroundings, Trap } from './trap.ts';

/** Traps of `[network]`: nobody compares its addresses with each other, and pinning has its own rules in every version. */
export function networkTraps(
  network: NetworkAnswer,
  version: PveVersion,
  surroundings: AnswerSurroundings,
): readonly Trap[] {
  const pins = pinningTraps(network.pinning, version);
  if (network.source === 'from-answer') return [...pins, ...staticTraps(network)];
  const code = surroundings.hasDhcpServer === false ? 'answer.trap-dhcp-no-server' : 'answer.trap-dhcp-lease';
  return [...pins, { code, field: 'network.source' }];
}

function pinningTraps(pinning: PinningAnswer | undefined, version: PveVersion): readonly Trap[] {
  const traps: Trap[] = [];
  const table = 'network.interface-name-pinning';
  if (!pinning && version !== '8.4') traps.push({ code: 'answer.trap-nic-unpinned', field: 'network' });
  if (pinning && !pinning.enabled) {
    const code = version === '9.2' ? 'answer.trap-pinning-false' : 'answer.trap-nic-unpinned';
    traps.push({ code, field: `${table}.enabled` });
  }
  for (const [mac, name] of pinning?.mapping ?? []) {
    const params = { mac, name };
    const field = `${table}.mapping`;
    if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(mac)) traps.push({ code: 'answer.trap-pin-mac', field, params });
    else if (version === '9.1' && mac !== mac.toLowerCase()) {
      traps.push({ code: 'answer.trap-pin-mac-case', field, params: { ...params, lower: mac.toLowerCase() } });
    }
    if (isTakenName(name)) traps.push({ code: 'answer.trap-pin-name', field, params });
  }
  return traps;
}

/** Names that the kernel, udev or Proxmox VE give by themselves, and those with an alias or VLAN number. */
function isTakenName(name: string): boolean {
  return (
    /^(?:eth|wlan|usb|vmbr|bond|dummy|tap|veth|fwbr|fwpr|fwln|vnet|docker|br)[0-9]+/i.test(name) ||
    /^(?:en|wl|ww)(?:o[0-9]|p[0-9]|s[0-9]|x[0-9a-f]{12})/i.test(name) ||
    /^(?:lo|all|default)$/i.test(name) ||
    /[:.]/.test(name)
  );
}

function staticTraps({
  cidr,
  cidrText,
  gateway,
  dns,
  filter,
}: Extract<NetworkAnswer, { source: 'from-answer' }>): readonly Trap[] {
  const traps: Trap[] = [];
  if (!subnetContains(cidr, gateway)) {
    traps.push({ code: 'answer.trap-gateway-outside', field: 'network.gateway', params: { gateway, cidr: cidrText } });
  } else if (gateway === cidr.address) {
    traps.push({ code: 'answer.trap-gateway-self', field: 'network.gateway', params: { gateway } });
  }
  if (!cidrText.includes('/')) {
    traps.push({
      code: 'answer.trap-host-prefix',
      field: 'network.cidr',
      params: { value: cidrText, prefix: cidr.prefix },
    });
  } else if (isEdgeOfSubnet(cidr)) {
    traps.push({ code: 'answer.trap-address-edge', field: 'network.cidr', params: { cidr: cidrText } });
  }
  if (ipFamily(dns) !== cidr.family) {
    traps.push({ code: 'answer.trap-dns-family', field: 'network.dns', params: { dns, cidr: cidrText } });
  } else if (!subnetContains(cidr, dns)) {
    traps.push({ code: 'answer.trap-dns-outside', field: 'network.dns', params: { dns, cidr: cidrText, gateway } });
  }
  if (filter.length === 0) traps.push({ code: 'answer.trap-network-filter-empty', field: 'network.filter' });
  if (filter.length > 1) {
    const params = { filter: 'network.filter', count: filter.length };
    traps.push({ code: 'answer.trap-filter-or', field: 'network.filter', params });
  }
  return traps;
}
