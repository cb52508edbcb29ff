import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { exportTerraform, terraformText } from '../../../../../electron/engine/export/terraform.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';

const golden = 'test/golden/terraform/two-node.main.tf';
const { site } = parseSite(readFileSync('examples/two-node/site.toml', 'utf8'));
if (!site) throw new Error('the example is valid');
const example: Site = site;

it('writes the main.tf of the manual from the example (UPDATE_GOLDEN=1 writes the expectation)', () => {
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, terraformText(example));
  expect(terraformText(example)).toBe(readFileSync(golden, 'utf8'));
});

it('holds no reference to a secret and takes the token from a sensitive variable', () => {
  const text = terraformText(example);
  expect(text).not.toMatch(/secret:/);
  expect(text).toMatch(/variable "proxmox_api_token" \{[^}]*sensitive {3}= true\n\}/);
});

it('interpolates nothing that a name or a key may hold', () => {
  const [dollar, percent] = ['$', '%'];
  const sshPublicKey = `ssh-ed25519 AAAA a "quote" ${dollar}{path.root} ${percent}{ if } \\`;
  const text = terraformText({ ...example, access: { ...example.access, sshPublicKey } });
  expect(text).toContain(`["ssh-ed25519 AAAA a \\"quote\\" ${dollar}${dollar}{path.root} %%{ if } \\\\"]`);
});

it('replaces its own file and refuses a foreign one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-tf-'));
  try {
    await exportTerraform(example, folder);
    expect(await exportTerraform(example, folder)).toEqual([join(folder, 'main.tf')]);
    writeFileSync(join(folder, 'main.tf'), '# mine\n');
    await expect(exportTerraform(example, folder)).rejects.toThrow('site.export-exists');
    expect(readFileSync(join(folder, 'main.tf'), 'utf8')).toBe('# mine\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
