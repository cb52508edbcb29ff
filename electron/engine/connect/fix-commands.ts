/**
 * What a technician types on this laptop's own system, as it is typed; the first one is the usual way, the others are for where it
 * is not at hand. Sources: nmcli(1), ip-address(8), ufw(8), firewall-cmd(1), systemd-inhibit(1); NetTCPIP, NetSecurity, netsh and
 * powercfg of Windows 10 and 11; networksetup(8), ifconfig(8), caffeinate(8) and socketfilterfw of macOS.
 */
interface WantedAddress {
  readonly port: string;
  readonly address: string;
  readonly prefix: number;
  /** The mask of an IPv4 prefix, `255.255.255.0`; none where the address is of IPv6. */
  readonly mask?: string;
}

/** Gives a port an address without a gateway. `SERVICE` on macOS is the port's name of service, which only that laptop knows. */
export function addressCommands(platform: NodeJS.Platform, { port, address, prefix, mask }: WantedAddress) {
  const full = `${address}/${prefix}`;
  if (platform === 'win32')
    return [
      `New-NetIPAddress -InterfaceAlias "${port}" -IPAddress ${address} -PrefixLength ${prefix}`,
      mask === undefined
        ? `netsh interface ipv6 add address "${port}" ${full}`
        : `netsh interface ip set address name="${port}" static ${address} ${mask}`,
    ];
  if (platform === 'darwin')
    return [
      mask === undefined
        ? `sudo ifconfig ${port} inet6 ${address} prefixlen ${prefix} alias`
        : `networksetup -setmanual "SERVICE" ${address} ${mask}`,
    ];
  const ip = mask === undefined ? 'ipv6' : 'ipv4';
  const add = `nmcli connection add type ethernet ifname ${port} con-name sitewright ${ip}.method manual ${ip}.addresses ${full}`;
  return [`${add} && nmcli connection up sitewright`, `sudo ip address add ${full} dev ${port}`];
}

/** Lets machines in to the receiver: `tcpPort` of the laptop, on its port `port`. */
export function firewallCommands(platform: NodeJS.Platform, port: string, tcpPort: number) {
  if (platform === 'win32')
    return [
      `New-NetFirewallRule -DisplayName "Sitewright" -Direction Inbound -Protocol TCP -LocalPort ${tcpPort} -Profile Any -Action Allow`,
    ];
  if (platform === 'darwin')
    return ['sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add /Applications/Sitewright.app'];
  return [
    `sudo ufw allow in on ${port} to any port ${tcpPort} proto tcp`,
    `sudo firewall-cmd --add-port=${tcpPort}/tcp`,
  ];
}

/** Keeps the laptop awake while machines install; `SITE` is the site's folder. */
export function wakeCommands(platform: NodeJS.Platform) {
  if (platform === 'win32') return ['powercfg /change standby-timeout-ac 0'];
  if (platform === 'darwin') return ['caffeinate -dims sitewright arrive SITE'];
  return ['systemd-inhibit --what=sleep:idle:handle-lid-switch sitewright arrive SITE'];
}
