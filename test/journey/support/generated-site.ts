/** A site.toml for any number of nodes: each with its own disks and ports, a report to this laptop, and DHCP where wanted. */
export function generatedSite(options: {
  readonly nodes: number;
  readonly dhcp?: boolean;
  readonly key: string;
}): string {
  const { nodes, dhcp = false, key } = options;
  const hosts = Array.from({ length: nodes }, (_, index) => {
    const number = index + 1;
    const hex = number.toString(16).padStart(2, '0');
    return `
[[hosts]]
name = "pve${number}"
origin = "installed"
os = "pve"
roles = ["pve-node"]
address = "192.168.7.${10 + number}"

[hosts.install]
filesystem = "${number % 2 === 0 ? 'zfs' : 'ext4'}"
${number % 2 === 0 ? 'raid = "raid1"\n' : ''}diskSerials = [${number % 2 === 0 ? `"SYS-A-${number}", "SYS-B-${number}"` : `"SYS-A-${number}"`}]
managementMac = "3c:ec:ef:07:${hex}:01"
rootPassword = "secret:root-password-pve${number}"

[hosts.hardware]
cores = 16
memoryGib = 64
systemSerial = "SN-${number}"
disks = [
  { serial = "DATA-${number}", model = "Samsung PM893", sizeGb = 960 },
  { serial = "SYS-A-${number}", model = "Intel D3-S4520", sizeGb = 240 },
  { serial = "SYS-B-${number}", model = "Intel D3-S4520", sizeGb = 240 },
]
nics = [
  { name = "eno1", mac = "3c:ec:ef:07:${hex}:01", speedMbps = 1000 },
  { name = "enp2s0f0", mac = "3c:ec:ef:07:${hex}:02", speedMbps = 10000 },
]
`;
  });
  return `schemaVersion = 1
id = "generated"
name = "Generated site of ${nodes} nodes"
country = "es"
keyboard = "es"
timezone = "Europe/Madrid"
mailto = "root@generated.example"

[pve]
version = "9.1"

[access]
sshPublicKey = "${key}"
sshPrivateKey = "secret:site-ssh-key"

[network]
domain = "generated.lan"

[network.management]
cidr = "192.168.7.0/24"
gateway = "192.168.7.1"
dns = ["192.168.7.1"]

[cluster]
name = "generated"

[network.laptop]
address = "192.168.7.250"
${dhcp ? '\n[network.dhcp]\nrangeStart = "192.168.7.100"\nrangeEnd = "192.168.7.150"\n' : ''}
${hosts.join('')}`;
}
