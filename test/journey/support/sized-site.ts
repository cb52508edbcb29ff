/** What a site of some size is generated with. */
export interface SizedSite {
  readonly nodes: number;
  readonly version: '8.4' | '9.1' | '9.2';
  /** Public half of the site's key. */
  readonly key: string;
  /** A witness beside the nodes. */
  readonly witness?: boolean;
}

/**
 * A site.toml for any number of nodes that uses what depends on their number: one node without a cluster, more of them in
 * one with two links, priorities and a network for migration; a machine whose replica and HA follow from the votes.
 */
export function sizedSite({ nodes, version, key, witness = false }: SizedSite): string {
  const numbers = Array.from({ length: nodes }, (_, index) => index + 1);
  const votes = nodes + (witness && nodes % 2 === 0 ? 1 : 0);
  const outlivesOne = nodes > 1 && votes - 1 > votes / 2;
  const hosts = numbers.map((number) => {
    const hex = number.toString(16).padStart(2, '0');
    return `
[[hosts]]
name = "pve${number}"
origin = "installed"
os = "pve"
roles = ["pve-node"]
address = "192.168.7.${10 + number}"
${nodes > 1 ? `links = { 0 = "10.7.0.${10 + number}", 1 = "10.7.1.${10 + number}" }\n` : ''}
[hosts.install]
filesystem = "ext4"
diskSerials = ["SYS-${number}"]
managementMac = "3c:ec:ef:07:${hex}:01"
rootPassword = "secret:root-password-pve${number}"

[hosts.hardware]
cores = 16
memoryGib = 64
disks = [
  { serial = "SYS-${number}", model = "Intel D3-S4520", sizeGb = 240 },
  { serial = "DATA-${number}", model = "Samsung PM893", sizeGb = 960 },
]
nics = [
  { name = "eno1", mac = "3c:ec:ef:07:${hex}:01", speedMbps = 1000 },
  { name = "enp2s0f0", mac = "3c:ec:ef:07:${hex}:02", speedMbps = 10000${nodes > 1 ? ', link = 0' : ''} },
  { name = "enp2s0f1", mac = "3c:ec:ef:07:${hex}:03", speedMbps = 10000${nodes > 1 ? ', link = 1' : ''} },
]
`;
  });
  return `schemaVersion = 1
id = "sized"
name = "Site of ${nodes} nodes"
country = "es"
keyboard = "es"
timezone = "Europe/Madrid"
mailto = "root@sized.example"

[pve]
version = "${version}"

[access]
sshPublicKey = "${key}"
sshPrivateKey = "secret:site-ssh-key"

[network]
domain = "sized.lan"

[network.management]
cidr = "192.168.7.0/24"
gateway = "192.168.7.1"
dns = ["192.168.7.1"]
${
  nodes > 1
    ? `
[[network.links]]
id = 0
cidr = "10.7.0.0/24"
priority = 20

[[network.links]]
id = 1
cidr = "10.7.1.0/24"
priority = 10

[cluster]
name = "sized"
${witness ? 'witness = "witness"\n' : ''}
[cluster.migration]
type = "insecure"
cidr = "10.7.1.0/24"
`
    : ''
}
[[storages]]
type = "zfspool"
id = "vmdata"
pool = "data"
content = ["images", "rootdir"]
disks = { ${numbers.map((number) => `pve${number} = "DATA-${number}"`).join(', ')} }

[[templates]]
id = 9000
name = "debian-13-template"
image = "debian-13-genericcloud-amd64.qcow2"
node = "pve1"
storage = "vmdata"

[[machines]]
id = 100
name = "vm-one"
template = 9000
node = "pve1"
cores = 2
memoryMib = 2048
diskGib = 16
storage = "vmdata"
address = "192.168.7.200/24"
${nodes > 1 ? '\n[machines.replication]\nto = ["pve2"]\n' : ''}${outlivesOne ? '\n[machines.ha]\nenabled = true\n' : ''}
${
  witness
    ? `[[hosts]]
name = "witness"
origin = "existing"
os = "debian"
roles = ["witness"]
address = "192.168.7.9"
`
    : ''
}${hosts.join('')}`;
}
