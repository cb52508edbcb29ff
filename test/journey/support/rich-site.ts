/**
 * A site.toml of two nodes that uses whatever a node's network can be: the management address over a bond, a cluster link on a
 * VLAN of another bond, a bridge on a VLAN.
 */
export function richSite(options: { readonly version: '8.4' | '9.1'; readonly storages?: string }): string {
  const { version, storages = '' } = options;
  const hosts = [1, 2].map(
    (number) => `
[[hosts]]
name = "pve${number}"
origin = "installed"
os = "pve"
roles = ["pve-node"]
address = "192.168.7.1${number}"
links = { 0 = "10.77.0.1${number}" }

[hosts.install]
filesystem = "ext4"
diskSerials = ["SYS-${number}"]
managementMac = "3c:ec:ef:07:0${number}:01"
rootPassword = "secret:root-password-pve${number}"

[hosts.hardware]
cores = 16
memoryGib = 64
disks = [
  { serial = "SYS-${number}", model = "Intel D3-S4520", sizeGb = 240 },
  { serial = "POOL-${number}", model = "Samsung PM893", sizeGb = 960 },
  { serial = "PAIR-${number}", model = "Samsung PM893", sizeGb = 960 },
  { serial = "THIN-${number}", model = "Samsung PM893", sizeGb = 480 },
]
nics = [
  { name = "eno1", mac = "3c:ec:ef:07:0${number}:01", speedMbps = 1000 },
  { name = "eno2", mac = "3c:ec:ef:07:0${number}:02", speedMbps = 1000 },
  { name = "ens1f0", mac = "3c:ec:ef:07:0${number}:03", speedMbps = 10000 },
  { name = "ens1f1", mac = "3c:ec:ef:07:0${number}:04", speedMbps = 10000 },
]

[hosts.network]
bonds = [
  { name = "bond0", ports = ["eno1", "eno2"], mode = "active-backup", primary = "eno1" },
  { name = "bond1", ports = ["ens1f0", "ens1f1"], mode = "802.3ad", hashPolicy = "layer3+4" },
]
vlans = [
  { device = "bond1", tag = 20, address = "10.77.0.1${number}/24" },
  { device = "bond0", tag = 30 },
]
bridges = [
  { name = "vmbr0", ports = ["bond0"] },
  { name = "vmbr1", ports = ["bond0.30"], vlanAware = true },
]
`,
  );
  return `schemaVersion = 1
id = "rich"
name = "Bonds, VLANs and storages of every kind"
country = "es"
keyboard = "es"
timezone = "Europe/Madrid"
mailto = "root@rich.example"

[pve]
version = "${version}"

[access]
sshPublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC throw-away"
sshPrivateKey = "secret:site-ssh-key"

[network]
domain = "rich.lan"

[network.management]
cidr = "192.168.7.0/24"
gateway = "192.168.7.1"
dns = ["192.168.7.1"]

[[network.links]]
id = 0
cidr = "10.77.0.0/24"
purpose = "cluster"

[cluster]
name = "rich"
${hosts.join('')}
${storages}`;
}

/** Storages of every kind, for two nodes. */
export const RICH_STORAGES = `
[[storages]]
type = "zfspool"
id = "vmdata"
pool = "data"
raid = "mirror"
disks = { pve1 = ["POOL-1", "PAIR-1"], pve2 = ["POOL-2", "PAIR-2"] }

[[storages]]
type = "lvmthin"
id = "fast"
vg = "fast"
thinpool = "guests"
content = ["images"]
disks = { pve1 = "THIN-1", pve2 = "THIN-2" }
allowWipe = ["THIN-2"]

[[storages]]
type = "dir"
id = "scans"
path = "/srv/scans"
content = ["iso", "snippets"]

[[storages]]
type = "nfs"
id = "nas"
server = "192.168.7.40"
export = "/volume1/pve"
options = "vers=4.2"
content = ["iso", "import"]

[[storages]]
type = "cifs"
id = "office"
server = "192.168.7.41"
share = "backup"
username = "pve"
password = "secret:office-share"
content = ["backup"]
nodes = ["pve2"]

[[storages]]
type = "pbs"
id = "pbs"
server = "192.168.7.42"
datastore = "main"
username = "pve@pbs!nodes"
password = "secret:pbs-token"
namespace = "town"
`;
