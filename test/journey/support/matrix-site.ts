import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../../../electron/api/site.ts';
import { parseSite } from '../../../electron/engine/site/parse-site.ts';
import { ROOT } from '../../support/test-engine.ts';

export interface MatrixSite {
  readonly version: '8.4' | '9.1';
  readonly site: Site;
  readonly siteFile: string;
}

/** The two-node example with all that it leaves out, so that every step of the registry has something to do on it. */
export function matrixSite(folder: string, version: MatrixSite['version']): MatrixSite {
  let text = readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
  const replace = (from: string | RegExp, to: string) => {
    if (typeof from === 'string' ? !text.includes(from) : !from.test(text))
      throw new Error(`the example has no ${from}`);
    text = text.replace(from, to);
  };
  replace(/version = "8\.4"/, `version = "${version}"`);
  replace('sshPrivateKey =', 'terraform = true\nsshPrivateKey =');
  replace('purpose = "direct cable, cluster only"', 'priority = 20');
  replace('purpose = "direct cable, cluster and replication"', 'priority = 10');
  replace(/^witness = "witness".*$/m, '$&\n\n[cluster.migration]\ntype = "insecure"\ncidr = "10.10.11.0/24"');
  for (const [number, data, mac] of [
    [1, 'S6PUNX0T700398', '3c:ec:ef:7a:10:c7'],
    [2, 'S6PUNX0T700412', '3c:ec:ef:7a:11:93'],
  ] as const) {
    const disk = `  { serial = "${data}", model = "Samsung PM893", sizeGb = 960 },\n`;
    replace(
      disk,
      `${disk}  { serial = "PAIR-${number}", model = "Samsung PM893", sizeGb = 960 },\n  { serial = "THIN-${number}", model = "Samsung PM893", sizeGb = 480 },\n`,
    );
    replace(`pve-node${number} = "${data}"`, `pve-node${number} = ["${data}", "PAIR-${number}"]`);
    const links = new RegExp(
      `(mac = "${mac.slice(0, -1)}${number === 1 ? 6 : 2}", speedMbps = 10000, link = 1 },.*\\n)\\]\\n`,
    );
    replace(
      links,
      `$1  { name = "enp3s0f0", mac = "${mac}", speedMbps = 1000 },\n]\n\n[hosts.network]\nbridges = [{ name = "vmbr1", ports = ["enp3s0f0"] }]\n`,
    );
  }
  replace('httpPort = 8000', 'httpPort = 8000\ntls = true');
  replace('pool = "data"', 'pool = "data"\nraid = "mirror"');
  text += `
[[storages]]
type = "lvmthin"
id = "fast"
vg = "fast"
thinpool = "guests"
content = ["images"]
disks = { pve-node1 = "THIN-1", pve-node2 = "THIN-2" }

[[storages]]
type = "dir"
id = "kept"
path = "/srv/kept"
content = ["backup"]

[[backups]]
id = "nightly"
schedule = "21:00"
storage = "kept"
keep = { last = 3 }
`;
  const own = join(folder, `site-${version}`);
  mkdirSync(own, { recursive: true });
  const siteFile = join(own, 'site.toml');
  writeFileSync(siteFile, text);
  const { site, diagnostics } = parseSite(text);
  if (!site) throw new Error(`the site of the matrix is not one: ${JSON.stringify(diagnostics)}`);
  return { version, site, siteFile };
}
