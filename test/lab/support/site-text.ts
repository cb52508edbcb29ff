import { macOf } from './network.ts';

/** Between two rounds of the dashboard's collector. */
export const COLLECT_SECONDS = 5;

interface SiteOptions {
  readonly nodes: readonly number[];
  readonly witness: boolean;
  readonly key: string;
  /** A directory storage on a file system of its own, at /srv/store of each node. */
  readonly storage?: boolean;
  /** A thin pool on the data disk (serial DATA-pve1) of pve1, with what its `allowWipe` names. */
  readonly thinPool?: { readonly allowWipe: readonly string[] };
  /** A Debian host that carries the monitoring system, its page encrypted or not. */
  readonly dashboard?: { readonly tls: boolean };
  /** On the same host a compose project of the site's own: `stacks/notes`, whose files lie in test/lab/own. */
  readonly notes?: boolean;
}

/**
 * The site file of a lab: nodes pve1, pve2, ... that are there already, link 0 on a cable of its own, and the witness. It has
 * no machines: guests cannot run on the lab's hosts (test/lab/README.md).
 */
export function labSite({
  nodes,
  witness,
  key,
  storage = false,
  thinPool,
  dashboard,
  notes = false,
}: SiteOptions): string {
  return `schemaVersion = 1
id = "lab"
name = "Lab"
country = "es"
keyboard = "es"
timezone = "Europe/Madrid"
mailto = "root@lab.example"

[pve]
version = "8.4"

[access]
sshPublicKey = "${key}"
sshPrivateKey = "secret:site-ssh-key"

[network]
domain = "lab.lan"
ntpServers = []

[network.management]
cidr = "10.77.0.0/24"
gateway = "10.77.0.254"
dns = ["10.77.0.254"]

[network.laptop]
address = "10.77.0.1"

[[network.links]]
id = 0
cidr = "10.77.10.0/24"
purpose = "cluster only"

[[network.links]]
id = 1
cidr = "10.77.0.0/24"
purpose = "management"

[cluster]
name = "lab"
${witness ? 'witness = "witness"\n' : ''}
${nodes.map((number) => nodeText(number)).join('')}${witness ? WITNESS : ''}${storage ? STORAGE : ''}${thinPool ? thinPoolText(thinPool.allowWipe) : ''}${dashboard ? `${DASHBOARD}tls = ${dashboard.tls}\n` : ''}${notes ? NOTES : ''}`;
}

const WITNESS = `
[[hosts]]
name = "witness"
origin = "existing"
os = "debian"
roles = ["witness"]
address = "10.77.0.20"
`;

const DASHBOARD = `
[[hosts]]
name = "dashboard"
origin = "existing"
os = "debian"
roles = ["server"]
address = "10.77.0.30"

[[stacks]]
stack = "monitoring"
id = "monitoring"
on = "dashboard"

[stacks.options]
collectSeconds = ${COLLECT_SECONDS}
secretKey = "secret:monitoring-secret-key"
databasePassword = "secret:monitoring-database-password"
adminPassword = "secret:monitoring-admin-password"
`;

const NOTES = `
[[stacks]]
stack = "compose"
id = "notes"
on = "dashboard"

[stacks.options]
folder = "stacks/notes"
environment = { DB_PASSWORD = "secret:notes-database-password" }

[[stacks.options.smoke]]
title = "Port"
tcp = { port = 5433 }

[[stacks.options.smoke]]
title = "Rows"
command = { service = "db", run = ["psql", "--username", "notes", "--dbname", "notes", "--tuples-only", "--command", "SELECT text FROM note"], contains = "brought along" }
`;

const STORAGE = `
[[storages]]
type = "dir"
id = "store"
path = "/srv/store"
content = ["iso", "backup"]
`;

function thinPoolText(allowWipe: readonly string[]): string {
  return `
[[storages]]
type = "lvmthin"
id = "fast"
vg = "data"
thinpool = "vms"
nodes = ["pve1"]
disks = { pve1 = "DATA-pve1" }
allowWipe = ${JSON.stringify(allowWipe)}
`;
}

/** Node N is pveN at 10.77.0.(10+N). */
function nodeText(number: number): string {
  const last = 10 + number;
  return `
[[hosts]]
name = "pve${number}"
origin = "existing"
os = "pve"
roles = ["pve-node"]
address = "10.77.0.${last}"
links = { 0 = "10.77.10.${last}", 1 = "10.77.0.${last}" }

[hosts.hardware]
cores = 4
memoryGib = 16
disks = [{ serial = "SYS-pve${number}", model = "Lab disk", sizeGb = 240 }]
nics = [
  { name = "eno1", mac = "${macOf(`10.77.0.${last}`)}", speedMbps = 1000 },
  { name = "eno2", mac = "${macOf(`10.77.10.${last}`)}", speedMbps = 10000, link = 0 },
]
`;
}
